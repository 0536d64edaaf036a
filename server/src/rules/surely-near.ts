import type { Inventory, Resource } from '../resources/types.ts';

/**
 * Whether two objects are in one namespace for all that is written, or of one deployment, be one of them a patch. Namespaces that aren't stated
 * may differ else.
 */
export function isSurelyNear(one: Resource, other: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(one);
  if (namespace !== undefined && namespace === inventory.namespaceOf(other)) return true;
  const own = inventory.placementsOf(one).map(({ deployment }) => deployment);
  return inventory.placementsOf(other).some(({ deployment }) => own.includes(deployment));
}
