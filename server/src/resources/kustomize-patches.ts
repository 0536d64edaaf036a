import type { Container, Inventory, Workload } from './types.ts';
import { workloadOf } from './workload.ts';

/** The workload as the patches of kustomizations in the workspace have it: what they state is laid over what it states itself. */
export function patchesOf({ resource }: Workload, inventory: Inventory): readonly Workload[] {
  return inventory
    .patchesOf(resource)
    .map((entry) => workloadOf(entry.resource))
    .filter((patch) => patch !== undefined);
}

/** The container as {@link patchesOf} its workload have it. */
export function patchesOfContainer(container: Container, inventory: Inventory): readonly Container[] {
  const patches = patchesOf(container.workload, inventory).flatMap(({ containers }) => containers);
  return patches.filter(({ name, kind }) => name === container.name && (kind === 'container') === (container.kind === 'container'));
}
