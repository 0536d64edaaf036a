import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import type { CalledHost } from './called-hosts.ts';
import { calledHosts, callersOf, hasHiddenHosts } from './called-hosts.ts';
import type { Peer, PeerPort, Traffic } from './network-policy.ts';
import { podSelectorOf } from './owner.ts';

/** Kinds by which requests from outside of the cluster come in. */
const ROUTES: ReadonlySet<string> = new Set([
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'IngressRoute',
  'IngressRouteTCP',
  'VirtualService',
  'HTTPProxy',
  'Route',
]);
/** Types of Services that are reached from outside by themselves. */
const OPEN_TYPES: ReadonlySet<string> = new Set(['LoadBalancer', 'NodePort']);
/** Roles of what nobody means to be open to everyone, be its Service so or not. */
const DATASTORES: ReadonlySet<string> = new Set(['database', 'cache']);
/** The port of public APIs. */
const HTTPS = 443;

/**
 * Who connects to a workload's pods and whom they connect to, as the workspace shows it: by the addresses in variables, arguments and
 * ConfigMaps, by routes, by Services that are open to the outside, and by monitors.
 */
export function knownTraffic(workload: Workload, inventory: Inventory): Traffic {
  const services = inventory.servicesOf(workload).map(({ resource }) => resource);
  const ingress = distinct([...services.flatMap((service) => ingressBy(service, workload, inventory)), ...monitors(workload, inventory)]);
  const egress = hasHiddenHosts(workload) ? undefined : egressOf(workload, inventory);
  return { ingress, ...(egress === undefined ? {} : { egress: distinct(egress) }) };
}

function ingressBy(service: Resource, workload: Workload, inventory: Inventory): readonly Peer[] {
  const ports = podPorts(service, undefined, [workload]);
  const isOpen = OPEN_TYPES.has(stringAt(service.value, ['spec', 'type']) ?? '');
  if (isOpen && !DATASTORES.has(workload.role?.name ?? '')) return [{ who: 'everyone', ports }];
  const isRouted = inventory.referrersTo(service).some(({ entry }) => ROUTES.has(entry.resource.kind));
  const callers = callersOf(service, inventory).filter((caller) => caller.workload.resource !== workload.resource);
  const pods = callers.flatMap((caller) =>
    podsOf(caller.workload, workload.resource, podPorts(service, caller.called.port, [workload]), inventory),
  );
  // Who serves the routes isn't part of most workspaces.
  return isRouted ? [{ who: 'cluster', ports }, ...pods] : pods;
}

/** Prometheus is wherever the cluster has it. */
function monitors({ resource, containers }: Workload, inventory: Inventory): readonly Peer[] {
  const ports = containers
    .flatMap((container) => container.ports.filter(isMonitoringPort))
    .flatMap(({ name, port }) => name ?? port ?? [])
    .map((port) => ({ port }));
  const isMonitored = ports.length > 0 && inventory.selectedBy(resource).some(({ selector }) => selector.via === 'monitor');
  return isMonitored ? [{ who: 'cluster', ports }] : [];
}

/** Undefined where one of the addresses leads to something that isn't in this workspace, and so can't be let through. */
function egressOf(workload: Workload, inventory: Inventory): readonly Peer[] | undefined {
  const peers: Peer[] = [];
  for (const called of calledBy(workload, inventory)) {
    const behind = peersAt(called, workload, inventory);
    if (behind.length === 0) return undefined;
    peers.push(...behind);
  }
  return peers;
}

function peersAt(called: CalledHost, workload: Workload, inventory: Inventory): readonly Peer[] {
  if (called.isPublic) return [{ who: 'internet', ports: [{ port: called.port ?? HTTPS }] }];
  if (called.service === undefined) return [];
  const namespace = called.service.namespace ?? inventory.namespaceOf(workload.resource);
  const services = inventory.find('Service', namespace, called.service.name).map(({ resource }) => resource);
  return services
    .filter((service) => inventory.areAppliedTogether(service, workload.resource))
    .flatMap((service) => peersBehind(service, called, workload, inventory));
}

/** Its own configuration and that of the ConfigMaps which it reads whole. */
function calledBy({ resource, containers }: Workload, inventory: Inventory): readonly CalledHost[] {
  const names = containers
    .flatMap(({ value }) => listAt(value, ['envFrom']) ?? [])
    .flatMap((source) => stringAt(source, ['configMapRef', 'name']) ?? []);
  const maps = names.flatMap((name) => inventory.find('ConfigMap', inventory.namespaceOf(resource), name));
  return [resource, ...maps.map((entry) => entry.resource)].flatMap(calledHosts);
}

function peersBehind(service: Resource, { port }: CalledHost, from: Workload, inventory: Inventory): readonly Peer[] {
  const selectors = labelSelectorsOf(service).filter(({ via }) => via === 'service');
  const workloads = selectors
    .flatMap((selector) => inventory.selects(service, selector))
    .flatMap(({ resource }) => workloadOf(resource) ?? []);
  return workloads.flatMap((workload) => podsOf(workload, from.resource, podPorts(service, port, [workload]), inventory));
}

/** The pods of a workload as a peer of another object. */
function podsOf(workload: Workload, of: Resource, ports: readonly PeerPort[], inventory: Inventory): readonly Peer[] {
  const labels = stringsIn(podSelectorOf(workload)?.matchLabels);
  if (labels === undefined) return [];
  const [own, other] = [inventory.namespaceOf(of), inventory.namespaceOf(workload.resource)];
  return [{ who: 'pods', labels, ...(other !== undefined && other !== own ? { namespace: other } : {}), ports }];
}

/**
 * The ports of the pods behind a Service, which is what policies go by.
 * @param asked the Service's port; all of them where undefined or none of them
 */
function podPorts(service: Resource, asked: number | undefined, workloads: readonly Workload[]): readonly PeerPort[] {
  const entries = listAt(service.value, ['spec', 'ports']) ?? [];
  const wanted = entries.filter((entry) => numberAt(entry, ['port']) === asked);
  return (wanted.length > 0 ? wanted : entries).flatMap((entry): readonly PeerPort[] => {
    const target = getAt(entry, ['targetPort']) ?? getAt(entry, ['port']);
    const port = typeof target === 'string' ? (numberOf(target, workloads) ?? target) : target;
    const protocol = stringAt(entry, ['protocol']);
    return typeof port === 'number' || typeof port === 'string' ? [{ port, ...(protocol === undefined ? {} : { protocol }) }] : [];
  });
}

function numberOf(name: string, workloads: readonly Workload[]): number | undefined {
  const ports = workloads.flatMap(({ containers }) => containers.flatMap((container) => container.ports));
  return ports.find((port) => port.name === name)?.port;
}

function stringsIn(labels: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (typeof labels !== 'object' || labels === null) return undefined;
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, String(value)]));
}

function distinct(peers: readonly Peer[]): readonly Peer[] {
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}
