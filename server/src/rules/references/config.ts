import { isFilledIn } from '../../resources/built-in-names.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { POD_KINDS, podSpecRoute, referencesOf } from '../../resources/references.ts';
import { resourceAt } from '../../resources/resource.ts';
import type { Resource } from '../../resources/types.ts';
import { isList, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap } from '../../yaml/types.ts';
import { configMapSkeleton } from '../companions/config-map.ts';
import { secretSkeleton } from '../companions/secret.ts';
import { defineRule } from '../define-rule.ts';
import { firstOfEach, missingReference, othersText, renamePatches, titleOfTarget } from '../missing-reference.ts';
import type { Context, Level, Problem, Related } from '../types.ts';
import { keyProblems } from './config-keys.ts';
import { useTexts } from './config-use.ts';

/** What pods take configuration for, as references say it. */
const USES: ReadonlySet<string> = new Set(['env', 'envFrom', 'volume']);

/** Builders of what a reference may lack. A claim needs a size, which nobody can tell from who mounts it. */
const SKELETONS: ReadonlyMap<string, typeof secretSkeleton> = new Map([
  ['ConfigMap', configMapSkeleton],
  ['Secret', secretSkeleton],
]);

type Message = 'missing' | 'similar' | 'several' | 'key' | 'similarKey';
type FixId = 'rename' | 'add' | 'rekey';

export default defineRule({
  id: 'references/config',
  level: 'warning',
  scope: 'resource',
  kinds: POD_KINDS,
  workspace: true,
  docs: {
    summary: 'Pods that take a ConfigMap, a Secret, a claim or a key that is not there',
    why:
      'A pod waits for what it is told to mount and to read. Until all of it is there its containers are not started, and during a rollout the ' +
      'new pods hang while the old ones serve on, so that it is noticed late.',
    fix:
      'Correct the name or the key, or apply the missing object with the workload. The quick fix for a Secret or ConfigMap whose keys are known ' +
      'writes it with its keys and without values.',
    exceptions:
      'Information, and one for all of them, where the workspace has no other object of that kind that is surely in that namespace: Secrets above all ' +
      'are often made by hand or by tools. Optional references never. Silent for names that are filled in later, for what the cluster, an operator or a generator of a ' +
      'kustomization makes, for templates of Helm charts, and where a kustomization brings more than the workspace shows. Keys are compared where all of ' +
      'them are known, which they are not of what operators fill.',
    sources: [
      'Kubernetes documentation, Configure a Pod to Use a ConfigMap: a reference to one that does not exist keeps the container from starting, unless it is optional',
      'Kubernetes documentation, Secrets: the kubelet does not start the containers of a pod until its Secrets and their keys are there',
    ],
  },
  messages: {
    missing: '{object} {takes} {target}, which is not found in this workspace; without it {effect}.',
    similar: '{object} {takes} {target}, which is not found in this workspace; did you mean "{suggestion}"?',
    several:
      '{object} {takes} {target}, which is not found in this workspace, like {others} that it asks for; without them its pods do not start.',
    key: '{object} {takes} key "{key}" of {target}, which has no such key; without it {effect}.',
    similarKey: '{object} {takes} key "{key}" of {target}, which has no such key; did you mean "{suggestion}"?',
  },
  *check(resource, { inventory, partial }) {
    const references = podSpecRoute(resource) ? referencesOf(resource).filter(({ via, optional }) => USES.has(via) && !optional) : [];
    yield* nameProblems(resource, lackingOf(resource, references, { inventory, partial }));
    for (const reference of references) yield* keyProblems(resource, reference, inventory);
  },
  fixes: {
    rename: { title: 'Use "{suggestion}"', safe: false, patches: renamePatches },
    add: {
      title: 'Add {added} with the keys that are asked for',
      safe: false,
      companions: ({ at, data: { skeletons } }, { document }) => {
        const owner = resourceAt(document, at);
        return owner && isList(skeletons)
          ? skeletons.map((skeleton) => build(owner, skeleton)).filter((made) => made !== undefined)
          : undefined;
      },
    },
    rekey: {
      title: 'Use key "{suggestion}"',
      safe: false,
      patches: ({ at, data: { suggestion = null } }) => [{ op: 'set', at, value: suggestion }],
    },
  },
});

