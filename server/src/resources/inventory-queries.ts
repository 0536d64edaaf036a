import { getAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { autoscalerOf } from './autoscaler.ts';
import type { InventoryIndex } from './inventory-index.ts';
import { compareEntries, kindKey, nameKey, selectorKey, targetKey, WORKLOADS_KEY } from './inventory-index.ts';
import { serviceSelects } from './selector.ts';
import type { Entry, FileContext, Inventory, Plan, Resource, Workload } from './types.ts';
import { workloadOf } from './workload.ts';

/** What questions about the workspace are answered from. */
export interface InventorySource {
  /** All resources, by what is asked for. */
  readonly index: InventoryIndex;
  /** How a file is used. */
  contextOf(uri: string): FileContext;
  /** Those of what is filed under a key that stand in files of patches; given for the same list at little cost. */
  patchesAmong(entries: readonly Entry[]): readonly Entry[];
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

/**
 * The inventory's questions over a source.
 * @param read told the key of every answer before it is given
 */
export function inventoryOver(source: InventorySource, read: (key: string) => void): Inventory {
  const { index } = source;
  const under = (key: string): readonly Entry[] => {
    read(key);
    return index.under(key);
  };
  const contextOf = (uri: string): FileContext => {
    read(contextKey(uri));
    return source.contextOf(uri);
  };
  // A change of a file's context gives the keys of all its resources new stamps, so it need not be read where one of those has been:
  // to compare the namespaces of 2 000 resources would note the files of all of them.
  const listed = new Set<string>();
  const namespaceOf = (resource: Resource): string | undefined => {
    const entry = index.entryOf(resource);
    if (!entry) return resource.namespace;
    const { namespace } = listed.has(resource.kind) ? source.contextOf(entry.uri) : contextOf(entry.uri);
    return namespace ?? resource.namespace;
  };
  const near = (namespace: string | undefined) => (entry: Entry) => {
    return mayBeSame(namespace, source.contextOf(entry.uri).namespace ?? entry.resource.namespace);
  };
  return {
    state: () => {
      read(STATE_KEY);
      return index.state;
    },
    ofKind: (kind) => {
      listed.add(kind);
      return under(kindKey(kind));
    },
    find: (kind, namespace, name) => under(nameKey(kind, name)).filter(near(namespace)),
    patchesOf: (resource) => {
      const patches = resource.name === undefined ? [] : source.patchesAmong(under(nameKey(resource.kind, resource.name)));
      return patches.length === 0 ? patches : patches.filter((entry) => entry.resource !== resource).filter(near(namespaceOf(resource)));
    },
    workloads: () => workloadsAmong(under(WORKLOADS_KEY)),
    autoscalersOf: (resource) => {
      if (resource.name === undefined) return [];
      const scalers = under(targetKey(resource.kind, resource.name)).filter(near(namespaceOf(resource)));
      return scalers.map(autoscalerOf).filter((scaler) => scaler !== undefined);
    },
    servicesOf: (workload) => {
      const found = Object.entries(workload.podLabels).flatMap(([label, value]) => under(selectorKey(label, value)));
      const isSelecting = ({ resource }: Entry) => serviceSelects(getAt(resource.value, ['spec', 'selector']), workload.podLabels);
      return found
        .filter(isSelecting)
        .filter(near(namespaceOf(workload.resource)))
        .sort(compareEntries);
    },
    plan: () => {
      read(PLAN_KEY);
      return source.plan();
    },
    contextOf,
    entryOf: (resource) => index.entryOf(resource),
    namespaceOf,
  };
}

/** An unknown namespace may be any. */
function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

const workloadsAmong: (entries: readonly Entry[]) => readonly { readonly entry: Entry; readonly workload: Workload }[] = memo((entries) =>
  entries.flatMap((entry) => {
    const workload = workloadOf(entry.resource);
    return workload ? [{ entry, workload }] : [];
  }),
);
