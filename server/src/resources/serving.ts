import type { Inventory, Workload } from './types.ts';

/**
 * True for a workload that takes requests: a Deployment or StatefulSet whose role is not `worker`, or that a Service selects.
 * @param inventory asked for Services only where the role is `worker`; without it no Service is known
 */
export function isServing(workload: Workload, inventory?: Inventory): boolean {
  if (workload.kind !== 'Deployment' && workload.kind !== 'StatefulSet') return false;
  return workload.role?.name !== 'worker' || (inventory !== undefined && inventory.servicesOf(workload).length > 0);
}
