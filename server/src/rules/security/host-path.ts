import type { Workload } from '../../resources/types.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Level } from '../types.ts';
import { bindMountsOf } from './bind-mounts.ts';
import type { PathRisk } from './host-paths.ts';
import { riskOf } from './host-paths.ts';
import type { AgentKind } from './node-agent.ts';
import { composeAgentOf, levelForAgent, nodeAgentOf } from './node-agent.ts';

export default defineRule({
  id: 'security/host-path',
  guide: ['least-privilege'],
  level: 'warning',
  scope: 'workload',
  docs: {
    summary: "A pod that mounts its node's files, or its container runtime's socket",
    why:
      'What a pod can write on its node, the node may run; what it can read there may be the credentials of the kubelet or of other pods. With the ' +
      "socket of the container runtime it starts containers that may do anything. Besides, a pod's data stay behind when it moves to another node.",
    fix:
      'Use a volume that Kubernetes manages: a PersistentVolumeClaim for data, an emptyDir for scratch, a ConfigMap for settings. Build images ' +
      "without the node's runtime (BuildKit in rootless mode, Kaniko).",
    exceptions:
      'Paths that can be written, and those that lead to the node, weigh more than others that are mounted read-only. Known components that ' +
      'configure or observe their nodes are reported in the strict profile only; their use of a runtime socket is information. In Compose, ' +
      'where files of the host are mounted as a matter of course, sensitive paths and runtime sockets alone are reported, and silent for paths ' +
      'with variables.',
    sources: [
      'Pod Security Standards, baseline: hostPath volumes are not allowed',
      'Kubernetes documentation, Volumes: hostPath',
      'Docker documentation, Docker daemon attack surface',
    ],
  },
  messages: {
    socket:
      '{workload} mounts the socket of the container runtime ({path}) as volume "{volume}"; whoever breaks into it can start containers that ' +
      'may do anything on the node.',
    writable: '{workload} mounts {path} of its node as volume "{volume}", and can write there; {risk}.',
    readable: '{workload} mounts {path} of its node as volume "{volume}", read-only; {risk}.',
    serviceSocket:
      'Service "{service}" mounts the socket of the container runtime ({path}); whoever breaks into it can start containers that may do ' +
      'anything on the host.',
    serviceWritable: 'Service "{service}" mounts {path} of the host, and can write there, which may give whoever breaks into it the host.',
    serviceReadable:
      'Service "{service}" mounts {path} of the host, read-only, which may show credentials of the host to whoever breaks into it.',
  },
  *check(workload) {
    const agent = nodeAgentOf(workload);
    const writable = writableVolumes(workload);
    for (const { name, path, at } of hostVolumesOf(workload)) {
      const risk = riskOf(path);
      const isWritable = writable.has(name);
      yield {
        at,
        message: risk === 'runtime-socket' ? 'socket' : isWritable ? 'writable' : 'readable',
        data: { workload: titleOf(workload.resource), volume: name, path, risk: describe(risk, isWritable) },
        level: levelOf(risk, isWritable, agent),
      };
    }
  },
  *checkCompose(service) {
    const agent = composeAgentOf(service);
    for (const { at, path, isWritable } of bindMountsOf(service)) {
      const risk = riskOf(path);
      if (risk === 'ordinary') continue;
      yield {
        at,
        message: risk === 'runtime-socket' ? 'serviceSocket' : isWritable ? 'serviceWritable' : 'serviceReadable',
        data: { service: service.name, path },
        level: levelOf(risk, isWritable, agent),
      };
    }
  },
});

interface HostVolume {
  readonly name: string;
  readonly path: string;
  /** Of the path. */
  readonly at: Route;
}

function hostVolumesOf({ podSpec, podSpecRoute }: Workload): readonly HostVolume[] {
  return (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) => {
    const path = stringAt(volume, ['hostPath', 'path']);
    if (path === undefined || path === '' || isPlaceholder(path)) return [];
    return [{ name: stringAt(volume, ['name']) ?? '', path, at: [...podSpecRoute, 'volumes', index, 'hostPath', 'path'] }];
  });
}

/** Names of the volumes that a container can write to. */
function writableVolumes({ containers }: Workload): ReadonlySet<string | undefined> {
  const mounts = containers.flatMap(({ value }) => listAt(value, ['volumeMounts']) ?? []);
  return new Set(mounts.filter((mount) => getAt(mount, ['readOnly']) !== true).map((mount) => stringAt(mount, ['name'])));
}

function levelOf(risk: PathRisk, isWritable: boolean, agent: AgentKind | undefined): Level {
  if (risk === 'runtime-socket') return agent === undefined ? 'error' : 'info';
  const own = risk === 'sensitive' ? (isWritable ? 'error' : 'warning') : isWritable ? 'warning' : 'info';
  return levelForAgent(own, agent, 'look');
}

function describe(risk: PathRisk, isWritable: boolean): string {
  if (risk === 'sensitive') {
    return isWritable
      ? 'whoever breaks into it can change what the node runs'
      : 'whoever breaks into it can read what the node and other pods keep there';
  }
  return isWritable
    ? 'what it writes stays behind when it moves to another node, and is shared with every pod that mounts the path'
    : 'what it finds there depends on the node that it runs on';
}
