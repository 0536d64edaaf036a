import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { operatedDatabase } from '../../resources/operated-database.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';

/** What holds data, as messages name it. */
export type DatastoreRole = 'database' | 'cache';

/** Whether an object runs a database or a cache, by the role of its pods or because an operator runs one for it. */
export function datastoreRoleOf(resource: Resource): DatastoreRole | undefined {
  const role = workloadOf(resource)?.role?.name;
  if (role === 'database' || role === 'cache') return role;
  return operatedDatabase(resource) ? 'database' : undefined;
}

/** The database or cache that a Service leads to; undefined where it leads to none of this workspace. */
export function datastoreBehind(service: Resource, inventory: Inventory): Resource | undefined {
  return labelSelectorsOf(service)
    .filter(({ via }) => via === 'service')
    .flatMap((selector) => inventory.selects(service, selector))
    .map(({ resource }) => resource)
    .find((resource) => datastoreRoleOf(resource) !== undefined);
}
