import type { ReferenceRow } from './reference-rows.ts';
import type { ReferenceTable } from './reference-table.ts';

const SECRET = { kind: 'Secret', group: '' } as const;
const SERVICE = { kind: 'Service', group: '' } as const;
const GATEWAY = 'gateway.networking.k8s.io';
const ISTIO = 'networking.istio.io';

/** Kinds of Traefik under the API group of today and the one before its version 3. */
function traefik(...kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`traefik.io/${kind}`, `traefik.containo.us/${kind}`]);
}

function gateway(...kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `${GATEWAY}/${kind}`);
}

const IN_NAMESPACE = { namespaceAt: 'namespace' } as const;
const BACKEND: Omit<ReferenceRow, 'at'> = {
  ...SERVICE,
  kindAt: 'kind',
  groupAt: 'group',
  ...IN_NAMESPACE,
  ports: ['port'],
  via: 'backend',
};
const CERTIFICATE: Omit<ReferenceRow, 'at'> = { ...SECRET, kindAt: 'kind', groupAt: 'group', ...IN_NAMESPACE, via: 'tls' };
const MIDDLEWARE: Omit<ReferenceRow, 'at'> = { kind: 'Middleware', ...IN_NAMESPACE, via: 'middleware' };
/** A Traefik service is one of Kubernetes unless it says otherwise. */
const TRAEFIK_SERVICE: Omit<ReferenceRow, 'at'> = { kind: 'Service', kindAt: 'kind', ...IN_NAMESPACE, ports: ['port'], via: 'backend' };
const DESTINATION: Omit<ReferenceRow, 'at'> = { name: 'host', form: 'host', ...SERVICE, ports: ['port.number'], via: 'destination' };

/** Gateway API, version 1 and the experimental routes (its API specification). */
const GATEWAY_TABLES: readonly ReferenceTable[] = [
  {
    of: gateway('HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'),
    rows: [
      { at: 'spec.parentRefs.*', kind: 'Gateway', kindAt: 'kind', group: GATEWAY, groupAt: 'group', ...IN_NAMESPACE, via: 'parent' },
      { at: 'spec.rules.*.backendRefs.*', ...BACKEND },
      { at: 'spec.rules.*.filters.*.requestMirror.backendRef', ...BACKEND },
      { at: 'spec.rules.*.filters.*.extensionRef', kind: [], kindAt: 'kind', groupAt: 'group', via: 'filter' },
    ],
  },
  {
    of: gateway('Gateway'),
    rows: [
      { at: 'spec.gatewayClassName', name: '', kind: 'GatewayClass', group: GATEWAY, anywhere: true, via: 'gatewayClassName' },
      { at: 'spec.listeners.*.tls.certificateRefs.*', ...CERTIFICATE },
    ],
  },
];

/** Traefik's custom resources (its reference on the Kubernetes CRD provider). */
const TRAEFIK_TABLES: readonly ReferenceTable[] = [
  {
    of: traefik('IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'),
    rows: [
      { at: 'spec.routes.*.services.*', ...TRAEFIK_SERVICE },
      { at: 'spec.routes.*.middlewares.*', ...MIDDLEWARE },
      { at: 'spec.tls', name: 'secretName', ...SECRET, via: 'tls' },
      { at: 'spec.tls.options', kind: 'TLSOption', ...IN_NAMESPACE, via: 'tls options' },
      { at: 'spec.tls.store', kind: 'TLSStore', ...IN_NAMESPACE, via: 'tls store' },
    ],
  },
  {
    of: traefik('TraefikService'),
    rows: [
      { at: 'spec.weighted.services.*', ...TRAEFIK_SERVICE },
      { at: 'spec.mirroring', ...TRAEFIK_SERVICE },
      { at: 'spec.mirroring.mirrors.*', ...TRAEFIK_SERVICE },
    ],
  },
  {
    of: traefik('Middleware'),
    rows: [
      { at: 'spec.basicAuth.secret', name: '', ...SECRET, via: 'authentication' },
      { at: 'spec.digestAuth.secret', name: '', ...SECRET, via: 'authentication' },
      { at: 'spec.forwardAuth.tls', name: 'caSecret', ...SECRET, via: 'tls' },
      { at: 'spec.forwardAuth.tls', name: 'certSecret', ...SECRET, via: 'tls' },
      { at: 'spec.chain.middlewares.*', ...MIDDLEWARE },
      { at: 'spec.errors.service', ...TRAEFIK_SERVICE },
    ],
  },
  {
    of: traefik('ServersTransport'),
    rows: [
      { at: 'spec.rootCAsSecrets.*', name: '', ...SECRET, via: 'tls' },
      { at: 'spec.certificatesSecrets.*', name: '', ...SECRET, via: 'tls' },
    ],
  },
  { of: traefik('TLSOption'), rows: [{ at: 'spec.clientAuth.secretNames.*', name: '', ...SECRET, via: 'tls' }] },
  { of: traefik('TLSStore'), rows: [{ at: 'spec.defaultCertificate', name: 'secretName', ...SECRET, via: 'tls' }] },
];

/** Istio's traffic management (its reference; credentials are looked up where the gateway's pods run, which the manifest doesn't tell). */
const ISTIO_TABLES: readonly ReferenceTable[] = [
  {
    of: [`${ISTIO}/VirtualService`],
    rows: [
      ...['http', 'tcp', 'tls'].map((protocol): ReferenceRow => ({ at: `spec.${protocol}.*.route.*.destination`, ...DESTINATION })),
      { at: 'spec.http.*.mirror', ...DESTINATION },
      { at: 'spec.http.*.mirrors.*.destination', ...DESTINATION },
      { at: 'spec.gateways.*', name: '', form: 'qualified', kind: 'Gateway', group: ISTIO, via: 'gateway' },
    ],
  },
  { of: [`${ISTIO}/DestinationRule`], rows: [{ at: 'spec', name: 'host', form: 'host', ...SERVICE, via: 'host' }] },
  {
    of: [`${ISTIO}/Gateway`],
    rows: [{ at: 'spec.servers.*.tls', name: 'credentialName', ...SECRET, anywhere: true, via: 'tls' }],
  },
];

/** What the kinds that route traffic refer to. */
export const ROUTE_TABLES: readonly ReferenceTable[] = [...GATEWAY_TABLES, ...TRAEFIK_TABLES, ...ISTIO_TABLES];
