import type { Workload } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';
import { podSelectorOf } from './owner.ts';

/** Pods from which on a node drain takes a share of them at a time, since one by one it would take hours. Our own figure. */
const MANY = 10;
/** Share of many pods that may be down at a time: one in ten. */
const SHARE = '10%';
/** First minor version with unhealthyPodEvictionPolicy on by default (Kubernetes, feature gate PDBUnhealthyPodEvictionPolicy). */
export const EVICTION_POLICY_SINCE = '1.27';

/**
 * A PodDisruptionBudget for a workload's pods. It states how many may be missing rather than how many must be there, which stays true when
 * they are scaled (Kubernetes documentation, Specifying a Disruption Budget).
 * @param replicas how many pods there are at least
 * @returns undefined where the workload has no name, or no labels to select its pods by
 */
export function disruptionBudget(workload: Workload, replicas: number, kubernetesVersion: string): JsonMap | undefined {
  const { name } = workload.resource;
  const selector = podSelectorOf(workload);
  if (name === undefined || selector === undefined) return undefined;
  const hasPolicy = compareVersions(kubernetesVersion, EVICTION_POLICY_SINCE) >= 0;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: companionMetadata(workload.resource, name),
    spec: {
      maxUnavailable: replicas < MANY ? 1 : SHARE,
      selector,
      ...(hasPolicy ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {}),
    },
  };
}
