import type { Workload, WorkloadTrait } from './types.ts';

/** A trait that workloads have or don't have, by what they are themselves: all that have it are found without a key. */
export function plainTrait(id: string, has: (workload: Workload) => boolean): WorkloadTrait {
  return { id, keysOf: (workload) => (has(workload) ? [''] : []) };
}
