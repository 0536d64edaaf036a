import { parseImage } from '../../resources/image.ts';
import type { ComposeService, Container, Role, Workload } from '../../resources/types.ts';
import { memo } from '../../yaml/memo.ts';
import { milder } from '../milder.ts';
import type { Level } from '../types.ts';

/** What of the node a component needs by its nature: to look at it (metrics, logs), or to control it (network, storage, devices). */
export type AgentKind = 'observer' | 'controller';

/** Words in the names of components that configure the nodes they run on. */
const CONTROLLERS = wordsPattern(
  // Networks.
  'kube-proxy kube-router kube-vip kube-flannel kube-multus kube-ovn calico canal cilium flannel weave-net weave-kube antrea multus aws-node amazon-k8s-cni cni ' +
    'metallb node-local-dns k8s-dns-node-cache submariner ' +
    // Storage.
    'csi longhorn rook ceph openebs portworx linstor topolvm local-path-provisioner local-volume-provisioner node-driver-registrar ' +
    // Devices and the node itself.
    'device-plugin k8s-device-plugin gpu-operator gpu-feature-discovery nvidia-driver container-toolkit node-feature-discovery kured ' +
    'node-problem-detector node-termination-handler virt-handler kube-apiserver kube-controller-manager kube-scheduler ' +
    // What watches the kernel.
    'falco tetragon tracee kubearmor sysdig falcon-sensor',
);

/** Words in the names of components that read their node's metrics, logs and processes, besides those whose role is monitoring. */
const OBSERVERS = wordsPattern(
  'node-exporter windows-exporter cadvisor fluent-bit fluentbit fluentd promtail filebeat metricbeat auditbeat vector alloy grafana-agent telegraf ' +
    'netdata datadog newrelic dynatrace oneagent splunk cloudwatch-agent dcgm-exporter parca-agent pyroscope beyla opentelemetry-collector otel-collector',
);

/** Whether a workload is a known component of the nodes themselves, by its name and its images; undefined where it is an application. */
export const nodeAgentOf: (workload: Workload) => AgentKind | undefined = memo((workload) => {
  const { kind, resource, containers, role } = workload;
  const names = namesOf(
    resource.name,
    containers.map(({ image }) => image),
  );
  if (names.some((name) => CONTROLLERS.test(name))) return 'controller';
  return kind === 'DaemonSet' && isObserver(names, role) ? 'observer' : undefined;
});

/** The same for a service of a Compose file, whose node is the host. */
export const composeAgentOf: (service: ComposeService) => AgentKind | undefined = memo(({ name, image, role }) => {
  const names = namesOf(name, [image]);
  if (names.some((one) => CONTROLLERS.test(one))) return 'controller';
  return isObserver(names, role) ? 'observer' : undefined;
});

/**
 * The level of something that a component of the nodes may need: a controller needs all, so that only the strict profile tells; an observer
 * needs to look, and to be told of more one level milder.
 */
export function levelForAgent(level: Level, agent: AgentKind | undefined, need: 'look' | 'control'): Level {
  if (agent === undefined) return level;
  return agent === 'controller' || need === 'look' ? 'strict' : milder(level);
}

/** The level of what a container may do beyond its work: one step milder for an init container, which ends before the pod serves. */
export function levelForContainer(container: Container, level: Level, need: 'look' | 'control' = 'control'): Level {
  const own = container.kind === 'init' ? milder(level) : level;
  return levelForAgent(own, nodeAgentOf(container.workload), need);
}

function isObserver(names: readonly string[], role: Role | undefined): boolean {
  return role?.name === 'monitoring' || names.some((name) => OBSERVERS.test(name));
}

function namesOf(name: string | undefined, images: readonly (string | undefined)[]): readonly string[] {
  return [...(name === undefined ? [] : [name]), ...images.flatMap((image) => (image ? [parseImage(image).repository] : []))];
}

function wordsPattern(words: string): RegExp {
  return new RegExp(`(?:^|[-_./])(?:${words.split(' ').join('|')})(?:$|[-_./])`, 'i');
}
