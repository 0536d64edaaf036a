import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { levelForAgent, nodeAgentOf } from './node-agent.ts';
import { hostProcessesOf } from './windows-options.ts';

export default defineRule({
  id: 'security/host-process',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A Windows pod that runs as processes of its node (HostProcess)',
    why:
      "HostProcess containers are no containers in earnest: they run in the node's own file system and network, with the rights of a user of " +
      'the node, most often its system account.',
    fix: 'Remove hostProcess. The quick fix removes it from the pod and all of its containers, with the hostNetwork that it requires.',
    exceptions:
      'Known components that configure their nodes (CNI and CSI plugins, kube-proxy) are reported in the strict profile only, those that ' +
      'observe them one level milder.',
    sources: [
      'Pod Security Standards, baseline: hostProcess must not be true',
      'Kubernetes documentation, Create a Windows HostProcess Pod: all containers of the pod or none, with hostNetwork',
    ],
  },
  messages: {
    hostProcess:
      '{workload} runs as processes of its Windows node (hostProcess is true), with the files, the network and the rights that a user of the ' +
      'node has; an application needs a container.',
  },
  *check(workload) {
    const [first, ...others] = hostProcessesOf(workload);
    if (first === undefined) return;
    const { podSpec, podSpecRoute } = workload;
    yield {
      at: first.at,
      part: 'key',
      message: 'hostProcess',
      data: {
        workload: titleOf(workload.resource),
        others: others.map(({ at }) => at),
        network: podSpec.hostNetwork === true ? [...podSpecRoute, 'hostNetwork'] : null,
      },
      level: levelForAgent('error', nodeAgentOf(workload), 'control'),
      related: others.map(({ title, at }) => ({ at, message: `${title} does so, too.` })),
    };
  },
  fixes: {
    remove: {
      title: 'Remove hostProcess',
      safe: false,
      patches: ({ at, data: { others, network } }) => {
        const routes = [at, ...((others ?? []) as readonly (typeof at)[]), ...(network === null ? [] : [network as typeof at])];
        return routes.map((route) => ({ op: 'remove', at: route, prune: true }));
      },
    },
  },
});
