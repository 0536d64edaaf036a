import type { Inventory, Resource } from '../resources/types.ts';

/**
 * True where an object's surroundings aren't all in the workspace, so that nothing can be said to be missing from them: it is a patch, a
 * template of a chart, of a component that nobody uses, or of deployments that bring more than is here.
 */
export function isUnseen(resource: Resource, inventory: Inventory): boolean {
  return inventory.placementsOf(resource).every(({ deployment, isPatch }) => deployment.open || isPatch);
}
