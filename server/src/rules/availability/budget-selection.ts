import type { Entry, Inventory, Workload } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import { requirementsOf, unmetBy } from './placement-selector.ts';

/** Whether a PodDisruptionBudget of the workspace selects the pods of a workload, or may do so once labels are known that are not yet. */
export function hasBudget(workload: Workload, inventory: Inventory): boolean {
  if (inventory.selectedBy(workload.resource).some(({ selector }) => selector.via === 'budget')) return true;
  const namespace = inventory.namespaceOf(workload.resource);
  return openBudgets(inventory.ofKind('PodDisruptionBudget')).some(({ resource }) => {
    const other = inventory.namespaceOf(resource);
    const isNear = namespace === undefined || other === undefined || namespace === other;
    return isNear && unmetBy(workload, mapAt(resource.value, ['spec', 'selector']), inventory) === undefined;
  });
}

/** Those of some budgets whose selectors hold what is filled in later. */
const openBudgets: (budgets: readonly Entry[]) => readonly Entry[] = memo((budgets) =>
  budgets.filter(({ resource }) => requirementsOf(mapAt(resource.value, ['spec', 'selector'])).some(({ isKnown }) => !isKnown)),
);
