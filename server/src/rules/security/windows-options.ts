import type { Workload } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { contextsOf } from './security-context.ts';

/** Where a pod is told to run as HostProcess, its own securityContext first; of its containers all do, or none (Kubernetes API validation). */
export function hostProcessesOf(workload: Workload): readonly { readonly title: string; readonly at: Route }[] {
  return contextsOf(workload)
    .filter(({ value }) => getAt(value, ['windowsOptions', 'hostProcess']) === true)
    .map(({ title, at }) => ({ title, at: [...at, 'windowsOptions', 'hostProcess'] }));
}
