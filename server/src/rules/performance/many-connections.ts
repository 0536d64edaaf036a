import type { Inventory, Role, Workload } from '../../resources/types.ts';
import { listAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';

/** True for what thousands of sockets are open to at a time: realtime sync, and the gateways in front of everything. */
export function holdsManyConnections(role: Role | undefined): role is Role {
  return role?.name === 'realtime-sync' || role?.name === 'gateway';
}

/** What the deployment plan of the workspace says of its machines under a name, at its root or in one of its deployments. */
export function plannedSystem(field: string, inventory: Inventory): readonly Json[] {
  const plan = inventory.plan()?.plan;
  const routes = plan === undefined ? [] : [[], ...plan.deployments.map(({ route }) => route)];
  return routes.flatMap((route) => {
    const value = plan && valueAt(plan.document, [...route, 'system', field]);
    return value === undefined || value === null ? [] : [value];
  });
}

/** The commands and arguments of all containers of a pod, word by word. */
export function commandWords({ containers }: Workload): readonly string[] {
  return containers.flatMap(({ value }) => ['command', 'args'].flatMap((field) => listAt(value, [field]) ?? []).map(String));
}
