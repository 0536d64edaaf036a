import { requestOf } from '../resources/container.ts';
import { parseQuantity } from '../resources/quantity.ts';
import type { Inventory, Resource, Workload } from '../resources/types.ts';
import { getAt, stringAt } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';
import { replicasOf } from './replicas.ts';
import { workloadSizing } from './sizing.ts';

/** What the workloads of a namespace take of one resource that a quota counts, in its base unit. */
export interface QuotaUse {
  /** At their autoscalers' maximum. */
  readonly steady: number;
  /** With the rollout that adds the most pods for a while. */
  readonly rolling: number;
  /** The workload of that rollout; undefined where none adds any. */
  readonly rollout: Workload | undefined;
}

/** What one pod takes of a resource that a quota counts; unknown amounts take nothing. */
type Share = (workload: Workload, inventory: Inventory) => number;

/** Resources of a ResourceQuota that come from what pods ask for. Source: Kubernetes documentation, resource quotas. */
const SHARES: Readonly<Record<string, Share>> = {
  cpu: (workload, inventory) => workloadSizing(workload, inventory).perPod.guaranteed.cores ?? 0,
  'requests.cpu': (workload, inventory) => workloadSizing(workload, inventory).perPod.guaranteed.cores ?? 0,
  memory: (workload, inventory) => workloadSizing(workload, inventory).perPod.guaranteed.bytes ?? 0,
  'requests.memory': (workload, inventory) => workloadSizing(workload, inventory).perPod.guaranteed.bytes ?? 0,
  'limits.cpu': (workload, inventory) => workloadSizing(workload, inventory).perPod.burst.cores ?? 0,
  'limits.memory': (workload, inventory) => workloadSizing(workload, inventory).perPod.burst.bytes ?? 0,
  pods: () => 1,
};

/** True for a resource of a quota that {@link quotaUse} counts. */
export function isCounted(name: string): boolean {
  return Object.hasOwn(SHARES, name);
}

/**
 * What the workloads of a namespace take of a resource of a quota: every workload that is known to be there once, DaemonSets aside, whose
 * number of pods is the cluster's.
 */
export function quotaUse(name: string, workloads: readonly Workload[], inventory: Inventory): QuotaUse {
  const share = SHARES[name] ?? (() => 0);
  const uses = workloads.map((workload) => ({
    workload,
    steady: share(workload, inventory) * replicasOf(workload, inventory).max,
    surge: share(workload, inventory) * surgeOf(workload, inventory),
  }));
  const steady = uses.reduce((sum, use) => sum + use.steady, 0);
  const largest = uses.toSorted((a, b) => b.surge - a.surge)[0];
  const isRolling = largest !== undefined && largest.surge > 0;
  return { steady, rolling: steady + (isRolling ? largest.surge : 0), rollout: isRolling ? largest.workload : undefined };
}

/** Pods that a rollout runs beside those that it replaces: `maxSurge`, by default a quarter, rounded up. Source: Kubernetes API, DeploymentStrategy. */
function surgeOf(workload: Workload, inventory: Inventory): number {
  if (workload.kind !== 'Deployment') return 0;
  const { value } = workload.resource;
  if (stringAt(value, ['spec', 'strategy', 'type']) === 'Recreate') return 0;
  const surge: Json = getAt(value, ['spec', 'strategy', 'rollingUpdate', 'maxSurge']) ?? '25%';
  if (typeof surge === 'number') return Math.max(0, surge);
  const percent = typeof surge === 'string' ? /^(\d+)%$/.exec(surge)?.[1] : undefined;
  return percent === undefined ? 0 : Math.ceil((Number(percent) / 100) * replicasOf(workload, inventory).max);
}

/** Where a container leaves what a LimitRange allows. */
export interface RangeBreach {
  readonly list: 'requests' | 'limits';
  readonly resource: 'cpu' | 'memory';
  readonly bound: 'max' | 'min';
  /** The figure that the range allows, as it writes it. */
  readonly allowed: string;
  /** What the container states, as it writes it. */
  readonly stated: string;
}

/**
 * The amounts of a container that a LimitRange refuses: those it states above the maximum or below the minimum for containers.
 * Source: Kubernetes documentation, limit ranges.
 */
export function rangeBreaches(container: Workload['containers'][number], item: Json): readonly RangeBreach[] {
  return (['cpu', 'memory'] as const).flatMap((resource) => {
    const max = parseQuantity(getAt(item, ['max', resource]));
    const min = parseQuantity(getAt(item, ['min', resource]));
    const limit = container.limits[resource];
    const request = requestOf(container, resource);
    const breaches: RangeBreach[] = [];
    if (max && limit && limit.value > max.value) {
      breaches.push({ list: 'limits', resource, bound: 'max', allowed: max.text, stated: limit.text });
    } else if (max && request && request.value > max.value) {
      breaches.push({ list: 'requests', resource, bound: 'max', allowed: max.text, stated: request.text });
    }
    if (min && request && request.value < min.value) {
      const list = container.requests[resource] === undefined ? 'limits' : 'requests';
      breaches.push({ list, resource, bound: 'min', allowed: min.text, stated: request.text });
    }
    return breaches;
  });
}

/** True for a quota that counts all pods of its namespace; scopes single out some. */
export function countsAllPods(quota: Resource): boolean {
  return getAt(quota.value, ['spec', 'scopes']) === undefined && getAt(quota.value, ['spec', 'scopeSelector']) === undefined;
}
