import { isWrittenHere } from '../../resources/compose-place.ts';
import type { ComposeService, Resource, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { boundToLoopback, isDatastore, isEveryAddress, isLoopback } from './compose-exposure.ts';
import { clusterIpPatches, isFrontDoor, isGuarded, isService, servesLoadBalancer } from './service-exposure.ts';

type Message = 'hostPort' | 'hostNetwork' | 'nodePort' | 'loadBalancer' | 'ssh' | 'serviceSsh' | 'published' | 'publishedSsh';
type Found = Problem<Message, 'removeHostPort' | 'clusterIp' | 'loopback'>;

/** The rule whose finding says that a database can be reached from outside, which is worse. */
const DATASTORES = 'network/datastore-isolation';

export default defineRule({
  id: 'network/exposed-port',
  guide: ['least-privilege-network'],
  level: 'warning',
  scope: 'resource',
  kinds: ['Service', ...WORKLOAD_KINDS],
  docs: {
    summary: 'A port that is open on the nodes, to the internet, or for SSH',
    why:
      'A port on a node bypasses the ingress with its TLS, firewall and rate limits, and NetworkPolicies often too. SSH in a container ' +
      'is a second way in that no audit log of the cluster sees.',
    fix:
      'Reach pods by a Service of type ClusterIP, and let the ingress or a gateway be the only door. Limit a load balancer to the ' +
      'addresses that need it (`loadBalancerSourceRanges`). Use `kubectl exec` instead of SSH. In a Compose file bind the ports of a ' +
      'database to 127.0.0.1.',
    exceptions:
      'Host ports of a DaemonSet are information only, since agents and ingress controllers need them, and silent where they are bound ' +
      "to 127.0.0.1 or the pod is in the host's network anyway. NodePort is silent where an annotation says that a cloud's load balancer " +
      'uses it. A LoadBalancer is information only, and silent where it is internal, limited, or the entry of the cluster (ingress, ' +
      'gateway, proxy). SSH is silent for what is named after git or sftp. In a Compose file only databases, caches, queues and SSH are ' +
      'reported.',
    sources: [
      'Deployment guide, network security: security-group rules of least privilege',
      'Kubernetes documentation, Configuration Best Practices: hostPort and hostNetwork; Service: loadBalancerSourceRanges',
      'Docker documentation, Packet filtering and firewalls: published ports are open to the outside unless bound to an address',
    ],
  },
  messages: {
    hostPort:
      'Container "{container}" takes port {port} of its node, which is open to whoever reaches the node, past the ingress; use a ' +
      'Service, and the pod can run on any node.',
    hostNetwork:
      '{object} runs in the network of its node: every port it opens is open there, and no NetworkPolicy holds; leave hostNetwork out.',
    nodePort:
      '{object} opens a port on every node (NodePort), past the ingress with its TLS and limits; ClusterIP behind an Ingress is enough.',
    loadBalancer:
      '{object} is open to every address of the internet (LoadBalancer without loadBalancerSourceRanges); limit the addresses, make it ' +
      'internal, or serve it through the ingress.',
    ssh: 'Container "{container}" listens for SSH on port 22, a way in that the cluster neither checks nor logs; use kubectl exec.',
    serviceSsh: '{object} leads to SSH (port 22), a way in that the cluster neither checks nor logs; use kubectl exec.',
    published:
      'Service "{service}" publishes port {port} of a {role} on every address of its host, and Docker opens the firewall for it; bind it ' +
      'to 127.0.0.1 or leave it out.',
    publishedSsh: 'Service "{service}" publishes SSH (port 22), a way in that nobody manages; use docker compose exec.',
  },
  *check(resource) {
    const workload = workloadOf(resource);
    if (workload) yield* checkPods(workload);
    else if (isService(resource)) yield* checkService(resource);
  },
  *checkCompose(service) {
    yield* checkPublished(service);
  },
  fixes: {
    removeHostPort: { title: 'Remove the host port', safe: false, patches: ({ at }) => [{ op: 'remove', at }] },
    clusterIp: {
      title: 'Make it a ClusterIP Service',
      safe: false,
      patches: ({ at }, { document }) => clusterIpPatches(document, at),
    },
    loopback: {
      title: 'Bind it to 127.0.0.1',
      safe: false,
      patches: ({ at }, { document }) => [boundToLoopback(document, at)].filter((patch) => patch !== undefined),
    },
  },
});

function* checkPods(workload: Workload): Iterable<Found> {
  const { resource, podSpec, podSpecRoute } = workload;
  const inHostNetwork = podSpec.hostNetwork === true;
  if (inHostNetwork) {
    const at = [...podSpecRoute, 'hostNetwork'];
    yield { at, message: 'hostNetwork', data: { object: titleOf(resource) }, coveredBy: 'security/host-namespaces', fixes: [] };
  }
  for (const container of workload.containers) {
    for (const { route, port } of container.ports) {
      const data = { container: container.name };
      if (port === 22 && !isMeantForSsh(resource.name, container.name)) {
        yield { at: [...route, 'containerPort'], message: 'ssh', data: { ...data, port }, fixes: [] };
      }
      const entry = getAt(resource.value, route.slice(resource.route.length));
      const hostPort = numberAt(entry, ['hostPort']) ?? 0;
      if (inHostNetwork || hostPort === 0 || isLoopback(stringAt(entry, ['hostIP']))) continue;
      yield {
        at: [...route, 'hostPort'],
        message: 'hostPort',
        data: { ...data, port: hostPort },
        ...(workload.kind === 'DaemonSet' && { level: 'info' }),
        coveredBy: DATASTORES,
        fixes: ['removeHostPort'],
      };
    }
  }
}

/** Servers of git and of files take SSH for their protocol. */
function isMeantForSsh(...names: readonly (string | undefined)[]): boolean {
  return names.some((name) => name !== undefined && /git|gerrit|forgejo|gogs|sftp|bastion/i.test(name));
}

function* checkService(service: Resource): Iterable<Found> {
  const object = titleOf(service);
  const type = stringAt(service.value, ['spec', 'type']);
  const at = [...service.route, 'spec', 'type'];
  if (type === 'NodePort' && !servesLoadBalancer(service)) {
    yield { at, message: 'nodePort', data: { object }, coveredBy: DATASTORES, fixes: ['clusterIp'] };
  }
  if (type === 'LoadBalancer' && !isGuarded(service) && !isFrontDoor(service)) {
    yield { at, message: 'loadBalancer', level: 'info', data: { object }, coveredBy: DATASTORES, fixes: ['clusterIp'] };
  }
  for (const [index, port] of (listAt(service.value, ['spec', 'ports']) ?? []).entries()) {
    const field = ['targetPort', 'port'].find((key) => getAt(port, [key]) === 22);
    if (field === undefined || isMeantForSsh(service.name)) continue;
    yield { at: [...service.route, 'spec', 'ports', index, field], message: 'serviceSsh', data: { object }, fixes: [] };
  }
}

function* checkPublished(service: ComposeService): Iterable<Found> {
  for (const { route, target, address } of service.ports) {
    if (!isEveryAddress(address)) continue;
    const fixes = isWrittenHere(service.document, route) ? (['loopback'] as const) : [];
    if (target === 22 && !isMeantForSsh(service.name, service.image)) {
      yield { at: route, message: 'publishedSsh', data: { service: service.name }, fixes };
    } else if (isDatastore(service) && target !== undefined) {
      const data = { service: service.name, port: target, role: service.role?.name ?? 'database' };
      yield { at: route, message: 'published', data, fixes };
    }
  }
}
