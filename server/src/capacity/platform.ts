import { parseQuantity } from '../resources/quantity.ts';
import type { Inventory, PlanDeployment } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import type { Amount } from './types.ts';

/** What the largest node has for pods, by the plan, else by the settings; parts of which neither speaks are unknown. */
export function largestNode(inventory: Inventory, settings: Settings): Amount {
  const { nodeCpu, nodeMemory } = settings.capacity;
  const node = deploymentsOf(inventory).find((deployment) => deployment.node.cpu ?? deployment.node.memory)?.node;
  return {
    cores: (node?.cpu ?? parseQuantity(nodeCpu))?.value,
    bytes: (node?.memory ?? parseQuantity(nodeMemory))?.value,
  };
}

/** Conversation threads that the databases must hold, by the plan, else by the settings. */
export function threadsKept(inventory: Inventory, settings: Settings): number | undefined {
  return deploymentsOf(inventory).find(({ threads }) => threads !== undefined)?.threads ?? settings.capacity.threads;
}

function deploymentsOf(inventory: Inventory): readonly PlanDeployment[] {
  return inventory.plan()?.plan.deployments ?? [];
}
