import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { numberAt, stringAt } from '../../yaml/json.ts';

/** Values of the classes that every cluster has (Kubernetes documentation, Pod Priority and Preemption). */
const BUILT_IN: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

/** The name of the priority class that a workload's pods ask for. */
export function priorityClassOf({ podSpec }: Workload): string | undefined {
  return stringAt(podSpec, ['priorityClassName']) || undefined;
}

/** The workspace's own priority classes. */
export function priorityClasses(inventory: Inventory): readonly Resource[] {
  const entries = inventory.ofKind('PriorityClass').filter(({ resource }) => resource.group === 'scheduling.k8s.io');
  return entries.map(({ resource }) => resource);
}

/** The class of pods that ask for none, where the workspace has one. */
export function defaultClass(inventory: Inventory): Resource | undefined {
  return priorityClasses(inventory).find(({ value }) => value.globalDefault === true);
}

/** The priority of a workload's pods: its class's value, or the default's; undefined where the class is not in the workspace. */
export function priorityOf(workload: Workload, inventory: Inventory): number | undefined {
  const name = priorityClassOf(workload);
  if (name === undefined) return classValue(defaultClass(inventory)) ?? 0;
  return BUILT_IN.get(name) ?? classValue(priorityClasses(inventory).find((one) => one.name === name));
}

/** A priority class's value. */
export function classValue(priorityClass: Resource | undefined): number | undefined {
  return numberAt(priorityClass?.value, ['value']);
}
