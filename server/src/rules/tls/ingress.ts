import { isIngress } from '../../resources/ingress.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isList, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { hostsText } from './hosts-text.ts';
import { httpsListener, httpsServer } from './https-twins.ts';
import { localHostsOption } from './local-hosts.ts';
import { isGateway, isIstioGateway, plainListeners, plainServers } from './plain-gateway.ts';
import type { PlainContext, PlainPlace } from './plain-ingress.ts';
import { plainIngress } from './plain-ingress.ts';
import { isIngressRoute, isOpenShiftRoute, plainIngressRoute, plainOpenShiftRoute } from './plain-route.ts';

type Kind = 'ingress' | 'aws' | 'listener' | 'server' | 'ingressRoute' | 'route';

export default defineRule({
  id: 'tls/ingress',
  guide: ['tls-version'],
  level: 'warning',
  scope: 'resource',
  kinds: ['Ingress', 'Gateway', 'IngressRoute', 'Route'],
  workspace: true,
  docs: {
    summary: 'A host is served without TLS',
    why:
      'Over plain HTTP, whoever sits between a user and the cluster reads the session token and the conversation, source code included, ' +
      'and can change both.',
    fix:
      'Give the host a certificate: `tls` with the hosts and a Secret in an Ingress, an HTTPS listener in a Gateway, `termination: edge` ' +
      'in a Route. cert-manager fills the Secret where its annotation is present.',
    exceptions:
      'Hosts that are local (`localHosts`), ACME challenge solvers, canaries and minions of another Ingress, Ingresses whose TLS a ' +
      'controller takes from annotations, from its class or from another Ingress of the same host, listeners and routes that only ' +
      'redirect to HTTPS, listeners beside one with TLS for the same host, egress gateways, and patches.',
    sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls', 'https://gateway-api.sigs.k8s.io/guides/tls/'],
  },
  options: {
    localHosts: localHostsOption,
  },
  messages: {
    plain:
      '{object} serves {hosts} over plain HTTP; the guide asks for TLS 1.2 at least, since tokens and conversations can be read on the way.',
    plainPart:
      '{part} of {object} serves {hosts} over plain HTTP and nothing beside it offers TLS; the guide asks for TLS 1.2 at least, since ' +
      'tokens and conversations can be read on the way.',
  },
  *check(resource, context) {
    if (context.partial) return;
    yield* problemsOf(resource, { inventory: context.inventory, localHosts: context.options.localHosts });
  },
  fixes: {
    ingress: {
      title: 'Add TLS for {hosts} with the Secret {secret}',
      safe: false,
      patches: ({ at, data: { list = null, secret = null } }) => {
        const entry = { ...(isList(list) && list.length > 0 && { hosts: list }), secretName: secret };
        return [{ op: 'set', at: specOf(at, 'tls'), value: [entry], after: ['defaultBackend', 'ingressClassName'] }];
      },
    },
    aws: {
      title: 'Listen for HTTPS with the certificate that AWS finds for {hosts}',
      safe: false,
      patches: ({ at }) => {
        const annotations = [...at.slice(0, at.lastIndexOf('spec')), 'metadata', 'annotations'];
        return [
          { op: 'set', at: [...annotations, 'alb.ingress.kubernetes.io/listen-ports'], value: '[{"HTTP": 80}, {"HTTPS": 443}]' },
          { op: 'set', at: [...annotations, 'alb.ingress.kubernetes.io/ssl-redirect'], value: '443' },
        ];
      },
    },
    listener: {
      title: 'Add an HTTPS listener with the Secret {secret}',
      safe: false,
      patches: ({ at, data: { secret } }, { document }) => {
        const list = at.slice(0, -1);
        const listeners = valueAt(document, list);
        return isList(listeners)
          ? [{ op: 'insert', at: list, value: httpsListener(listeners, Number(at.at(-1)), String(secret)) }]
          : undefined;
      },
    },
    server: {
      title: 'Add an HTTPS server with the Secret {secret} and redirect to it',
      safe: false,
      patches: ({ at, data: { secret } }, { document }) => {
        const list = at.slice(0, -1);
        const servers = valueAt(document, list);
        if (!isList(servers)) return undefined;
        return [
          { op: 'set', at: [...at, 'tls', 'httpsRedirect'], value: true },
          { op: 'insert', at: list, value: httpsServer(servers, Number(at.at(-1)), String(secret)) },
        ];
      },
    },
    ingressRoute: {
      title: 'Serve {hosts} on websecure with the Secret {secret}',
      safe: false,
      patches: ({ at, data: { secret = null } }) => [
        { op: 'set', at: specOf(at, 'entryPoints'), value: ['websecure'] },
        { op: 'set', at: specOf(at, 'tls'), value: { secretName: secret } },
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
  if (isGateway(resource)) return plainListeners(resource, context).map((place) => part(resource, place, 'listener'));
  if (isIstioGateway(resource)) return plainServers(resource, context).map((place) => part(resource, place, 'server'));
  if (isIngress(resource)) return whole(resource, plainIngress(resource, context), isOnAws(resource) ? 'aws' : 'ingress');
  if (isIngressRoute(resource)) return whole(resource, plainIngressRoute(resource, context), 'ingressRoute');
  return isOpenShiftRoute(resource) ? whole(resource, plainOpenShiftRoute(resource, context), 'route') : [];
}

/** AWS Load Balancer Controller looks certificates up by host and reads no Secret. */
function isOnAws(ingress: Resource): boolean {
  return controllerOf(ingress)?.id === 'aws';
}

function whole(resource: Resource, place: PlainPlace | undefined, kind: Kind): readonly Problem<'plain', Kind>[] {
  if (!place) return [];
  const hasFix = kind !== 'aws' || place.hosts.length > 0;
  return [{ at: place.at, message: 'plain', data: dataOf(resource, place), fixes: hasFix ? [kind] : [] }];
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
  return {
    object: titleOf(resource),
    hosts: isOpenShiftRoute(resource) && hosts.length === 0 ? 'the host that the router gives it' : hostsText(hosts),
    list: hosts,
    secret: `${resource.name ?? 'server'}-tls`,
  };
}

/** The route of a field of `spec`, from any place within it. */
function specOf(at: Route, field: string): Route {
  return [...at.slice(0, at.lastIndexOf('spec') + 1), field];
}
