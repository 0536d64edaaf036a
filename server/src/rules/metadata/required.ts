import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, mapAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import type { Requirement } from './requirement.ts';
import { fits, literalOf, parseRequirement } from './requirement.ts';

export default defineRule({
  id: 'metadata/required',
  level: 'info',
  scope: 'resource',
  workspace: true,
  docs: {
    summary: 'A label or annotation that the configuration requires is missing, or has another value than it wants',
    why:
      'Costs, alerts and questions find their way by labels: whose it is, what it belongs to, whom to wake. That works only where ' +
      'every object has them, in the form that the tools expect.',
    fix:
      'Add the label or annotation. The quick fix does where the value is known: from the pattern, if that is plain text, or from the ' +
      "labels of the workload's own pods.",
    exceptions:
      'Silent until the options name something. Silent for files of kustomize and other tools without metadata, where a Kustomization ' +
      'of the workspace adds the label or annotation (`labels`, `commonLabels`, `commonAnnotations`), where a patch of it does, in ' +
      'such a patch, and for values that are filled in later.',
  },
  options: {
    labels: {
      type: 'strings',
      default: [],
      description:
        'Labels that objects must have: a name, or a name and a regular expression for its value, such as `cost-center=^[0-9]+$`.',
    },
    annotations: { type: 'strings', default: [], description: 'Annotations that objects must have, in the same form.' },
    kinds: { type: 'strings', default: [], description: 'Kinds of objects that must have them, such as `Deployment`; all where empty.' },
  },
  messages: {
    missing: '{object} lacks the {what} {names}, which the configuration of this workspace requires.',
    mismatch: '{object} has "{found}" as its {what} {name}; the configuration of this workspace wants it to match {pattern}.',
  },
  *check(resource, { options, inventory, partial }) {
    const isWanted = options.kinds.length === 0 || options.kinds.includes(resource.kind);
    if (!isWanted || partial || mapAt(resource.value, ['metadata']) === undefined) return;
    yield* problemsOf(resource, 'labels', options.labels.map(parseRequirement), inventory);
    yield* problemsOf(resource, 'annotations', options.annotations.map(parseRequirement), inventory);
  },
  fixes: {
    add: {
      title: 'Add {names}',
      safe: false,
      patches: ({ at, data: { values } }) => {
        const parent = at.slice(0, -1);
        return Object.entries((values ?? {}) as JsonMap).map(([name, value]) => ({
          op: 'set',
          at: [...parent, name],
          value,
          after: ['labels', 'namespace', 'name'],
        }));
      },
    },
  },
});

type Field = 'labels' | 'annotations';
type Found = Problem<'missing' | 'mismatch', 'add'>;

function* problemsOf(resource: Resource, field: Field, requirements: readonly Requirement[], inventory: Inventory): Iterable<Found> {
  if (requirements.length === 0) return;
  const given = resource[field];
  const object = titleOf(resource);
  const missing = requirements.filter(({ name }) => !given[name] && !isBrought(resource, field, name, inventory));
  const [first] = missing;
  if (first !== undefined) {
    const what = `${field === 'labels' ? 'label' : 'annotation'}${missing.length > 1 ? 's' : ''}`;
    const values = missing.map((requirement) => [requirement.name, valueFor(requirement, resource, field)] as const);
    const known = values.filter((entry): entry is [string, string] => entry[1] !== undefined);
    yield {
      at: [...resource.route, 'metadata', field, first.name],
      message: 'missing',
      data: { object, what, names: missing.map(({ name }) => name), values: Object.fromEntries(known) },
      fixes: known.length === missing.length ? ['add'] : [],
    };
  }
  for (const requirement of requirements) {
    const { name, pattern } = requirement;
    const found = given[name];
    if (!found || pattern === undefined || isPlaceholder(found) || fits(requirement, found)) continue;
    const data = { object, what: field === 'labels' ? 'label' : 'annotation', name, found, pattern };
    yield { at: [...resource.route, 'metadata', field, name], part: 'value', message: 'mismatch', data, fixes: [] };
  }
}

/** The value where it goes without saying: the only one that fits, or the one that the workload's pods have. */
function valueFor(requirement: Requirement, resource: Resource, field: Field): string | undefined {
  const pods = field === 'labels' ? workloadOf(resource)?.podLabels[requirement.name] : undefined;
  return pods && fits(requirement, pods) ? pods : literalOf(requirement);
}

/** The transformers of kustomize that add to the metadata of all objects of a Kustomization. */
const TRANSFORMERS: Readonly<Record<Field, string>> = { labels: 'commonLabels', annotations: 'commonAnnotations' };

function isBrought(resource: Resource, field: Field, name: string, inventory: Inventory): boolean {
  if (inventory.patchesOf(resource).some((patch) => patch.resource[field][name])) return true;
  return ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .some(({ resource: { value } }) => {
      const pairs = field === 'labels' ? (listAt(value, ['labels']) ?? []).map((entry) => getAt(entry, ['pairs', name])) : [];
      return [getAt(value, [TRANSFORMERS[field], name]), ...pairs].some((added) => (added ?? null) !== null);
    });
}
