import { addressScope, parseUrl } from '../../resources/address.ts';
import type { ConfigValue } from '../../resources/config-values.ts';
import { CONFIGURED_KINDS, configValuesOf, serviceValuesOf } from '../../resources/config-values.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { Problem } from '../types.ts';

type Found = Problem<'address' | 'publicHost', never>;

export default defineRule({
  id: 'network/internal-dns',
  guide: ['private-dns'],
  level: 'info',
  scope: 'resource',
  kinds: CONFIGURED_KINDS,
  workspace: true,
  docs: {
    summary: 'An internal service reached by its IP address or through its public host',
    why:
      'An address is right until the pod, the Service or the machine behind it is replaced. Through the public host a call within the ' +
      'cluster leaves it, passes the load balancer, TLS and rate limits, and comes back, and fails with any of them.',
    fix:
      'Use the name of the Service (`chat-api.assistant.svc`). For a machine outside of the cluster use private DNS, or a Service ' +
      'without selector and an EndpointSlice.',
    exceptions:
      'Private addresses only, and only where a variable, argument or ConfigMap entry is a URL, an address with a port, or an address ' +
      'under a name such as `…_HOST`; no networks (`10.0.0.0/8`), lists, addresses to listen on, DNS servers and proxies. A public host ' +
      'is reported where an Ingress of the workspace serves it and the variable is not meant for browsers (`PUBLIC_URL`, redirects, ' +
      'CORS).',
    sources: [
      'Deployment guide, network security: internal services are found by private DNS',
      'Kubernetes documentation, DNS for Services and Pods',
    ],
  },
  messages: {
    address:
      '{owner} reaches a service by the address {host} ({place}), which changes when what is behind it is replaced; use the name of its ' +
      'Service or private DNS.',
    publicHost:
      '{owner} calls {host} ({place}), which an Ingress of this workspace serves, so the call leaves the cluster and comes back; use the ' +
      'name of the Service.',
  },
  *check(resource, { inventory }) {
    for (const value of configValuesOf(resource)) {
      yield* byAddress(value);
      yield* byPublicHost(value, resource, inventory);
    }
  },
  *checkCompose(service) {
    for (const value of serviceValuesOf(service)) yield* byAddress(value);
  },
});

/** Names of addresses that are no service to be called: networks, addresses to listen on, name servers, proxies, who is trusted. */
const NO_SERVICE = anyOf(
  'cidr subnet network range mask no_?proxy bind listen advertise allow deny trusted whitelist dns nameserver resolver pod_?ip host_?ip node_?ip',
);

/** A pattern that finds any of some words, wherever a name has it. */
function anyOf(words: string): RegExp {
  return new RegExp(words.replaceAll(' ', '|'), 'i');
}

function* byAddress({ owner, name = '', place, text, at }: ConfigValue): Iterable<Found> {
  const host = NO_SERVICE.test(name) ? undefined : hostIn(name, text.trim());
  if (host !== undefined && addressScope(host) === 'private') yield { at, message: 'address', data: { owner, host, place } };
}

/** The host of a URL, of `host:port`, or an address by itself under a name that says it is one to call. */
function hostIn(name: string, text: string): string | undefined {
  const url = parseUrl(text);
  if (url) return url.host;
  const [, host, port] = /^([\d.]+)(:\d{1,5})?$/.exec(text) ?? [];
  const isNamed = /(?:host|hostname|addr|address|server|endpoint|url|uri|upstream|broker|peer)$/i.test(name);
  return port !== undefined || isNamed ? host : undefined;
}

/** Names of URLs that are for browsers, mails and other parties, to whom the public host is the right one. */
const FOR_OTHERS = anyOf(
  'public external origin cors redirect callback webhook issuer audience cookie frontend browser website site root base app_?url web_?url self ' +
    'domain canonical link email oauth oidc saml',
);

function* byPublicHost({ owner, name = '', place, text, at }: ConfigValue, resource: Resource, inventory: Inventory): Iterable<Found> {
  const url = FOR_OTHERS.test(name) ? undefined : parseUrl(text);
  if (!url || !/^(?:https?|wss?|grpcs?)$/.test(url.scheme) || !url.host.includes('.') || isForBrowsers(resource)) return;
  const backends = servicesBehind(url.host, inventory);
  if (backends.length === 0 || backends.includes(resource.name)) return;
  yield { at, message: 'publicHost', data: { owner, host: url.host, place } };
}

/** What a frontend is configured with, browsers get. */
function isForBrowsers(resource: Resource): boolean {
  return workloadOf(resource)?.role?.name === 'frontend' || /front|web|ui\b/i.test(resource.name ?? '');
}

/** The Services that Ingresses of the workspace lead to under a host. */
function servicesBehind(host: string, inventory: Inventory): readonly (string | undefined)[] {
  return inventory
    .ofKind('Ingress')
    .flatMap(({ resource }) => listAt(resource.value, ['spec', 'rules']) ?? [])
    .filter((rule) => stringAt(rule, ['host'])?.toLowerCase() === host.toLowerCase())
    .flatMap((rule) => listAt(rule, ['http', 'paths']) ?? [])
    .map((path) => stringAt(path, ['backend', 'service', 'name']) ?? stringAt(path, ['backend', 'serviceName']));
}
