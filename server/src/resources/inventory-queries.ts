import { getAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { PlacedDocument } from '../yaml/types.ts';
import { autoscalerOf } from './autoscaler.ts';
import { mayBeSame } from './built-in-names.ts';
import type { Placement } from './deployments.ts';
import { affixed } from './deployments.ts';
import type { InventoryIndex, Trait } from './inventory-index.ts';
import { compareEntries, kindKey, nameKey, selectorKey, someKey, targetKey, traitKey, WORKLOADS_KEY } from './inventory-index.ts';
import { inlinePatchesOf, isPatchFor, patchedBy, targetedPatchesOf } from './kustomize-inline.ts';
import { INLINE_PATCHES_KEY } from './relation-keys.ts';
import type { RelationSource } from './relation-queries.ts';
import { relationsOver } from './relation-queries.ts';
import { resourcesOf } from './resource.ts';
import { serviceSelects } from './selector.ts';
import type { Entry, FileContext, Inventory, Plan, Resource, Workload } from './types.ts';
import { workloadOf } from './workload.ts';

/** What questions about the workspace are answered from. */
export interface InventorySource extends RelationSource {
  /** All resources, by what is asked for. */
  readonly index: InventoryIndex;
  /** How a file is used. */
  contextOf(uri: string): FileContext;
  /** Those of what is filed under a key that stand in files of patches; given for the same list at little cost. */
  patchesAmong(entries: readonly Entry[]): readonly Entry[];
  /** The documents of a file by its path, a decoded URI; noted under {@link INLINE_PATCHES_KEY} where it is a patch with a target. */
  documentsAt(path: string): readonly PlacedDocument[];
  /** The first plan by URI and place in the file. */
  plan(): { readonly uri: string; readonly plan: Plan } | undefined;
}

/** Key under which the plans are read. */
export const PLAN_KEY = 'plan';
/** Key under which the workspace as a whole is read. */
export const STATE_KEY = 'state';
/** Key under which a file's context is read. */
export const contextKey = (uri: string): string => `context:${uri}`;
/** Key under which it is read where in a file its objects stand. */
export const placesKey = (uri: string): string => `places:${uri}`;

/** Keeps the keys of what is asked for. */
export interface ReadLog {
  /** Told the key of every answer before it is given. */
  note(key: string): void;
  has(key: string): boolean;
}

/** The inventory's questions over a source. */
export function inventoryOver(source: InventorySource, reads: ReadLog): Inventory {
  const { index } = source;
  const read = (key: string): void => reads.note(key);
  const under = (key: string): readonly Entry[] => {
    read(key);
    return index.under(key);
  };
  const contextOf = (uri: string): FileContext => {
    read(contextKey(uri));
    return source.contextOf(uri);
  };
  // A change of a file's context is noted for the keys of all its resources, so it need not be read where one of those has been:
  // to compare the namespaces of 2 000 resources would note the files of all of them.
  const namespaceOf = (resource: Resource): string | undefined => {
    const entry = index.entryOf(resource);
    if (!entry) return resource.namespace;
    const { namespace } = reads.has(kindKey(resource.kind)) ? source.contextOf(entry.uri) : contextOf(entry.uri);
    return namespace ?? resource.namespace;
  };
  const near = (namespace: string | undefined) => (entry: Entry) => {
    return mayBeSame(namespace, source.contextOf(entry.uri).namespace ?? entry.resource.namespace);
  };
  const relations = relationsOver(source, read);
  return {
    ...lookUpsIn(index, read),
    find: (kind, namespace, name) => under(nameKey(kind, name)).filter(near(namespace)),
    patchesOf: (resource) => {
      const names = namesAmongPatches(resource, relations.placementsOf(resource));
      const named = names.flatMap((name) => source.patchesAmong(under(nameKey(resource.kind, name))));
      const patches = named.length === 0 ? named : named.filter((entry) => entry.resource !== resource).filter(near(namespaceOf(resource)));
      const kustomizations = under(INLINE_PATCHES_KEY);
      if (patches.length === 0 && kustomizations.length === 0) return patches;
      const inReach = ({ resource: other }: Entry) => relations.mayMeet(resource, other);
      return [
        ...patches.filter(inReach),
        ...kustomizations.filter(inReach).flatMap((entry) => statedPatchesFor(entry, { resource, names }, source)),
      ];
    },
    autoscalersOf: (resource) => {
      if (resource.name === undefined) return [];
      const scalers = under(targetKey(resource.kind, resource.name)).filter(near(namespaceOf(resource)));
      const inReach = scalers.filter((entry) => relations.mayMeet(resource, entry.resource));
      return inReach.map(autoscalerOf).filter((scaler) => scaler !== undefined);
    },
    servicesOf: (workload) => {
      const found = Object.entries(workload.podLabels).flatMap(([label, value]) => under(selectorKey(label, value)));
      const isSelecting = ({ resource }: Entry) => serviceSelects(getAt(resource.value, ['spec', 'selector']), workload.podLabels);
      return found
        .filter(isSelecting)
        .filter(near(namespaceOf(workload.resource)))
        .filter((entry) => relations.mayMeet(workload.resource, entry.resource))
        .sort(compareEntries);
    },
    plan: () => {
      read(PLAN_KEY);
      return source.plan();
    },
    contextOf,
    entryOf: (resource) => index.entryOf(resource),
    ...relations,
    namespaceOf,
  };
}

type LookUps = Pick<Inventory, 'state' | 'ofKind' | 'hasKind' | 'filedBy' | 'workloads' | 'workloadsBy'>;

/** The questions that a single key answers. */
function lookUpsIn(index: InventoryIndex, read: (key: string) => void): LookUps {
  const under = (key: string): readonly Entry[] => {
    read(key);
    return index.under(key);
  };
  const by = (trait: Trait, key: string): readonly Entry[] => {
    index.fileBy(trait);
    return under(traitKey(trait, key));
  };
  return {
    state: () => {
      read(STATE_KEY);
      return index.state;
    },
    ofKind: (kind) => under(kindKey(kind)),
    hasKind: (kind) => {
      read(someKey(kind));
      return index.under(kindKey(kind)).length > 0;
    },
    filedBy: (trait, key = '') => by(trait, key),
    workloads: () => workloadsAmong(under(WORKLOADS_KEY)),
    workloadsBy: (trait, key = '') => workloadsAt(by(trait, key)),
  };
}

interface Named {
  readonly resource: Resource;
  readonly names: readonly string[];
}

/** The names under which patches may know an object: its own, and those that the kustomizations within an overlay have given it. */
function namesAmongPatches({ name }: Resource, placements: readonly Placement[]): readonly string[] {
  if (name === undefined) return [];
  if (placements.every(({ affixes }) => affixes.length === 1)) return [name];
  return [...new Set([name, ...placements.flatMap(({ affixes }) => affixes.map((affix) => affixed(affix, name)))])];
}

/** What the patches whose text or target a kustomization has state for an object, each as an entry at the kustomization. */
function statedPatchesFor(entry: Entry, { resource, names }: Named, source: InventorySource): readonly Entry[] {
  const inFiles = targetedPatchesOf(entry.resource, entry.uri, (path) => source.documentsAt(path));
  // A file that names the object itself is found by that.
  const others = inFiles.filter(
    ({ document }) => !resourcesOf(document).some(({ kind, name = '' }) => kind === resource.kind && names.includes(name)),
  );
  const patches = [...inlinePatchesOf(entry.resource), ...others].filter((patch) => isPatchFor(patch, resource, names));
  return patches.flatMap((patch) => {
    const patched = patchedBy(patch, resource);
    return patched ? [{ ...entry, resource: patched }] : [];
  });
}

const workloadsAmong: (entries: readonly Entry[]) => readonly { readonly entry: Entry; readonly workload: Workload }[] = memo((entries) =>
  entries.flatMap((entry) => {
    const workload = workloadOf(entry.resource);
    return workload ? [{ entry, workload }] : [];
  }),
);

const workloadsAt: (entries: readonly Entry[]) => readonly Workload[] = memo((entries) =>
  entries.flatMap(({ resource }) => workloadOf(resource) ?? []),
);
