import { selectorMatches } from '../../resources/selector.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { listAt, mapAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { requirementsOf, unmetBy } from './placement-selector.ts';
import type { Placement } from './topology.ts';
import { affinityTerms, ownSelector, separationsOf, spreadConstraints } from './topology.ts';

type Message =
  | 'unselected'
  | 'keysUnselected'
  | 'others'
  | 'strangers'
  | 'skew'
  | 'domains'
  | 'domainsAnyway'
  | 'keyTwice'
  | 'duplicate'
  | 'term';
type FixId = 'select' | 'least' | 'removeDomains' | 'enforce' | 'removeKey';
type Found = Problem<Message, FixId>;

export default defineRule({
  id: 'availability/spread-valid',
  guide: ['multi-zone'],
  level: 'error',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A topology spread constraint or an affinity term that cannot do what it is there for',
    why:
      'A constraint spreads the pods that its selector finds. One that finds none of its own pods is kept by every placement, so they may all ' +
      'end up in one zone while the manifest says otherwise; and some combinations of fields the API server refuses.',
    fix: "Select the workload's own pods, as its own selector does, and keep maxSkew and minDomains at 1 or above.",
    exceptions:
      'Affinity is often about the pods of another workload, so a term that selects others is reported only where it is anti-affinity by the ' +
      "labels of the workload's own selector, nothing in the workspace has these labels, and nothing else keeps its pods apart (info). Silent for " +
      'values that are filled in later, for labels that controllers, Kustomizations or patches add to pods, and for absent selectors in patches.',
    sources: [
      'Kubernetes API reference, TopologySpreadConstraint v1 core: maxSkew, minDomains, matchLabelKeys, labelSelector',
      'Kubernetes API reference, PodAffinityTerm v1 core: a null labelSelector matches no pods',
      'Kubernetes documentation, Pod Topology Spread Constraints: known limitations and implicit conventions',
    ],
  },
  messages: {
    unselected: 'The constraint of {workload} over {key} has no labelSelector, so it counts no pods and spreads nothing.',
    keysUnselected: 'The constraint of {workload} over {key} has matchLabelKeys without a labelSelector, which the API server refuses.',
    others:
      'The constraint of {workload} over {key} counts pods with {wanted}, which its own pods do not have, so they are placed without regard to ' +
      'each other.',
    strangers:
      'The anti-affinity of {workload} over {key} keeps away from pods with {wanted}, which neither its own pods nor others in this workspace ' +
      'have, so its pods may all share one place.',
    skew: 'The constraint of {workload} over {key} has a maxSkew of {found}; the API server takes 1 and above.',
    domains: 'The constraint of {workload} over {key} has minDomains {found}; the API server takes 1 and above.',
    domainsAnyway:
      'The constraint of {workload} over {key} has minDomains beside whenUnsatisfiable {found}; the API server takes it with DoNotSchedule alone.',
    keyTwice:
      'The constraint of {workload} over {key} has the label {label} in both matchLabelKeys and labelSelector, which the API server refuses.',
    duplicate: '{workload} has two constraints over {key} with whenUnsatisfiable {found}; the API server takes one of each.',
    term: 'A term of the {field} of {workload} over {key} has no labelSelector, which matches no pods, so it {effect}.',
  },
  *check(workload, { inventory, partial }) {
    const select = selectionOf(workload);
    for (const constraint of spreadConstraints(workload)) {
      yield* checkFigures(workload, constraint);
      yield* checkKeys(workload, constraint);
      if (!partial) yield* checkSelection(workload, constraint, inventory, select);
    }
    yield* checkDuplicates(workload);
    if (!partial) yield* checkTerms(workload, inventory, select);
  },
  fixes: {
    select: {
      title: 'Select the pods of {workload}',
      safe: false,
      patches: ({ at, data: { selector = null } }) => [
        { op: 'set', at: selectorRoute(at), value: selector, after: ['whenUnsatisfiable', 'topologyKey'] },
      ],
    },
    least: { title: 'Set {field} to 1', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 1 }] },
    removeDomains: { title: 'Remove minDomains', safe: false, patches: ({ at }) => [{ op: 'remove', at }] },
    enforce: {
      title: 'Set whenUnsatisfiable to DoNotSchedule',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at: [...at.slice(0, -1), 'whenUnsatisfiable'], value: 'DoNotSchedule' }],
    },
    removeKey: { title: 'Remove {label} from matchLabelKeys', safe: false, patches: ({ at }) => [{ op: 'remove', at, prune: true }] },
  },
});

/** The workload's own selector for the fix, where it has one. */
interface Selection {
  readonly data: Data;
  readonly fixes: readonly FixId[];
}

function selectionOf(workload: Workload): Selection {
  const selector = ownSelector(workload);
  return selector === undefined ? { data: {}, fixes: [] } : { data: { selector }, fixes: ['select'] };
}

/** What all messages say: whose constraint, over what. */
function namesOf({ resource }: Workload, { value }: Placement): { readonly workload: string; readonly key: string } {
  return { workload: titleOf(resource), key: stringAt(value, ['topologyKey']) ?? 'an unnamed topology' };
}

