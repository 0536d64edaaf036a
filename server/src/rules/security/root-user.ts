import type { Container, Workload } from '../../resources/types.ts';
import { listAt } from '../../yaml/json.ts';
import { capabilitiesIn } from './capability-lists.ts';
import { listensBelow1024 } from './hardening.ts';
import type { Stated } from './security-context.ts';
import { isPrivileged, oncePerPod, statedFor } from './security-context.ts';

/** That a container runs as root, or may, because somebody says so. */
export interface RootUser {
  /** `contradiction`: as root, and not as root. */
  readonly message: 'root' | 'allowed' | 'contradiction';
  readonly stated: Stated;
  readonly shared: boolean;
}

/** What a container's own or its pod's securityContext says of root; undefined where it says nothing, or forbids it, or has been said for the pod. */
export const rootUserOf: (container: Container) => RootUser | undefined = oncePerPod((container) => {
  const user = statedFor(container, 'runAsUser');
  const nonRoot = statedFor(container, 'runAsNonRoot');
  if (user?.value === 0) {
    const isContradicted = nonRoot?.value === true;
    return { message: isContradicted ? 'contradiction' : 'root', stated: user, shared: user.by === 'pod' && !isContradicted };
  }
  if (user !== undefined || nonRoot?.value !== false) return undefined;
  return { message: 'allowed', stated: nonRoot, shared: nonRoot.by === 'pod' };
});

/**
 * True for a container that shows no reason to be root: it has no privileges, adds no capability, listens on no port below 1024 and shares
 * nothing with its node. Init containers change the owners of files, which root alone can do.
 * @param forPod whether all containers of its pod are to give it up
 */
export function canGiveUpRoot(container: Container, forPod: boolean): boolean {
  const concerned = forPod ? container.workload.containers : [container];
  return !sharesWithNode(container.workload) && concerned.every(needsNoRoot);
}

function needsNoRoot(container: Container): boolean {
  const added = capabilitiesIn(statedFor(container, 'capabilities')?.value, 'add') ?? [];
  return container.kind !== 'init' && !isPrivileged(container) && added.length === 0 && !listensBelow1024(container);
}

function sharesWithNode({ podSpec }: Workload): boolean {
  const { hostNetwork, hostPID, hostIPC } = podSpec;
  const volumes = listAt(podSpec, ['volumes']) ?? [];
  return (
    [hostNetwork, hostPID, hostIPC].includes(true) ||
    volumes.some((volume) => typeof volume === 'object' && volume !== null && 'hostPath' in volume)
  );
}
