import { isFilledIn } from '../../resources/built-in-names.ts';
import { isElected, isGenerated } from '../../resources/generated-labels.ts';
import type { LabelSelector } from '../../resources/label-selectors.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { getAt, isMap } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { nearestPods, podOwnersNear } from '../nearest-pods.ts';
import { labelText, plainLabels } from '../plain-labels.ts';
import { titleOf } from '../title.ts';
import type { Level, Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import type { BoundName, Protected } from './budget-bounds.ts';
import { boundAt, countPods, isShare, podsOf } from './budget-bounds.ts';
import { requirementsOf } from './placement-selector.ts';

type Message = 'never' | 'tight' | 'atLeast' | 'both' | 'unbounded' | 'unselective' | 'nothing' | 'similar' | 'shared';
type FixId = 'one' | 'bound' | 'drop' | 'select';
type Found = Problem<Message, FixId>;

/** Pods that a budget which the quick fix writes lets go at a time. */
const WANTED = 1;

export default defineRule({
  id: 'availability/disruption-deadlock',
  level: 'error',
  scope: 'resource',
  kinds: ['PodDisruptionBudget'],
  workspace: true,
  docs: {
    summary: 'A PodDisruptionBudget that never lets a pod go, or protects none',
    why:
      'A node is drained by evicting its pods, and a budget that allows no eviction stops the drain for good: upgrades of the nodes hang until ' +
      'somebody deletes the pods by hand, all at once. A budget that selects nothing protects nothing.',
    fix:
      'Let one pod go at a time with `maxUnavailable: 1`, which stays true at any number of replicas, and select the pods by the labels of their ' +
      'workload. One budget for each pod.',
    exceptions:
      'Where an autoscaler may add pods beyond the minimum it is a warning, since evictions work while it has. Pods that are not found are ' +
      'information only where the workspace runs no pods in that namespace, and not reported for labels that controllers give. Pods of custom ' +
      'resources, DaemonSets and workloads with no replicas are not counted; bounds that a kustomize patch changes are not judged. Two budgets ' +
      'that may belong to different environments are information.',
    sources: [
      'Kubernetes documentation, Specifying a Disruption Budget: maxUnavailable of 0% or 0, or minAvailable of 100% or of all replicas, ask for ' +
        'zero evictions; percentages are rounded up; one of the two is stated',
      'Kubernetes documentation, API-initiated Eviction: a pod that several budgets select is answered with an error',
      'Kubernetes, disruption controller: without a bound it expects no pods and allows no disruption',
    ],
  },
  messages: {
    never: '{budget} has {bound} {found}, so it never allows an eviction, and no node with one of its pods can be drained.',
    tight:
      '{budget} wants {needed} of the {pods} that {owners} at all times, so it never allows an eviction, and no node with one of them can be drained.',
    atLeast:
      '{budget} wants {needed} of the {pods} that {owners} at least, so none can be evicted, nor its node be drained, until the autoscaler adds more.',
    both: '{budget} states minAvailable and maxUnavailable, which the API server rejects; keep one of them.',
    unbounded: '{budget} states neither minAvailable nor maxUnavailable, and without one it never allows an eviction.',
    unselective: '{budget} has no selector, so it protects no pods.',
    nothing: '{budget} protects pods with {labels}; no such pods are found in this workspace, and without them it protects nothing.',
    similar: '{budget} protects pods with {labels}, which none have in this workspace; the pods of {owner} have {wantedText}.',
    shared: '{budget} and {other} both select the pods of {owner}, and a pod with two budgets cannot be evicted at all.',
  },
  *check(resource, { inventory, partial }) {
    if (resource.kind !== 'PodDisruptionBudget' || resource.group !== 'policy' || !isMap(resource.value.spec)) return;
    const patched = inventory.patchesOf(resource);
    const isPatched = patched.some(({ resource: patch }) => boundAt(patch, 'minAvailable') ?? boundAt(patch, 'maxUnavailable'));
    const own = isPatched ? [] : [...boundProblems(resource, partial)];
    yield* own;
    if (partial || isUnseen(resource, inventory)) return;
    if (patched.some(({ resource: patch }) => getAt(patch.value, ['spec', 'selector']) !== undefined)) return;
    yield* podProblems(resource, inventory, isPatched || own.length > 0);
  },
  fixes: {
    one: {
      title: `Set maxUnavailable to ${WANTED}`,
      safe: false,
      patches: ({ at }) => [{ op: 'set', at: [...at.slice(0, -1), 'maxUnavailable'], value: WANTED }],
    },
    bound: {
      title: `Replace minAvailable by maxUnavailable: ${WANTED}`,
      safe: false,
      patches: ({ at }) => [
        { op: 'set', at: [...at.slice(0, -1), 'maxUnavailable'], value: WANTED, after: ['minAvailable'] },
        { op: 'remove', at },
      ],
    },
    drop: { title: 'Remove minAvailable', safe: false, patches: ({ at }) => [{ op: 'remove', at }] },
    select: {
      title: 'Select the pods of {owner} ({wantedText})',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at: [...at, 'matchLabels'], value: wanted }],
    },
  },
});

