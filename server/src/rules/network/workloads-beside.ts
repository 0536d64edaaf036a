import type { Inventory, Workload, WorkloadTrait } from '../../resources/types.ts';

/**
 * True for pods that policies are for: those that last, unlike a Job's, are in a network of their own, and are none of Kubernetes' own
 * namespaces.
 */
export function isForPolicies({ longRunning, containers, podSpec, resource }: Workload): boolean {
  return longRunning && containers.length > 0 && podSpec.hostNetwork !== true && !/^kube-/.test(resource.namespace ?? '');
}

/**
 * Those of the workloads of a folder and namespace, in the order of files, that something is true of, as long as one of them is the first:
 * what they have in common is said once, at that one. Nothing for all others.
 */
export function firstAmong(workload: Workload, inventory: Inventory, isOpen: (workload: Workload) => boolean): readonly Workload[] {
  const { resource } = workload;
  const beside = inventory.workloadsBy(FOLDER, folderKey(workload, inventory.entryOf(resource)?.uri ?? ''));
  const isMeant = (workload: Workload): boolean => inventory.placementsOf(workload.resource).length > 0 && isOpen(workload);
  return beside.find(isMeant)?.resource === resource ? beside.filter(isMeant) : [];
}

/** Those that policies are for, by folder and namespace. */
const FOLDER: WorkloadTrait = {
  id: 'policy-folder',
  keysOf: (workload, uri) => (isForPolicies(workload) ? [folderKey(workload, uri)] : []),
};

function folderKey({ resource }: Workload, uri: string): string {
  return `${uri.slice(0, uri.lastIndexOf('/') + 1)} ${resource.namespace ?? ''}`;
}

/** How messages name the others of some workloads behind the first: ` and the 3 workloads beside it`. */
export function othersText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and 1 workload beside it' : ` and the ${count} workloads beside it`;
}
