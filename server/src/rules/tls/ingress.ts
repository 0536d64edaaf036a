import type { Resource } from '../../resources/types.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { hostsText, LOCAL_HOSTS, textsOf } from './hosts.ts';
import { isIngress } from './ingress-object.ts';
import { isGateway, isIstioGateway, plainListeners, plainServers } from './plain-gateway.ts';
import type { PlainContext, PlainPlace } from './plain-ingress.ts';
import { plainIngress } from './plain-ingress.ts';
import { isIngressRoute, isOpenShiftRoute, plainIngressRoute, plainOpenShiftRoute } from './plain-route.ts';

type Kind = 'ingress' | 'listener' | 'server' | 'ingressRoute' | 'route';

export default defineRule({
  id: 'tls/ingress',
  guide: ['tls-version'],
  level: 'warning',
  scope: 'resource',
  workspace: true,
  docs: {
    summary: 'A host is served without TLS',
    why: 'Over plain HTTP, whoever sits between a user and the cluster reads the session token and the conversation, source code included, and can change both.',
    fix: 'Give the host a certificate: `tls` with the hosts and a Secret in an Ingress, an HTTPS listener in a Gateway, `termination: edge` in a Route. cert-manager fills the Secret where its annotation is present.',
    exceptions:
      'Hosts that are local (`localHosts`), ACME challenge solvers, canaries and minions of another Ingress, Ingresses whose TLS a controller takes from annotations, from its class or from another Ingress of the same host, listeners and routes that only redirect to HTTPS, listeners beside one with TLS for the same host, egress gateways, and patches.',
    sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls', 'https://gateway-api.sigs.k8s.io/guides/tls/'],
  },
  options: {
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that need no TLS, since they never leave a machine or a private network; a leading * stands for any text.',
    },
  },
  messages: {
    plain:
      '{object} serves {hosts} over plain HTTP; the guide asks for TLS 1.2 at least, since tokens and conversations can be read on the way.',
    plainPart:
      '{part} of {object} serves {hosts} over plain HTTP and nothing beside it offers TLS; the guide asks for TLS 1.2 at least, since tokens and conversations can be read on the way.',
  },
  *check(resource, context) {
    if (context.partial) return;
    yield* problemsOf(resource, { inventory: context.inventory, localHosts: context.options.localHosts });
  },
  fixes: {
    ingress: {
      title: 'Add TLS for {hosts} with the Secret {secret}',
      safe: false,
      patches: ({ at, data }) => [
        { op: 'set', at: specOf(at, 'tls'), value: [tlsEntry(data)], after: ['defaultBackend', 'ingressClassName'] } satisfies Patch,
      ],
    },
    listener: {
      title: 'Add an HTTPS listener with the Secret {secret}',
      safe: false,
      patches: ({ at, data }, { document }) => [{ op: 'insert', at: at.slice(0, -1), value: httpsListener(valueAt(document, at), data) }],
    },
    server: {
      title: 'Add an HTTPS server with the Secret {secret} and redirect to it',
      safe: false,
      patches: ({ at, data }, { document }) => [
        { op: 'set', at: [...at, 'tls', 'httpsRedirect'], value: true },
        { op: 'insert', at: at.slice(0, -1), value: httpsServer(valueAt(document, at), data) },
      ],
    },
    ingressRoute: {
      title: 'Serve {hosts} on websecure with the Secret {secret}',
      safe: false,
      patches: ({ at, data }) => [
        { op: 'set', at: specOf(at, 'entryPoints'), value: ['websecure'] },
        { op: 'set', at: specOf(at, 'tls'), value: { secretName: text(data, 'secret') } },
      ],
    },
    route: {
      title: 'Terminate TLS at the router and redirect plain HTTP',
      safe: false,
      patches: ({ at }) => [
        { op: 'set', at: specOf(at, 'tls'), value: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' } },
      ],
    },
  },
});

function problemsOf(resource: Resource, context: PlainContext): readonly Problem<'plain' | 'plainPart', Kind>[] {
  if (isIngress(resource)) return [plainIngress(resource, context)].flatMap((place) => whole(resource, place, 'ingress'));
  if (isIngressRoute(resource)) return [plainIngressRoute(resource, context)].flatMap((place) => whole(resource, place, 'ingressRoute'));
  if (isOpenShiftRoute(resource)) return [plainOpenShiftRoute(resource, context)].flatMap((place) => whole(resource, place, 'route'));
  if (isGateway(resource)) return plainListeners(resource, context).map((place) => part(resource, place, 'listener'));
  if (isIstioGateway(resource)) return plainServers(resource, context).map((place) => part(resource, place, 'server'));
  return [];
}

function whole(resource: Resource, place: PlainPlace | undefined, kind: Kind): readonly Problem<'plain', Kind>[] {
  return place ? [{ at: place.at, message: 'plain', data: dataOf(resource, place), fixes: [kind] }] : [];
}

function part(resource: Resource, place: PlainPlace, kind: 'listener' | 'server'): Problem<'plainPart', Kind> {
  const value = getAt(resource.value, place.at.slice(resource.route.length));
  const name = stringAt(value, ['name']) ?? stringAt(value, ['port', 'name']);
  const label = kind === 'listener' ? 'Listener' : 'Server';
  return {
    at: place.at,
    message: 'plainPart',
    data: { ...dataOf(resource, place), part: name === undefined ? `${label} ${String(place.at.at(-1))}` : `${label} "${name}"` },
    fixes: [kind],
  };
}

function dataOf(resource: Resource, { hosts }: PlainPlace): Data {
  return { object: titleOf(resource), hosts: hostsText(hosts), list: hosts, secret: `${resource.name ?? 'server'}-tls` };
}

/** The route of a field of `spec`, from any place within it. */
function specOf(at: Route, field: string): Route {
  return [...at.slice(0, at.lastIndexOf('spec') + 1), field];
}

function text(data: Data, key: string): string {
  return stringAt(data, [key]) ?? '';
}

function tlsEntry(data: Data): Json {
  const hosts = textsOf(listAt(data, ['list']));
  return { ...(hosts.length > 0 && { hosts }), secretName: text(data, 'secret') };
}

/** The listener's twin with TLS; its certificate's Secret is in the Gateway's namespace, where references need no grant. */
function httpsListener(listener: Json | undefined, data: Data): Json {
  const name = stringAt(listener, ['name']) ?? 'http';
  const hostname = stringAt(listener, ['hostname']);
  const allowedRoutes = getAt(listener, ['allowedRoutes']);
  return {
    name: name === 'http' ? 'https' : `${name}-https`,
    ...(hostname !== undefined && { hostname }),
    port: 443,
    protocol: 'HTTPS',
    tls: { mode: 'Terminate', certificateRefs: [{ name: text(data, 'secret') }] },
    ...(allowedRoutes !== undefined && { allowedRoutes }),
  };
}

function httpsServer(server: Json | undefined, data: Data): Json {
  const number = numberAt(server, ['port', 'number']);
  return {
    port: { number: number === 8080 ? 8443 : 443, name: `https-${text(data, 'secret').replace(/-tls$/, '')}`, protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE', credentialName: text(data, 'secret') },
    hosts: listAt(server, ['hosts']) ?? ['*'],
  };
}
