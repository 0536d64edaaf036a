import { isPrivilegedPort } from '../../resources/privileged-port.ts';
import type { ComposeService, Container } from '../../resources/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { Json, JsonMap, Patch, Route } from '../../yaml/types.ts';
import { statedFor } from './security-context.ts';

/** A user id that no distribution gives away, and that is above those of the node's own users. */
export const UNPRIVILEGED_ID = 10001;

/** Keys behind which a new key goes: in a securityContext by what people write first, in a container and a pod behind what it belongs to. */
const AFTER: readonly string[] = [
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'allowPrivilegeEscalation',
  'runAsGroup',
  'runAsUser',
  'runAsNonRoot',
  'resources',
  'automountServiceAccountToken',
  'serviceAccountName',
];

/**
 * A patch that states something of a securityContext, which is made where there is none.
 * @param at route of what is stated, through `securityContext`
 */
export function stating(at: Route, value: Json): Patch {
  return { op: 'set', at, value, after: AFTER };
}

/** True where a container declares a port that it needs NET_BIND_SERVICE for. */
export function listensBelow1024({ ports }: Container): boolean {
  return ports.some(({ port }) => isPrivilegedPort(port));
}

/** True where a Compose service listens on such a port. */
export function bindsPrivilegedPort({ ports }: ComposeService): boolean {
  return ports.some(({ target }) => isPrivilegedPort(target));
}

/** A hardened securityContext for a container that has none, but for what its pod states already. */
export function hardenedContext(container: Container): JsonMap {
  return {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], ...(listensBelow1024(container) ? { add: ['NET_BIND_SERVICE'] } : {}) },
    ...(statedFor(container, 'seccompProfile') === undefined ? { seccompProfile: { type: 'RuntimeDefault' } } : {}),
  };
}

/** Patches that state each field of a securityContext. */
export function statingAll(at: Route, fields: Json | undefined): readonly Patch[] {
  return isMap(fields) ? Object.entries(fields).map(([field, value]) => stating([...at, field], value)) : [];
}
