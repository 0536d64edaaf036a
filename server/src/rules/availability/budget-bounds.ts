import { leastReplicas, mostReplicas } from '../../resources/replica-count.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';

/** The bounds that a PodDisruptionBudget may state, either of them. */
export type BoundName = 'minAvailable' | 'maxUnavailable';

/** What is written for a bound; undefined where it is left out or null. */
export function boundAt({ value }: Resource, bound: BoundName): Json | undefined {
  return getAt(value, ['spec', bound]) ?? undefined;
}

/** Pods that a bound stands for among so many; shares are rounded up (Kubernetes' disruption controller). Undefined for what is neither. */
export function podsOf(bound: Json | undefined, expected: number): number | undefined {
  if (typeof bound === 'number') return bound;
  const percent = typeof bound === 'string' ? /^(\d+)%$/.exec(bound)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * expected) / 100);
}

/** True for a bound that is known to be nothing at all, or all there is. */
export function isShare(bound: Json | undefined, share: 0 | 100): boolean {
  return bound === `${share}%` || (share === 0 && bound === 0);
}

/** Whose pods a budget protects, and how many there are. */
export interface Protected {
  readonly owners: readonly Resource[];
  readonly least: number;
  /** Where it is more than {@link least}, an autoscaler adds pods. */
  readonly most: number;
}

/** Kinds of which a budget knows how many pods there should be (Kubernetes documentation, Specifying a Disruption Budget). */
const COUNTED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Counts the pods of some owners; undefined where one of them doesn't tell. */
export function countPods(owners: readonly Resource[], inventory: Inventory): Protected | undefined {
  let [least, most] = [0, 0];
  for (const owner of owners) {
    const workload = workloadOf(owner);
    const pods = workload && COUNTED.has(workload.kind) ? leastReplicas(workload, inventory) : undefined;
    if (!workload || pods === undefined) return undefined;
    least += pods;
    most += mostReplicas(workload, inventory) ?? pods;
  }
  return { owners, least, most };
}
