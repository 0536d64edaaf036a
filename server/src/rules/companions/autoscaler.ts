import { suggestedFigures } from '../../capacity/tiers.ts';
import type { TierName } from '../../capacity/types.ts';
import type { Workload } from '../../resources/types.ts';
import type { JsonMap, Patch } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/** CPU use, as a share of the request, from which on the guide scales out (scaling triggers). */
const CPU_TARGET = 70;
/** Least pods of what is scaled: two, so that one can go. */
const LEAST = 2;
/** How many times its minimum an autoscaler may reach, so that it can follow twice the load and more. Our own figure. */
const HEADROOM = 3;
/** Seconds that an autoscaler looks back over before it scales down (Kubernetes API reference, HPAScalingRules: the default). */
const STABILIZATION = 300;

/** Between how many pods an autoscaler moves. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** From what the workload has now, or the tier gives its role where it states nothing, to so many times that. */
export function scalingBounds({ replicas, role }: Workload, tier: TierName): Bounds {
  const min = Math.max(LEAST, replicas ?? suggestedFigures(tier, role?.name).replicas);
  return { min, max: HEADROOM * min };
}

/** What an autoscaler does about bursts of work with silence between them: it looks back before it takes pods away. */
export const BURST_BEHAVIOR: JsonMap = { scaleDown: { stabilizationWindowSeconds: STABILIZATION } };

/**
 * A HorizontalPodAutoscaler on CPU, by the guide's target. Its target needs a CPU request in every container, and no `replicas` of its own:
 * see {@link withoutReplicas}.
 * @returns undefined where the workload has no name
 */
export function horizontalPodAutoscaler(workload: Workload, tier: TierName): JsonMap | undefined {
  const { resource } = workload;
  if (resource.name === undefined) return undefined;
  const { min, max } = scalingBounds(workload, tier);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: companionMetadata(resource, resource.name),
    spec: {
      scaleTargetRef: { apiVersion: resource.apiVersion, kind: resource.kind, name: resource.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_TARGET } } }],
      behavior: BURST_BEHAVIOR,
    },
  };
}

/** Leaves the number of pods to the autoscaler: each apply of a manifest with `replicas` would set it back. */
export function withoutReplicas({ resource }: Workload): readonly Patch[] {
  return [{ op: 'remove', at: [...resource.route, 'spec', 'replicas'] }];
}
