import type { Inventory, Resource } from '../resources/types.ts';

/** Whether what is done for one object is what its team would do for the other: they are applied together, or of one stated namespace. */
export function areNeighbours(a: Resource, b: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(a);
  return (namespace !== undefined && namespace === inventory.namespaceOf(b)) || inventory.areAppliedTogether(a, b);
}

/** Whether the workspace has objects of some kinds beside an object. */
export function hasNeighbour(resource: Resource, kinds: readonly string[], inventory: Inventory): boolean {
  return kinds.some((kind) => inventory.ofKind(kind).some((entry) => areNeighbours(resource, entry.resource, inventory)));
}
