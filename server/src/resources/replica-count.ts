import { getAt } from '../yaml/json.ts';
import { kustomizedReplicas } from './kustomize-replicas.ts';
import type { Inventory, Workload } from './types.ts';

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
