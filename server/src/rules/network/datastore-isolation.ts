import { isLocalHost, LOCAL_HOSTS } from '../../resources/hosts.ts';
import { isIngress, rulesOf } from '../../resources/ingress.ts';
import { limitsTraffic, policiesOn, policyBeside } from '../../resources/network-policy.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import { companionOfWorkload } from '../companions/owner.ts';
import { knownTraffic } from '../companions/traffic.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isLoopback } from './compose-exposure.ts';
import { datastoreBehind, datastoreRoleOf } from './datastores.ts';
import { egressPolicyFor, policyFor } from './policy-companion.ts';
import { clusterIpPatches, isGuarded, isService } from './service-exposure.ts';

type Found = Problem<'service' | 'route' | 'hostPort' | 'open' | 'egress', 'clusterIp' | 'removeHostPort' | 'policy' | 'egressPolicy'>;

/** Kinds that lead requests from outside to Services. */
const ROUTES: readonly string[] = [
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'IngressRoute',
  'IngressRouteTCP',
  'HTTPProxy',
  'Route',
];

export default defineRule({
  id: 'network/datastore-isolation',
  guide: ['private-datastores'],
  level: 'error',
  scope: 'resource',
  kinds: ['Service', ...ROUTES, ...WORKLOAD_KINDS],
  workspace: true,
  docs: {
    summary: 'A database or cache that is reached from outside the cluster, or by every pod in it',
    why:
      'Databases and caches hold everything and trust whoever gets the password, and some ask for none. What is open to the internet is ' +
      'found by scanners within hours; what is open to every pod falls with the weakest of them.',
    fix:
      'Reach them by a Service of type ClusterIP, from the pods that need them, and say so in a NetworkPolicy. For people, `kubectl ' +
      'port-forward` or a VPN is enough. The quick fix writes the policy from the addresses and Services of this workspace.',
    exceptions:
      'Workloads whose role is database or cache; Services and routes that lead to databases of operators, too. A LoadBalancer that is ' +
      'internal or limited to addresses is silent; a route for local hosts alone is a warning. That no policy limits who connects is a ' +
      'warning where other policies are found, else information, since they may be kept elsewhere. Open egress is reported where the ' +
      'workspace shows whom the pods connect to. Silent in patches, unused components and templates of Helm charts.',
    sources: ['Deployment guide, network security: databases and caches in private subnets without internet access'],
  },
  options: {
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that are not of the internet; a leading * stands for any text.',
    },
  },
  messages: {
    service:
      '{object} opens {datastore} to {whom} ({type}), who then need no more than its password; a {role} belongs behind a ClusterIP ' +
      'Service, for the pods that use it.',
    route:
      '{object} leads requests from outside to {datastore} by Service "{service}", so whoever reaches the ingress reaches the {role}; ' +
      'leave the route out.',
    hostPort:
      'Container "{container}" opens port {port} of its node for {datastore}, to whoever reaches the node and past all policies; a ' +
      '{role} belongs behind a ClusterIP Service.',
    open:
      'No NetworkPolicy that limits who connects to {datastore} was found in this workspace, so every pod of the cluster may; name those ' +
      'that use the {role}.',
    egress:
      '{datastore} may connect to every address, since no NetworkPolicy of this workspace limits its egress; a {role} that cannot call ' +
      'out cannot leak by itself.',
  },
  *check(resource, { inventory, partial, options }) {
    if (partial || !mayConcern(resource) || inventory.placementsOf(resource).length === 0) return;
    const workload = workloadOf(resource);
    if (workload) yield* workloadProblems(workload, inventory);
    else if (isService(resource)) yield* serviceProblems(resource, inventory);
    else yield* routeProblems(resource, inventory, options.localHosts);
  },
  fixes: {
    clusterIp: {
      title: 'Make it a ClusterIP Service',
      safe: false,
      patches: ({ at }, { document }) => clusterIpPatches(document, at),
    },
    removeHostPort: { title: 'Remove the host port', safe: false, patches: ({ at }) => [{ op: 'remove', at }] },
    policy: {
      title: 'Add a NetworkPolicy for {datastore}',
      safe: false,
      companions: companionOfWorkload((workload, _, { inventory }) => policyFor(workload, inventory)),
    },
    egressPolicy: {
      title: 'Add a NetworkPolicy for the egress of {datastore}',
      safe: false,
      companions: companionOfWorkload((workload, _, { inventory }) => egressPolicyFor(workload, inventory)),
    },
  },
});

