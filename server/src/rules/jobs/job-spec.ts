import type { Workload } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';

/** Specification of a Job: its own, or that of the Jobs which a CronJob starts. */
interface JobSpec {
  readonly value: JsonMap;
  readonly route: Route;
}

/** The specification of the Jobs that a Job or CronJob stands for; empty where there is none yet. */
export function jobSpecOf({ kind, resource }: Workload): JobSpec {
  const inside = kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
  return { value: mapAt(resource.value, inside) ?? {}, route: [...resource.route, ...inside] };
}
