import type { Inventory, PlanDeployment } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { peakConversations } from './model.ts';

/** What a deployment must carry. */
export interface Demand {
  /** Concurrent conversations at the peak. */
  readonly conversations: number;
  /** Active users, where they are stated. */
  readonly users: number | undefined;
  /** The assumption that the conversations rest on, to be shown with them: `30% of 500 users have a conversation at the peak`. */
  readonly assumed: string | undefined;
  readonly source: 'plan' | 'settings';
}

/** The demand of the workspace: its deployment plan's (the first deployment that states one), else the settings'; undefined where neither says. */
export function demandOf(inventory: Inventory, settings: Settings): Demand | undefined {
  for (const deployment of inventory.plan()?.plan.deployments ?? []) {
    const demand = planDemand(deployment, settings);
    if (demand) return demand;
  }
  return settingsDemand(settings);
}

/** The demand that a plan's deployment states. */
export function planDemand(deployment: PlanDeployment, settings: Settings): Demand | undefined {
  const { users, conversations, peakConcurrency = settings.capacity.peakConcurrency } = deployment;
  return toDemand({ users, conversations, peakConcurrency, source: 'plan' });
}

/** The demand that the settings state. */
export function settingsDemand(settings: Settings): Demand | undefined {
  return toDemand({ ...settings.capacity, source: 'settings' });
}

interface Statement extends Pick<Demand, 'users' | 'source'> {
  readonly conversations: number | undefined;
  readonly peakConcurrency: number;
}

function toDemand({ users, conversations, peakConcurrency, source }: Statement): Demand | undefined {
  if (conversations !== undefined) return { conversations, users, assumed: undefined, source };
  if (users === undefined) return undefined;
  const share = Math.round(peakConcurrency * 1000) / 10;
  const assumed = `${share}% of ${users} users have a conversation at the peak`;
  return { conversations: peakConversations(users, peakConcurrency), users, assumed, source };
}
