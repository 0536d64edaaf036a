import { compareVersions } from '../../schema/versions.ts';
import { isMap } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { WrittenContext } from './security-context.ts';

/** Types that the baseline Pod Security Standard lets a container have, with the minor version of Kubernetes since which it does. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['container_t', '1.0'],
  ['container_init_t', '1.0'],
  ['container_kvm_t', '1.0'],
  ['container_engine_t', '1.31'],
]);

/** An SELinux option as it is written. */
export interface SeLinuxOption {
  readonly field: string;
  readonly value: string;
  readonly at: Route;
}

/** The options of a securityContext that the Pod Security Standards are about; a level is none of them. */
export function seLinuxOptionsOf({ value, at }: WrittenContext): readonly SeLinuxOption[] {
  const options = isMap(value.seLinuxOptions) ? value.seLinuxOptions : {};
  return ['type', 'user', 'role'].flatMap((field) => {
    const found = options[field];
    if (typeof found !== 'string' || found === '' || isPlaceholder(found)) return [];
    return [{ field, value: found, at: [...at, 'seLinuxOptions', field] }];
  });
}

/**
 * Whether the baseline Pod Security Standard lets a container have a type.
 * @param kubernetesVersion a minor version
 */
export function isAllowedType(type: string, kubernetesVersion: string): boolean {
  const since = TYPES.get(type);
  return since !== undefined && compareVersions(kubernetesVersion, since) >= 0;
}
