import type { Autoscaler, Inventory, Workload } from '../resources/types.ts';
import { numberAt } from '../yaml/json.ts';

/** How many pods of a workload run. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
  /** What says so. `per node`: a DaemonSet, counted once. */
  readonly source: 'autoscaler' | 'spec' | 'default' | 'per node' | 'parallelism';
  readonly autoscaler: Autoscaler | undefined;
}

/**
 * Replicas of a workload: an autoscaler's bounds where one targets it, else `spec.replicas`, else 1. A DaemonSet is counted per node, a Job
 * by its parallelism.
 */
export function replicasOf(workload: Workload, inventory: Inventory): Replicas {
  const { kind, resource } = workload;
  if (kind === 'DaemonSet') return fixed(1, 'per node');
  if (kind === 'Job' || kind === 'CronJob') return jobReplicas(workload);
  const [autoscaler] = inventory.autoscalersOf(resource);
  if (autoscaler) return scaledReplicas(autoscaler, workload.replicas);
  const count = countOf(workload.replicas);
  return count === undefined ? fixed(1, 'default') : fixed(count, 'spec');
}

function fixed(count: number, source: Replicas['source']): Replicas {
  return { min: count, max: count, source, autoscaler: undefined };
}

/** An autoscaler without a maximum doesn't say how far it goes, so no more is counted than there are now. */
function scaledReplicas(autoscaler: Autoscaler, replicas: number | undefined): Replicas {
  const { min } = autoscaler;
  return { min, max: Math.max(min, autoscaler.max ?? countOf(replicas) ?? min), source: 'autoscaler', autoscaler };
}

function jobReplicas({ kind, resource }: Workload): Replicas {
  const spec = kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
  const parallelism = countOf(numberAt(resource.value, [...spec, 'parallelism']));
  const completions = countOf(numberAt(resource.value, [...spec, 'completions']));
  // No more pods run at a time than there are completions left.
  return parallelism === undefined ? fixed(1, 'default') : fixed(Math.min(parallelism, completions ?? parallelism), 'parallelism');
}

function countOf(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
}
