import { parseImage } from '../../resources/image.ts';
import type { RoleName, Workload } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { nodeAgentOf } from './node-agent.ts';

/** Namespaces that Kubernetes keeps for itself. */
const SYSTEM: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

export default defineRule({
  id: 'security/system-namespace',
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: "An application's workload in a namespace of Kubernetes itself",
    why:
      'In kube-system are the Secrets and service accounts of the cluster, policies are lax there, and quotas absent. An application ' +
      'in it is next to all that when somebody breaks in, and in the way when the cluster is upgraded.',
    fix: 'Give the application a namespace of its own.',
    exceptions:
      'Only for what is known to be an application, by its role. Silent for what belongs to the cluster: DaemonSets, components of ' +
      'the nodes, monitoring and gateways, operators and controllers, pods with a system- priority class, add-ons by their labels, ' +
      'and images of registry.k8s.io.',
    sources: ['Kubernetes documentation, Namespaces: kube-system is for objects created by the Kubernetes system'],
  },
  messages: {
    system:
      '{workload} is an application in the namespace {namespace}, next to the Secrets and service accounts of the cluster itself; one ' +
      'of its own is wanted.',
  },
  *check(workload, { inventory }) {
    const { resource } = workload;
    const namespace = inventory.namespaceOf(resource);
    if (namespace === undefined || !SYSTEM.has(namespace) || !isApplication(workload)) return;
    yield { at: [...resource.route, 'metadata', 'namespace'], message: 'system', data: { workload: titleOf(resource), namespace } };
  },
});

const APPLICATIONS: ReadonlySet<RoleName> = new Set([
  'api-server',
  'worker',
  'realtime-sync',
  'tool-executor',
  'frontend',
  'database',
  'cache',
  'queue',
]);

const CONTROLLER = /(?:^|-)(?:operator|controller|manager|provisioner|autoscaler|scheduler|webhook|metrics-server|apiserver|etcd)(?:$|-)/;
const ADDON_LABELS = ['k8s-app', 'kubernetes.io/cluster-service', 'addonmanager.kubernetes.io/mode', 'eks.amazonaws.com/component'];

function isApplication(workload: Workload): boolean {
  const { kind, resource, podLabels, podSpec, role } = workload;
  if (kind === 'DaemonSet' || role === undefined || !APPLICATIONS.has(role.name) || nodeAgentOf(workload) !== undefined) return false;
  if (CONTROLLER.test(resource.name ?? '') || stringAt(podSpec, ['priorityClassName'])?.startsWith('system-')) return false;
  const isAddon = ADDON_LABELS.some((label) => (resource.labels[label] ?? podLabels[label]) !== undefined);
  return !isAddon && !workload.containers.some(({ image }) => image && parseImage(image).registry === 'registry.k8s.io');
}
