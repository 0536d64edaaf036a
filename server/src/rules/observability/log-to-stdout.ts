import type { VolumeUse } from '../../resources/pod-volumes.ts';
import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import type { Container } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';

/** Folders that programs write logs into. */
const LOG_FOLDER = /(?:^|\/)logs?(?:\/|$)/i;
/** Where the container runtime and the node keep theirs; who mounts these reads them. */
const NODE_LOGS = /^\/var\/log\/(?:pods|containers|journal|audit)(?:\/|$)|^\/var\/lib\//;

export default defineRule({
  id: 'observability/log-to-stdout',
  guide: ['log-aggregation'],
  level: 'strict',
  scope: 'container',
  docs: {
    summary: 'A container logs into a volume that nothing reads',
    why:
      'What a container writes to its standard output is collected by the node, shown by kubectl and shipped with the logs of everything else. Files in a ' +
      'volume of the pod are none of that: they are gone with the pod, or left on a node that nobody looks at, and they grow.',
    fix: 'Let the application log to standard output, or add a container to the pod that ships the files.',
    exceptions:
      'A volume that another container of the pod mounts is taken to be shipped by it. Silent for volumes that are mounted read-only, for monitoring and log ' +
      'shippers themselves, for the logs of the node, and in kustomize patches.',
    sources: ['Kubernetes documentation, Logging Architecture', 'Deployment guide, logs: the logs of all services in one place'],
  },
  messages: {
    emptyDir:
      'Container "{container}" logs to {path}, into the emptyDir "{volume}" that no other container reads; those logs are gone with the pod.',
    hostPath:
      'Container "{container}" logs to {path}, into the hostPath "{volume}" that no other container reads; those logs stay on whichever node it ran on.',
  },
  *check(container, { partial }) {
    if (partial || container.workload.role?.name === 'monitoring') return;
    for (const use of volumeUsesOf(container)) {
      const { path = '', volume = '', pathAt } = use;
      if (!LOG_FOLDER.test(path) || NODE_LOGS.test(path) || getAt(use.value, ['readOnly']) === true) continue;
      const message = kindOf(use);
      if (message === undefined || isRead(use)) continue;
      yield { at: pathAt, message, data: { container: container.name, path, volume } };
    }
  },
});

function kindOf({ container, volume }: VolumeUse): 'emptyDir' | 'hostPath' | undefined {
  const found = volumesOf(container.workload).find(({ name }) => name === volume)?.value;
  return (['emptyDir', 'hostPath'] as const).find((kind) => getAt(found, [kind]) !== undefined);
}

/** True where a container that runs beside this one mounts the volume, too. */
function isRead({ container, volume }: VolumeUse): boolean {
  const others = container.workload.containers.filter((other: Container) => other !== container && other.kind !== 'init');
  return others.some((other) => volumeUsesOf(other).some((use) => use.volume === volume));
}