/** What an object asks for that isn't found. */
interface Lacking {
  readonly reference: Reference;
  readonly level: Level;
  readonly suggestion: string | undefined;
  readonly related: readonly Related[];
  /** What the object would be made of; undefined where nobody can tell. */
  readonly skeleton: Skeleton | undefined;
}

/** An object with its keys and no values. */
interface Skeleton {
  readonly kind: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/** How many are told one by one; more than that have one cause: they are applied from elsewhere. */
const MOST: ReadonlyMap<Level, number> = new Map<Level, number>([
  ['warning', 3],
  ['info', 1],
]);

function* nameProblems(resource: Resource, all: readonly Lacking[]): Iterable<Problem<Message, FixId>> {
  for (const one of all) if (one.suggestion !== undefined) yield problemOf(resource, one);
  const unknown = all.filter(({ suggestion }) => suggestion === undefined);
  for (const [level, most] of MOST) {
    for (const hasSkeleton of [true, false]) {
      const group = unknown.filter((one) => one.level === level && (one.skeleton !== undefined) === hasSkeleton);
      const [first, ...others] = group;
      if (first && group.length > most) yield problemOf(resource, first, others);
      else for (const one of group) yield problemOf(resource, one);
    }
  }
}

function lackingOf(resource: Resource, references: readonly Reference[], { inventory, partial }: Pick<Context, 'inventory' | 'partial'>) {
  return firstOfEach(references).flatMap((reference): readonly Lacking[] => {
    const missing = missingReference(reference, resource, inventory);
    if (!missing) return [];
    // A patch is no place for a new object.
    const { hasOthers, suggestion, related } = missing;
    const skeleton = partial ? undefined : skeletonOf(reference, references);
    return [{ reference, level: hasOthers ? 'warning' : 'info', suggestion, related, skeleton }];
  });
}

/** Undefined as well where no keys are asked for: an object without any would be of no use. */
function skeletonOf({ name, target }: Reference, references: readonly Reference[]): Lacking['skeleton'] {
  const [kind = ''] = target.kinds;
  const alike = references.filter((other) => other.name === name && other.target.kinds[0] === kind);
  const keys = [...new Set(alike.flatMap((each) => each.keys.map((key) => key.name)))];
  return keys.length > 0 && !keys.some(isFilledIn) && SKELETONS.has(kind) ? { kind, name, keys } : undefined;
}

/** The problem of one that isn't found, or of several at once, at the first of them. */
function problemOf(resource: Resource, first: Lacking, others: readonly Lacking[] = []): Problem<Message, FixId> {
  const { reference, level, suggestion } = first;
  const skeletons = [first, ...others].flatMap(({ skeleton }) => (skeleton ? [{ ...skeleton }] : []));
  return {
    at: reference.route,
    message: suggestion !== undefined ? 'similar' : others.length > 0 ? 'several' : 'missing',
    level,
    data: {
      ...useTexts(resource, reference),
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(others.length === 0 ? {} : { others: othersText(others.length) }),
      ...(skeletons.length === 0 ? {} : { skeletons, added: titlesOf(skeletons) }),
    },
    related: [
      ...first.related,
      ...others.map((other) => ({ at: other.reference.route, message: `${titleOfTarget(other.reference)} is not found, either` })),
    ],
    fixes: [...(suggestion === undefined ? [] : (['rename'] as const)), ...(skeletons.length === 0 ? [] : (['add'] as const))],
  };
}

function titlesOf(skeletons: readonly Skeleton[]): string {
  const [first, ...others] = skeletons.map(({ kind, name }) => `${kind} "${name}"`);
  return others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
}

/** Reads back what a problem's data has of a skeleton. */
function build(owner: Resource, skeleton: Json): JsonMap | undefined {
  const [kind, name, keys] = [stringAt(skeleton, ['kind']), stringAt(skeleton, ['name']), listAt(skeleton, ['keys'])];
  return kind === undefined || name === undefined ? undefined : SKELETONS.get(kind)?.(owner, name, (keys ?? []).map(String));
}