function* checkFigures(workload: Workload, { route, value }: Placement): Iterable<Found> {
  const data = namesOf(workload, { route, value });
  const skew = numberAt(value, ['maxSkew']);
  if (skew !== undefined && skew < 1) {
    yield { at: [...route, 'maxSkew'], message: 'skew', data: { ...data, found: skew, field: 'maxSkew' }, fixes: ['least'] };
  }
  const domains = numberAt(value, ['minDomains']);
  const unsatisfied = stringAt(value, ['whenUnsatisfiable']);
  const at = [...route, 'minDomains'];
  if (domains !== undefined && domains < 1) {
    yield { at, message: 'domains', data: { ...data, found: domains, field: 'minDomains' }, fixes: ['least'] };
  } else if (domains !== undefined && unsatisfied === 'ScheduleAnyway') {
    yield { at, part: 'key', message: 'domainsAnyway', data: { ...data, found: unsatisfied }, fixes: ['removeDomains', 'enforce'] };
  }
}

function* checkKeys(workload: Workload, { route, value }: Placement): Iterable<Found> {
  const required = new Set(requirementsOf(value.labelSelector).map(({ key }) => key));
  for (const [index, label] of (listAt(value, ['matchLabelKeys']) ?? []).entries()) {
    if (typeof label !== 'string' || !required.has(label)) continue;
    const data = { ...namesOf(workload, { route, value }), label };
    yield { at: [...route, 'matchLabelKeys', index], message: 'keyTwice', data, fixes: ['removeKey'] };
  }
}

function* checkSelection(workload: Workload, constraint: Placement, inventory: Inventory, select: Selection): Iterable<Found> {
  const { route, value } = constraint;
  const data = { ...namesOf(workload, constraint), ...select.data };
  if (isUnselected(constraint)) {
    const message = (listAt(value, ['matchLabelKeys']) ?? []).length > 0 ? 'keysUnselected' : 'unselected';
    yield { at: [...route, 'topologyKey'], message, data, fixes: select.fixes };
    return;
  }
  const unmet = unmetBy(workload, value.labelSelector, inventory);
  if (!unmet) return;
  yield { at: [...route, 'labelSelector', ...unmet.at], message: 'others', data: { ...data, wanted: unmet.text }, fixes: select.fixes };
}

function* checkDuplicates(workload: Workload): Iterable<Found> {
  const seen = new Map<string, Route>();
  for (const { route, value } of spreadConstraints(workload)) {
    const key = stringAt(value, ['topologyKey']);
    const found = stringAt(value, ['whenUnsatisfiable']);
    if (key === undefined || found === undefined) continue;
    const pair = `${key} ${found}`;
    const first = seen.get(pair);
    if (first === undefined) seen.set(pair, route);
    else {
      yield {
        at: [...route, 'topologyKey'],
        message: 'duplicate',
        data: { workload: titleOf(workload.resource), key, found },
        related: [{ at: [...first, 'topologyKey'], message: 'The first one' }],
        fixes: [],
      };
    }
  }
}

function* checkTerms(workload: Workload, inventory: Inventory, select: Selection): Iterable<Found> {
  for (const term of affinityTerms(workload, 'podAffinity')) {
    const effect = term.route.at(-1) === 'podAffinityTerm' ? 'has no effect' : 'fits no node';
    if (isUnselected(term)) yield unselectedTerm(workload, term, { field: 'podAffinity', effect }, []);
  }
  for (const term of affinityTerms(workload, 'podAntiAffinity')) {
    const data = { ...select.data, field: 'podAntiAffinity', effect: 'has no effect' };
    if (isUnselected(term)) yield unselectedTerm(workload, term, data, select.fixes);
    else yield* checkStrangers(workload, term, inventory, select);
  }
}

function isUnselected({ value }: Placement): boolean {
  return (value.labelSelector ?? null) === null;
}

function unselectedTerm(workload: Workload, term: Placement, data: Data, fixes: readonly FixId[]): Found {
  return { at: [...term.route, 'topologyKey'], message: 'term', data: { ...namesOf(workload, term), ...data }, fixes };
}

function* checkStrangers(workload: Workload, term: Placement, inventory: Inventory, select: Selection): Iterable<Found> {
  if (!isAgainstNobody(workload, term, inventory)) return;
  const unmet = unmetBy(workload, term.value.labelSelector, inventory);
  if (!unmet) return;
  const data = { ...namesOf(workload, term), ...select.data, wanted: unmet.text };
  yield { at: [...term.route, 'labelSelector', ...unmet.at], message: 'strangers', level: 'info', data, fixes: select.fixes };
}

/** True where a term of anti-affinity speaks of the labels that the workload selects its own pods by, and finds nothing in the workspace. */
function isAgainstNobody(workload: Workload, { value }: Placement, inventory: Inventory): boolean {
  const { labelSelector, namespaces, namespaceSelector } = value;
  const own = new Set(Object.keys(mapAt(ownSelector(workload), ['matchLabels']) ?? {}));
  const keys = requirementsOf(labelSelector).map(({ key }) => key);
  const isElsewhere = [namespaces, namespaceSelector].some((each) => (each ?? null) !== null);
  if (isElsewhere || keys.length === 0 || !keys.every((key) => own.has(key))) return false;
  if (separationsOf(workload, workload.podLabels).length > 0) return false;
  return !inventory.workloads().some((other) => selectorMatches(labelSelector, other.workload.podLabels));
}

/** Of the constraint or term that a problem's route lies in. */
function selectorRoute(at: Route): Route {
  const index = at.indexOf('labelSelector');
  return index < 0 ? [...at.slice(0, -1), 'labelSelector'] : at.slice(0, index + 1);
}