/** What its own bounds tell, whatever it selects. */
function* boundProblems(budget: Resource, partial: boolean): Iterable<Found> {
  const [least, most] = [boundAt(budget, 'minAvailable'), boundAt(budget, 'maxUnavailable')];
  const data = { budget: titleOf(budget) };
  const at = (bound: BoundName): Route => [...budget.route, 'spec', bound];
  if (least !== undefined && most !== undefined) {
    yield { at: at('minAvailable'), part: 'key', message: 'both', data, fixes: isShare(most, 0) ? [] : ['drop'] };
  } else if (least === undefined && most === undefined) {
    if (!partial) yield { at: at('maxUnavailable'), message: 'unbounded', data, fixes: ['one'] };
  } else if (isShare(most, 0)) {
    yield { at: at('maxUnavailable'), message: 'never', data: { ...data, bound: 'maxUnavailable', found: String(most) }, fixes: ['one'] };
  } else if (isShare(least, 100)) {
    yield { at: at('minAvailable'), message: 'never', data: { ...data, bound: 'minAvailable', found: String(least) }, fixes: ['bound'] };
  }
}

/** What the pods tell that it selects. */
function* podProblems(budget: Resource, inventory: Inventory, isBoundTold: boolean): Iterable<Found> {
  const selector = labelSelectorsOf(budget).find(({ via }) => via === 'budget');
  if (!selector) {
    const isAbsent = (getAt(budget.value, ['spec', 'selector']) ?? null) === null;
    if (isAbsent) yield { at: [...budget.route, 'spec', 'selector'], message: 'unselective', data: { budget: titleOf(budget) }, fixes: [] };
    return;
  }
  if (requirementsOf(selector.selector).some(isOpen)) return;
  const owners = inventory.selects(budget, selector).filter(({ uri }) => !inventory.contextOf(uri).partial);
  if (owners.length === 0) {
    yield* selectionProblem(budget, selector, inventory);
    return;
  }
  const resources = owners.map(({ resource }) => resource);
  if (!isBoundTold) yield* countProblem(budget, countPods(resources, inventory));
  yield* sharingProblem(budget, resources, inventory);
}

/** True for a demand that only the running system can answer. */
function isOpen({ key, text, isKnown }: ReturnType<typeof requirementsOf>[number]): boolean {
  return !isKnown || isGenerated(key) || isElected(key, text.slice(key.length + 1)) || isFilledIn(key);
}

function* countProblem(budget: Resource, pods: Protected | undefined): Iterable<Found> {
  const needed = pods && podsOf(boundAt(budget, 'minAvailable'), pods.least);
  if (pods === undefined || needed === undefined || pods.least === 0 || needed < pods.least) return;
  const isScaled = pods.most > pods.least && (podsOf(boundAt(budget, 'minAvailable'), pods.most) ?? 0) < pods.most;
  const [owner] = pods.owners;
  yield {
    at: [...budget.route, 'spec', 'minAvailable'],
    part: 'value',
    message: isScaled ? 'atLeast' : 'tight',
    level: isScaled ? 'warning' : 'error',
    data: {
      budget: titleOf(budget),
      needed,
      pods: pods.least === 1 ? 'one pod' : `${pods.least} pods`,
      owners: `${pods.owners.map(titleOf).join(' and ')} ${pods.owners.length === 1 ? 'has' : 'have'}`,
    },
    ...(owner && { related: [{ in: owner, at: [...owner.route, 'spec', 'replicas'], message: `The replicas of ${titleOf(owner)}` }] }),
    fixes: ['bound'],
  };
}

function* selectionProblem(budget: Resource, selector: LabelSelector, inventory: Inventory): Iterable<Found> {
  const labels = plainLabels(selector.selector);
  const near = podOwnersNear({ resource: budget, selector, wanted: labels ?? {} }, inventory);
  const guess = labels && nearestPods(labels, budget.name, near);
  const level: Level = guess ? 'error' : near.length > 0 ? 'warning' : 'info';
  const wanted = requirementsOf(selector.selector).map(({ text }) => text);
  const data = { budget: titleOf(budget), labels: wanted.join(', ') };
  if (wanted.length === 0) return;
  if (!guess) {
    yield { at: selector.route, part: 'key', message: 'nothing', level, data, fixes: [] };
    return;
  }
  const owner = guess.owner.resource;
  yield {
    at: selector.route,
    part: 'key',
    message: 'similar',
    level,
    data: { ...data, owner: titleOf(owner), wanted: guess.selector, wantedText: labelText(guess.selector) },
    related: [{ in: owner, at: [...owner.route, 'metadata', 'name'], message: `The pods of ${titleOf(owner)}` }],
    fixes: ['select'],
  };
}

/** Two budgets are reported at the later one, since either may be the one too many. */
function* sharingProblem(budget: Resource, owners: readonly Resource[], inventory: Inventory): Iterable<Found> {
  for (const owner of owners) {
    const other = rivalsBefore(budget, owner, inventory)[0]?.resource;
    if (!other) continue;
    yield {
      at: [...budget.route, 'spec', 'selector'],
      part: 'key',
      message: 'shared',
      level: inventory.areAppliedTogether(budget, other) ? 'error' : 'info',
      data: { budget: titleOf(budget), other: titleOf(other), owner: titleOf(owner) },
      related: [{ in: other, at: [...other.route, 'spec', 'selector'], message: `${titleOf(other)} selects them, too` }],
      fixes: [],
    };
    return;
  }
}

function rivalsBefore(budget: Resource, owner: Resource, inventory: Inventory): readonly Entry[] {
  const budgets = inventory.selectedBy(owner).filter(({ selector }) => selector.via === 'budget');
  const own = budgets.findIndex(({ entry }) => entry.resource === budget);
  return budgets
    .slice(0, Math.max(0, own))
    .map(({ entry }) => entry)
    .filter(
      ({ uri, resource }) => !inventory.contextOf(uri).partial && resource.name !== budget.name && inventory.mayMeet(resource, budget),
    );
}
