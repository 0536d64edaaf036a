import type { Workload } from '../../resources/types.ts';
import { getAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** How a Deployment replaces its pods. */
export interface Strategy {
  readonly route: Route;
  /** As Kubernetes defaults it; may be no known type. */
  readonly type: string;
  /** As written. */
  readonly maxUnavailable: Json | undefined;
  readonly maxSurge: Json | undefined;
}

/** What a rolling update takes away and adds where the manifest is silent (API reference, RollingUpdateDeployment). */
const DEFAULT_SHARE = '25%';

/** The strategy of a Deployment; a null is as good as nothing. */
export function strategyOf({ resource }: Workload): Strategy {
  const strategy: JsonMap = mapAt(resource.value, ['spec', 'strategy']) ?? {};
  return {
    route: [...resource.route, 'spec', 'strategy'],
    type: stringAt(strategy, ['type']) ?? 'RollingUpdate',
    maxUnavailable: getAt(strategy, ['rollingUpdate', 'maxUnavailable']) ?? undefined,
    maxSurge: getAt(strategy, ['rollingUpdate', 'maxSurge']) ?? undefined,
  };
}

/** How many pods a rolling update may take away, and add, at once. */
export interface RollingPods {
  readonly unavailable: number;
  readonly surge: number;
}

/**
 * What a strategy comes to with so many replicas. A share of unavailable pods is rounded down and one of additional pods up; where both
 * come to nothing, one pod may be unavailable, since there would be no progress otherwise (Kubernetes, deployment controller, ResolveFenceposts).
 * @returns undefined where a figure can't be read
 */
export function rollingPods({ maxUnavailable, maxSurge }: Strategy, replicas: number): RollingPods | undefined {
  const unavailable = podsOf(maxUnavailable ?? DEFAULT_SHARE, replicas, Math.floor);
  const surge = podsOf(maxSurge ?? DEFAULT_SHARE, replicas, Math.ceil);
  if (unavailable === undefined || surge === undefined) return undefined;
  return { unavailable: unavailable === 0 && surge === 0 ? 1 : unavailable, surge };
}

/** True for 0 and 0%, of which the API takes one, but not both for `maxUnavailable` and `maxSurge`. */
export function isNone(value: Json | undefined): boolean {
  return value !== undefined && podsOf(value, 100, Math.ceil) === 0;
}

/** A number of pods, or a percentage of the replicas. */
function podsOf(value: Json, replicas: number, round: (pods: number) => number): number | undefined {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d{1,4})%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : round((Number(percent) * replicas) / 100);
}
