import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { Entry, Inventory, Workload } from '../../resources/types.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';

/** What the `replicas` transformers of kustomizations, and their patches, set for a workload; the most of them, which is production's. */
export function kustomizedReplicas(workload: Workload, inventory: Inventory): number | undefined {
  const { name = '' } = workload.resource;
  const patched = patchesOf(workload, inventory).flatMap(({ replicas }) => replicas ?? []);
  const transformed = ['Kustomization', 'Component'].flatMap((kind) => transformedReplicas(inventory.ofKind(kind)).get(name) ?? []);
  return largest([...patched, ...transformed]);
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

/**
 * How many pods a workload has at least: its autoscaler's minimum, else what kustomize sets, else its own `replicas`, which is 1 where
 * absent. Of several autoscalers or overlays the largest counts.
 * @returns undefined where it can't be read
 */
export function leastReplicas(workload: Workload, inventory: Inventory): number | undefined {
  const scaled = inventory.autoscalersOf(workload.resource).map(({ min }) => min);
  return largest(scaled) ?? kustomizedReplicas(workload, inventory) ?? ownReplicas(workload);
}

/** How many pods a workload may have at most: its autoscaler's maximum where that is more than {@link leastReplicas}. */
export function mostReplicas(workload: Workload, inventory: Inventory): number | undefined {
  const scaled = inventory.autoscalersOf(workload.resource).flatMap(({ max }) => max ?? []);
  const least = leastReplicas(workload, inventory);
  return least === undefined ? largest(scaled) : largest([least, ...scaled]);
}

function ownReplicas({ resource, replicas }: Workload): number | undefined {
  return (getAt(resource.value, ['spec', 'replicas']) ?? null) === null ? 1 : replicas;
}

function largest(counts: readonly number[]): number | undefined {
  return counts.length === 0 ? undefined : Math.max(...counts);
}
