import { memo } from '../yaml/memo.ts';
import type { Inventory } from './types.ts';

/**
 * The inventory of a workspace that changes no more: what rule after rule asks of one object is answered once. Where things change, the
 * answers would have to be noted by whoever asks, and so given each time.
 */
export function rememberingInventory(inventory: Inventory): Inventory {
  const selectsBy = memo((resource: Parameters<Inventory['selects']>[0]) =>
    memo((selector: Parameters<Inventory['selects']>[1]) => inventory.selects(resource, selector)),
  );
  const resolvedFrom = memo((from: Parameters<Inventory['resolve']>[1]) =>
    memo((reference: Parameters<Inventory['resolve']>[0]) => inventory.resolve(reference, from)),
  );
  return {
    ...inventory,
    namespaceOf: memo(inventory.namespaceOf),
    patchesOf: memo(inventory.patchesOf),
    autoscalersOf: memo(inventory.autoscalersOf),
    servicesOf: memo(inventory.servicesOf),
    placementsOf: memo(inventory.placementsOf),
    referrersTo: memo(inventory.referrersTo),
    selectedBy: memo(inventory.selectedBy),
    selects: (resource, selector) => selectsBy(resource)(selector),
    resolve: (reference, from) => resolvedFrom(from)(reference),
  };
}