/** Types of Services that are open to the outside, with who then reaches them. */
const OPEN_TYPES: Readonly<Record<string, string>> = {
  LoadBalancer: 'everyone on the internet',
  NodePort: 'all who reach a node',
};

function mayConcern(resource: Resource): boolean {
  if (isService(resource)) return typeOf(resource) in OPEN_TYPES;
  return ROUTES.includes(resource.kind) || (workloadOf(resource) !== undefined && datastoreRoleOf(resource) !== undefined);
}

function typeOf(service: Resource): string {
  return stringAt(service.value, ['spec', 'type']) ?? '';
}

function* serviceProblems(service: Resource, inventory: Inventory): Iterable<Found> {
  const type = typeOf(service);
  const datastore = type === 'LoadBalancer' && isGuarded(service) ? undefined : datastoreBehind(service, inventory);
  if (!datastore) return;
  yield {
    at: [...service.route, 'spec', 'type'],
    message: 'service',
    data: { object: titleOf(service), type, whom: OPEN_TYPES[type] ?? '', ...dataOf(datastore) },
    related: [relatedTo(datastore)],
    fixes: ['clusterIp'],
  };
}

function* routeProblems(route: Resource, inventory: Inventory, localHosts: readonly string[]): Iterable<Found> {
  if (isMeshRoute(route)) return;
  for (const reference of referencesOf(route).filter(({ target }) => target.kinds.includes('Service'))) {
    const services = inventory.resolve(reference, route).found.map(({ entry }) => entry.resource);
    const datastore = services.map((service) => isService(service) && datastoreBehind(service, inventory)).find(Boolean);
    if (!datastore) continue;
    yield {
      at: reference.route,
      message: 'route',
      data: { object: titleOf(route), service: reference.name, ...dataOf(datastore) },
      ...(isLocal(route, localHosts) && { level: 'warning' }),
      related: [relatedTo(datastore)],
      fixes: [],
    };
  }
}

/** Routes of the Gateway API for what goes on between Services (its documentation, GAMMA). */
function isMeshRoute({ value }: Resource): boolean {
  const parents = listAt(value, ['spec', 'parentRefs']) ?? [];
  return parents.length > 0 && parents.every((parent) => stringAt(parent, ['kind']) === 'Service');
}

function isLocal(route: Resource, localHosts: readonly string[]): boolean {
  const hosts = isIngress(route) ? rulesOf(route).map(({ host }) => host) : [];
  return hosts.length > 0 && hosts.every((host) => host !== undefined && isLocalHost(host, localHosts));
}

function* workloadProblems(workload: Workload, inventory: Inventory): Iterable<Found> {
  const { resource, podSpec, longRunning } = workload;
  if (podSpec.hostNetwork === true || !longRunning) return;
  yield* hostPorts(workload);
  if (/^kube-/.test(resource.namespace ?? '')) return;
  const at = [...resource.route, 'metadata', 'name'];
  const policies = policiesOn(resource, inventory);
  if (!policies.some((policy) => limitsTraffic(policy, 'ingress'))) {
    const known = policies[0] ?? policyBeside(resource, inventory);
    yield { at, message: 'open', data: dataOf(resource), level: known ? 'warning' : 'info', fixes: ['policy'] };
  } else if (!policies.some((policy) => limitsTraffic(policy, 'egress')) && knownTraffic(workload, inventory).egress !== undefined) {
    yield { at, message: 'egress', data: dataOf(resource), level: 'warning', fixes: ['egressPolicy'] };
  }
}

function* hostPorts({ resource, containers }: Workload): Iterable<Found> {
  for (const container of containers) {
    for (const { route } of container.ports) {
      const entry = getAt(resource.value, route.slice(resource.route.length));
      const port = numberAt(entry, ['hostPort']) ?? 0;
      if (port === 0 || isLoopback(stringAt(entry, ['hostIP']))) continue;
      const data = { container: container.name, port, ...dataOf(resource) };
      yield { at: [...route, 'hostPort'], message: 'hostPort', data, fixes: ['removeHostPort'] };
    }
  }
}

function dataOf(datastore: Resource): { readonly datastore: string; readonly role: string } {
  return { datastore: titleOf(datastore), role: datastoreRoleOf(datastore) ?? 'database' };
}

function relatedTo(datastore: Resource): NonNullable<Found['related']>[number] {
  return { in: datastore, at: [...datastore.route, 'metadata', 'name'], message: 'It leads here' };
}
