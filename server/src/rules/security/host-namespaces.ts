import type { Workload } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Level } from '../types.ts';
import { composeAgentOf, levelForAgent, nodeAgentOf } from './node-agent.ts';
import { hostProcessesOf } from './windows-options.ts';

/** What sharing a namespace of the node gives away, by the field of the pod. */
const EFFECTS: Readonly<Record<string, string>> = {
  hostPID: 'sees every process of its node, and reads the environment and files of those of its user',
  hostIPC: 'shares memory segments and message queues with its node, and with all that do the same',
  hostNetwork: 'listens on the addresses of its node, reaches what listens on its localhost, and passes by every NetworkPolicy',
};

/** The same by the field of a Compose service. */
const SERVICE_EFFECTS: Readonly<Record<string, string>> = {
  pid: 'sees every process of the host, and reads the environment and files of those of its user',
  ipc: 'shares memory segments and message queues with the host, and with all that do the same',
  network_mode: 'listens on the addresses of the host, reaches what listens on its localhost, and is in none of the networks of this file',
};

export default defineRule({
  id: 'security/host-namespaces',
  guide: ['least-privilege'],
  level: 'error',
  scope: 'workload',
  docs: {
    summary: "A pod in its node's process, IPC or network namespace",
    why:
      "Namespaces are what keeps a pod from its node. In the node's, a pod sees its processes, reads their environment, or listens on its " +
      'addresses and reaches the kubelet by localhost.',
    fix: 'Remove the field. Where pods only have to be reached from outside, use a Service; where they look at each other, shareProcessNamespace.',
    exceptions:
      'Known components that configure or observe their nodes (node exporters, log shippers, CNI plugins) need it by their nature and are ' +
      'reported in the strict profile only, as are HostProcess pods, which cannot do without the network. In other DaemonSets, which are most ' +
      'often agents of the node, in gateways, and in Compose, where a single host is the rule, the network is a warning.',
    sources: [
      'Pod Security Standards, baseline: hostPID, hostIPC and hostNetwork must not be true',
      'Kubernetes documentation, Network Policies: pods of the host network are not covered',
    ],
  },
  messages: {
    shared: '{workload} sets {field}, so it {effect}; an application needs none of that.',
    service: 'Service "{service}" sets {field} to host, so it {effect}; an application needs none of that.',
  },
  *check(workload) {
    for (const [field, effect] of Object.entries(EFFECTS)) {
      if (workload.podSpec[field] !== true) continue;
      yield {
        at: [...workload.podSpecRoute, field],
        part: 'key',
        message: 'shared',
        data: { workload: titleOf(workload.resource), field, effect },
        level: levelOf(workload, field),
      };
    }
  },
  *checkCompose(service) {
    for (const [field, effect] of Object.entries(SERVICE_EFFECTS)) {
      if (service.value[field] !== 'host') continue;
      const level = field === 'network_mode' ? 'warning' : 'error';
      yield {
        at: [...service.route, field],
        message: 'service',
        data: { service: service.name, field, effect },
        level: levelForAgent(level, composeAgentOf(service), 'look'),
      };
    }
  },
  fixes: {
    remove: {
      title: 'Remove {field}',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at }],
    },
  },
});

function levelOf(workload: Workload, field: string): Level {
  if (hostProcessesOf(workload).length > 0) return 'strict';
  const isEdge = workload.kind === 'DaemonSet' || workload.role?.name === 'gateway';
  return levelForAgent(field === 'hostNetwork' && isEdge ? 'warning' : 'error', nodeAgentOf(workload), 'look');
}
