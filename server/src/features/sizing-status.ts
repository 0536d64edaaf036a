import { formatConversations } from '../capacity/format.ts';
import { deploymentSizing } from '../capacity/sizing.ts';
import type { Inventory } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { balanceTitle } from './code-lens.ts';

/** The deployment in the words of a status bar. */
export interface SizingStatus {
  readonly state: 'ok';
  readonly text: string;
  readonly detail: string;
}

/** What the deployment of the workspace carries, in short and in a sentence. */
export function sizingStatus(inventory: Inventory, settings: Settings): SizingStatus {
  const sizing = deploymentSizing(inventory, settings);
  const { capacity, workloads } = sizing;
  const count = `${workloads.length} workload${workloads.length === 1 ? '' : 's'}`;
  if (!capacity) return { state: 'ok', text: count, detail: `${balanceTitle(sizing)}.` };
  const reach = { low: capacity.min.conversations.low, high: capacity.max.conversations.high };
  return { state: 'ok', text: formatConversations(reach), detail: `${count}: ${balanceTitle(sizing)}.` };
}
