import { isMonitoringPort } from './port.ts';
import { isServing } from './serving.ts';
import type { Inventory, RoleName, Workload } from './types.ts';

/** Roles that take requests by what they are, whether or not the manifest shows a port. */
const TAKES_REQUESTS: ReadonlySet<RoleName> = new Set(['api-server', 'realtime-sync', 'tool-executor', 'frontend', 'gateway']);
/** Roles whose pods are not each other's replicas. */
const HOLDS_STATE: ReadonlySet<RoleName> = new Set(['database', 'cache', 'queue', 'monitoring']);
/** Names of what elects a leader, or must run once. */
const RUNS_ONCE = /(?:^|-)(?:operator|controller|controller-manager|scheduler|beat|cron|leader|singleton)$/;

/** True for a workload whose pods hold data that no other pod has, or watch the others: no pod of it stands in for another one. */
export function holdsState({ role }: Workload): boolean {
  return role !== undefined && HOLDS_STATE.has(role.name);
}

/** True for a workload that answers requests, any of its pods as well as any other. */
export function takesRequests(workload: Workload, inventory: Inventory): boolean {
  const { containers, resource, role } = workload;
  if (!isServing(workload, inventory) || holdsState(workload) || RUNS_ONCE.test(resource.name ?? '')) return false;
  if (role !== undefined && TAKES_REQUESTS.has(role.name)) return true;
  return containers.some(({ ports }) => !ports.every(isMonitoringPort)) || inventory.servicesOf(workload).length > 0;
}
