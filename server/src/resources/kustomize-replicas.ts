import { listAt, numberAt, stringAt } from '../yaml/json.ts';
import { patchesOf } from './kustomize-patches.ts';
import type { Inventory, Workload } from './types.ts';

/**
 * The replicas that kustomizations of the workspace give a workload, by patches or by their `replicas` transformer, which goes by the name
 * alone; of several the most, which is production's. Undefined where none does.
 */
export function kustomizedReplicas(workload: Workload, inventory: Inventory): number | undefined {
  const patched = patchesOf(workload, inventory).flatMap(({ replicas }) => replicas ?? []);
  const transformed = ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap(({ resource }) => listAt(resource.value, ['replicas']) ?? [])
    .flatMap((entry) => (stringAt(entry, ['name']) === workload.resource.name ? (numberAt(entry, ['count']) ?? []) : []));
  const counts = [...patched, ...transformed];
  return counts.length === 0 ? undefined : Math.max(...counts);
}
