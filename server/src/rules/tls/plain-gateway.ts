import { hostsOverlap, isLocalHost, textsOf } from '../../resources/hosts.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { isMap, listAt, mapAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import type { PlainContext, PlainPlace } from './plain-ingress.ts';

/** API group of the Kubernetes Gateway API. */
const GATEWAY_API = 'gateway.networking.k8s.io';

/** True for a Gateway of the Gateway API. */
export function isGateway(resource: Resource): boolean {
  return resource.kind === 'Gateway' && resource.group === GATEWAY_API;
}

/** True for a Gateway of Istio. */
export function isIstioGateway(resource: Resource): boolean {
  return resource.kind === 'Gateway' && resource.group === 'networking.istio.io';
}

interface Listener {
  readonly at: Route;
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string;
  readonly hostname: string | undefined;
}

/**
 * HTTP listeners of a Gateway API Gateway that serve: no listener of the Gateway speaks TLS for their host, and the routes attached to them do
 * more than redirect to HTTPS.
 */
export function plainListeners(gateway: Resource, context: PlainContext): readonly PlainPlace[] {
  const listeners = listenersOf(gateway);
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS' || protocol === 'TLS');
  return listeners
    .filter(({ protocol, hostname }) => protocol === 'HTTP' && !(hostname && isLocalHost(hostname, context.localHosts)))
    .filter((listener) => !secure.some((other) => hostsOverlap(listener.hostname, other.hostname)))
    .filter((listener) => !redirectsOnly(gateway, listener, context.inventory))
    .map(({ at, hostname }) => ({ at, hosts: hostname === undefined ? [] : [hostname] }));
}

function listenersOf(gateway: Resource): readonly Listener[] {
  return (listAt(gateway.value, ['spec', 'listeners']) ?? []).map((listener, index) => ({
    at: [...gateway.route, 'spec', 'listeners', index],
    name: stringAt(listener, ['name']),
    port: numberAt(listener, ['port']),
    protocol: stringAt(listener, ['protocol']) ?? '',
    hostname: stringAt(listener, ['hostname']),
  }));
}

/** Whether HTTPRoutes are attached to the listener and each only answers with a redirect to HTTPS (Gateway API, HTTPRequestRedirectFilter). */
function redirectsOnly(gateway: Resource, listener: Listener, inventory: Inventory): boolean {
  const attached = inventory
    .ofKind('HTTPRoute')
    .map((entry) => entry.resource)
    .filter((route) => isAttached(route, gateway, listener));
  return attached.length > 0 && attached.every(redirectsToHttps);
}

function isAttached(route: Resource, gateway: Resource, listener: Listener): boolean {
  return (listAt(route.value, ['spec', 'parentRefs']) ?? []).some((parent) => {
    const namespace = stringAt(parent, ['namespace']) ?? route.namespace;
    const sameGateway = stringAt(parent, ['name']) === gateway.name && (stringAt(parent, ['kind']) ?? 'Gateway') === 'Gateway';
    const sameNamespace = namespace === undefined || gateway.namespace === undefined || namespace === gateway.namespace;
    const section = stringAt(parent, ['sectionName']);
    const port = numberAt(parent, ['port']);
    const sameListener = (section === undefined || section === listener.name) && (port === undefined || port === listener.port);
    return sameGateway && sameNamespace && sameListener;
  });
}

function redirectsToHttps(route: Resource): boolean {
  const rules = listAt(route.value, ['spec', 'rules']) ?? [];
  return rules.length > 0 && rules.every((rule) => (listAt(rule, ['filters']) ?? []).some(isHttpsRedirect));
}

function isHttpsRedirect(filter: Json): boolean {
  return stringAt(filter, ['type']) === 'RequestRedirect' && stringAt(filter, ['requestRedirect', 'scheme']) === 'https';
}

/** Protocols of an Istio server that are not encrypted and carry HTTP (Istio, `Port.protocol`). */
const ISTIO_PLAIN: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']);

/**
 * Plain servers of an Istio Gateway that neither redirect nor stand beside a server with TLS for the same host. Egress and east-west gateways
 * carry the mesh's own traffic and are left alone.
 */
export function plainServers(gateway: Resource, context: PlainContext): readonly PlainPlace[] {
  const selector = Object.values(mapAt(gateway.value, ['spec', 'selector']) ?? {});
  if (selector.some((value) => typeof value === 'string' && /egress|eastwest/.test(value))) return [];
  const servers = listAt(gateway.value, ['spec', 'servers']) ?? [];
  const secureHosts = servers.filter((server) => !isPlainServer(server) && isMap(server)).flatMap(hostsOfServer);
  return servers.flatMap((server, index) => {
    if (!isPlainServer(server)) return [];
    const hosts = hostsOfServer(server).filter((host) => !isLocalHost(host, context.localHosts));
    const open = hosts.filter((host) => !secureHosts.some((secure) => hostsOverlap(host, secure)));
    return open.length === 0 ? [] : [{ at: [...gateway.route, 'spec', 'servers', index], hosts: open.filter((host) => host !== '*') }];
  });
}

function isPlainServer(server: Json): boolean {
  const protocol = (stringAt(server, ['port', 'protocol']) ?? '').toUpperCase();
  return ISTIO_PLAIN.has(protocol) && mapAt(server, ['tls'])?.httpsRedirect !== true;
}

/** Hosts of a server without their `namespace/` prefix (Istio, `Server.hosts`). */
function hostsOfServer(server: Json): readonly string[] {
  return textsOf(listAt(server, ['hosts'])).map((host) => host.slice(host.indexOf('/') + 1));
}
