import { getAt } from '../yaml/json.ts';
import type { Workload } from './types.ts';

/** True for pods of Windows, which know neither Linux' users and capabilities nor its sysctls and file descriptors. */
export function isWindows({ podSpec }: Workload): boolean {
  return getAt(podSpec, ['os', 'name']) === 'windows' || getAt(podSpec, ['nodeSelector', 'kubernetes.io/os']) === 'windows';
}
