import type { Entry, Inventory, Workload } from '../../resources/types.ts';
import { memo } from '../../yaml/memo.ts';

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
export function firstAmong({ resource }: Workload, inventory: Inventory, isOpen: (workload: Workload) => boolean): readonly Workload[] {
  const uri = inventory.entryOf(resource)?.uri ?? '';
  const beside = byFolder(inventory.workloads()).get(folderKey({ uri, resource })) ?? [];
  const isMeant = (workload: Workload): boolean => inventory.placementsOf(workload.resource).length > 0 && isOpen(workload);
  return beside.find(isMeant)?.resource === resource ? beside.filter(isMeant) : [];
}

const byFolder: (workloads: ReturnType<Inventory['workloads']>) => ReadonlyMap<string, readonly Workload[]> = memo((workloads) => {
  const folders = new Map<string, Workload[]>();
  for (const { entry, workload } of workloads.filter((each) => isForPolicies(each.workload))) {
    const key = folderKey(entry);
    const known = folders.get(key);
    if (known) known.push(workload);
    else folders.set(key, [workload]);
  }
  return folders;
});

function folderKey({ uri, resource }: Pick<Entry, 'uri' | 'resource'>): string {
  return `${uri.slice(0, uri.lastIndexOf('/') + 1)} ${resource.namespace ?? ''}`;
}

/** How messages name the others of some workloads behind the first: ` and the 3 workloads beside it`. */
export function othersText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and 1 workload beside it' : ` and the ${count} workloads beside it`;
}
