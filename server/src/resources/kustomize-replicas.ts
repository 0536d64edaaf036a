import { listAt, numberAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { patchesOf } from './kustomize-patches.ts';
import type { Entry, Inventory, Workload } from './types.ts';

/**
 * The replicas that kustomizations of the workspace give a workload, by patches or by their `replicas` transformer, which goes by the name
 * alone; of several the most, which is production's. Undefined where none does.
 */
export function kustomizedReplicas(workload: Workload, inventory: Inventory): number | undefined {
  const { name = '' } = workload.resource;
  const patched = patchesOf(workload, inventory).flatMap(({ replicas }) => replicas ?? []);
  const transformed = ['Kustomization', 'Component'].flatMap((kind) => transformedReplicas(inventory.ofKind(kind)).get(name) ?? []);
  const counts = [...patched, ...transformed];
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** The most replicas that some kustomizations set, by the name of the workload. */
const transformedReplicas: (kustomizations: readonly Entry[]) => ReadonlyMap<string, number> = memo((kustomizations) => {
  const counts = new Map<string, number>();
  for (const entry of kustomizations.flatMap(({ resource }) => listAt(resource.value, ['replicas']) ?? [])) {
    const name = stringAt(entry, ['name']);
    const count = numberAt(entry, ['count']);
    if (name !== undefined && count !== undefined) counts.set(name, Math.max(count, counts.get(name) ?? 0));
  }
  return counts;
});
