import { listAt, stringAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';
import type { Inventory, Resource, Workload } from './types.ts';

/** A claim that all pods of a workload share, by a volume of theirs. */
export interface SharedClaim {
  /** Of the claim's name in the volume. */
  readonly route: Route;
  readonly name: string;
}

/** The claims that a workload's pods name, which are the same for all of them; those of a StatefulSet's templates are each pod's own. */
export function sharedClaims({ podSpec, podSpecRoute }: Workload): readonly SharedClaim[] {
  return (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) => {
    const name = stringAt(volume, ['persistentVolumeClaim', 'claimName']);
    return name === undefined ? [] : [{ name, route: [...podSpecRoute, 'volumes', index, 'persistentVolumeClaim', 'claimName'] }];
  });
}

/** A shared claim that one node alone can mount at a time, or one pod, with the claim itself. */
export interface SingleClaim extends SharedClaim {
  readonly claim: Resource;
  /** `ReadWriteOnce` or `ReadWriteOncePod`. */
  readonly mode: string;
}

/** Those of the shared claims that the workspace has, and that nothing but one node (or pod) at a time can mount. */
export function singleClaims(workload: Workload, inventory: Inventory): readonly SingleClaim[] {
  const namespace = inventory.namespaceOf(workload.resource);
  return sharedClaims(workload).flatMap((shared) => {
    const [entry, ...others] = inventory.find('PersistentVolumeClaim', namespace, shared.name);
    const modes = listAt(entry?.resource.value, ['spec', 'accessModes']) ?? [];
    const [mode, ...more] = modes;
    const isSingle = mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod';
    return entry && others.length === 0 && isSingle && more.length === 0 ? [{ ...shared, claim: entry.resource, mode }] : [];
  });
}
