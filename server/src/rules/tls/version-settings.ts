import type { Container, Resource } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { getAt, isList, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import type { VersionBounds, VersionReader } from './version-readers.ts';
import { argument, awsClassicPolicy, awsPolicy, list, maximum, minimum, nodeOptions, openShiftProfile } from './version-readers.ts';

/** A place of a manifest that decides which versions of TLS are spoken. */
export interface VersionSetting extends VersionBounds {
  readonly at: Route;
  /** As people call it: `ssl-protocols`, `minProtocolVersion`, `env TLS_MIN_VERSION`. */
  readonly name: string;
  /** As written, or what an absent field means. */
  readonly found: string;
  readonly isAbsent: boolean;
  /** Name of the container that has it. */
  readonly container?: string;
}

/** A field of a kind that is about the versions; `*` stands for every item of a list. */
interface Field {
  readonly group: string;
  readonly kind: string;
  readonly path: Route;
  readonly read: VersionReader;
  /** What people call it, where the last step of its path says too little. */
  readonly name?: string;
  /** What an absent field means, where that is too old. */
  readonly absent?: string;
}

/** Where the versions are configured, by kind. Each line is from the reference documentation of the kind's project. */
const FIELDS: readonly Field[] = [
  // Istio, ServerTLSSettings and MeshConfig.TLSConfig.
  ...bounds('networking.istio.io', 'Gateway', ['spec', 'servers', '*', 'tls'], 'minProtocolVersion', 'maxProtocolVersion'),
  ...bounds('install.istio.io', 'IstioOperator', ['spec', 'meshConfig', 'meshMTLS'], 'minProtocolVersion', 'maxProtocolVersion'),
  // Traefik, TLSOption, in the group of version 3 and the older one.
  ...bounds('traefik.io', 'TLSOption', ['spec'], 'minVersion', 'maxVersion'),
  ...bounds('traefik.containo.us', 'TLSOption', ['spec'], 'minVersion', 'maxVersion'),
  // Contour, HTTPProxy and ContourConfiguration.
  ...bounds('projectcontour.io', 'HTTPProxy', ['spec', 'virtualhost', 'tls'], 'minimumProtocolVersion', 'maximumProtocolVersion'),
  ...bounds(
    'projectcontour.io',
    'ContourConfiguration',
    ['spec', 'envoy', 'listener', 'tls'],
    'minimumProtocolVersion',
    'maximumProtocolVersion',
  ),
  // Envoy Gateway, ClientTLSSettings.
  ...bounds('gateway.envoyproxy.io', 'ClientTrafficPolicy', ['spec', 'tls'], 'minVersion', 'maxVersion'),
  // Emissary, TLSContext.
  ...bounds('getambassador.io', 'TLSContext', ['spec'], 'min_tls_version', 'max_tls_version'),
  // Google Cloud, Config Connector: a policy without a minimum allows TLS 1.0. FrontendConfig only names such a policy.
  { group: 'compute.cnrm.cloud.google.com', kind: 'ComputeSSLPolicy', path: ['spec', 'minTlsVersion'], read: minimum, absent: 'TLS_1_0' },
  // AWS Load Balancer Controller, IngressClassParams.
  { group: 'elbv2.k8s.aws', kind: 'IngressClassParams', path: ['spec', 'sslPolicy'], read: awsPolicy },
  // OpenShift, TLSSecurityProfile.
  ...openShift('operator.openshift.io', 'IngressController'),
  ...openShift('config.openshift.io', 'APIServer'),
  // Prometheus Operator, WebTLSConfig.
  ...['Prometheus', 'Alertmanager', 'ThanosRuler'].flatMap((kind) =>
    bounds('monitoring.coreos.com', kind, ['spec', 'web', 'tlsConfig'], 'minVersion', 'maxVersion'),
  ),
];

/** Annotations of Ingresses, Services and proxies that are about the versions. */
const ANNOTATIONS: ReadonlyMap<string, VersionReader> = new Map([
  // ingress-nginx, annotations.
  ['nginx.ingress.kubernetes.io/ssl-protocols', list],
  ['nginx.ingress.kubernetes.io/proxy-ssl-protocols', list],
  // Contour, annotations reference.
  ['projectcontour.io/tls-minimum-protocol-version', minimum],
  ['projectcontour.io/tls-maximum-protocol-version', maximum],
  // AWS Load Balancer Controller, Ingress annotations.
  ['alb.ingress.kubernetes.io/ssl-policy', awsPolicy],
]);

const AWS_SERVICE_POLICY = 'service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy';

/** Names of environment variables, and of entries of a ConfigMap that becomes such, by which applications take their versions. */
const VARIABLES: readonly { readonly name: RegExp; readonly read: VersionReader }[] = [
  { name: /(?:^|_)(?:TLS|SSL)_MIN(?:IMUM)?(?:_PROTOCOL)?_VERSION$/, read: minimum },
  { name: /(?:^|_)MIN(?:IMUM)?_(?:TLS|SSL)(?:_PROTOCOL)?_VERSION$/, read: minimum },
  { name: /(?:^|_)(?:TLS|SSL)_PROTOCOLS$/, read: list },
  { name: /^NODE_OPTIONS$/, read: nodeOptions },
];

/** Kinds whose objects may decide which versions of TLS are spoken. */
export const VERSIONED_KINDS: readonly string[] = [
  ...new Set(['Ingress', 'Service', 'Gateway', 'ConfigMap', ...WORKLOAD_KINDS, ...FIELDS.map(({ kind }) => kind)]),
];

/** Everything in an object that decides which versions of TLS are spoken. */
export function versionSettings(resource: Resource): readonly VersionSetting[] {
  const containers = workloadOf(resource)?.containers ?? [];
  return [
    ...FIELDS.filter(({ group, kind }) => kind === resource.kind && group === resource.group).flatMap((field) =>
      fieldSettings(resource, field),
    ),
    ...annotationSettings(resource),
    ...listenerOptions(resource),
    ...configMapSettings(resource),
    ...containers.flatMap(containerSettings),
  ];
}

function bounds(group: string, kind: string, path: Route, min: string, max: string): readonly Field[] {
  return [
    { group, kind, path: [...path, min], read: minimum },
    { group, kind, path: [...path, max], read: maximum },
  ];
}

function openShift(group: string, kind: string): readonly Field[] {
  return [
    { group, kind, path: ['spec', 'tlsSecurityProfile', 'type'], read: openShiftProfile, name: 'TLS security profile' },
    { group, kind, path: ['spec', 'tlsSecurityProfile', 'custom', 'minTLSVersion'], read: minimum },
  ];
}

function fieldSettings(resource: Resource, { path, read, absent, name = String(path.at(-1)) }: Field): readonly VersionSetting[] {
  const places = matching(resource.value, path).flatMap((route) =>
    settingOf([...resource.route, ...route], name, getAt(resource.value, route), read),
  );
  if (absent === undefined || getAt(resource.value, path) !== undefined) return places;
  return settingOf([...resource.route, ...path], name, absent, read).map((setting) => ({ ...setting, isAbsent: true }));
}

/** The routes of the data that a path with `*` leads to. */
function matching(value: Json | undefined, path: Route): readonly Route[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined ? [] : [[]];
  if (step !== '*') return matching(getAt(value, [step]), rest).map((route) => [step, ...route]);
  return isList(value) ? value.flatMap((item, index) => matching(item, rest).map((route) => [index, ...route])) : [];
}

function annotationSettings(resource: Resource): readonly VersionSetting[] {
  return Object.entries(resource.annotations).flatMap(([name, text]) => {
    const read = name === AWS_SERVICE_POLICY ? servicePolicy(resource) : ANNOTATIONS.get(name);
    return read ? settingOf([...resource.route, 'metadata', 'annotations', name], name, text, read) : [];
  });
}

/** The policies of the load balancer that a Service gets on AWS: a classic one unless it asks for another (Service annotations of its controller). */
function servicePolicy(service: Resource): VersionReader {
  const type = service.annotations['service.beta.kubernetes.io/aws-load-balancer-type'];
  return type !== undefined || stringAt(service.value, ['spec', 'loadBalancerClass']) !== undefined ? awsPolicy : awsClassicPolicy;
}

/** TLS options of the Gateway API's listeners, whose keys each implementation chooses (Gateway API, ListenerTLSConfig.options). */
function listenerOptions(resource: Resource): readonly VersionSetting[] {
  if (resource.kind !== 'Gateway' || resource.group !== 'gateway.networking.k8s.io') return [];
  return (listAt(resource.value, ['spec', 'listeners']) ?? []).flatMap((listener, index) =>
    Object.entries(mapAt(listener, ['tls', 'options']) ?? {}).flatMap(([key, value]) => {
      const read = /min(?:imum)?-.*version$/i.test(key) ? minimum : /ssl-protocols$/.test(key) ? list : undefined;
      return read ? settingOf([...resource.route, 'spec', 'listeners', index, 'tls', 'options', key], key, value, read) : [];
    }),
  );
}

/** The global settings of ingress-nginx and of F5's controller, and variables that containers take from a ConfigMap. */
function configMapSettings(resource: Resource): readonly VersionSetting[] {
  if (resource.kind !== 'ConfigMap' || resource.group !== '') return [];
  return Object.entries(mapAt(resource.value, ['data']) ?? {}).flatMap(([key, value]) => {
    const read = key === 'ssl-protocols' ? list : variableReader(key);
    return read ? settingOf([...resource.route, 'data', key], key, value, read) : [];
  });
}

function containerSettings({ name: container, route, value }: Container): readonly VersionSetting[] {
  const variables = (listAt(value, ['env']) ?? []).flatMap((variable, index) => {
    const name = stringAt(variable, ['name']) ?? '';
    const read = variableReader(name);
    return read ? settingOf([...route, 'env', index, 'value'], `env ${name}`, getAt(variable, ['value']), read) : [];
  });
  const words = ['command', 'args'].flatMap((field) =>
    (listAt(value, [field]) ?? []).flatMap((word, index) => settingOf([...route, field, index], 'argument', word, argument)),
  );
  return [...variables, ...words].map((setting) => ({ ...setting, container }));
}

function variableReader(name: string): VersionReader | undefined {
  return VARIABLES.find((variable) => variable.name.test(name))?.read;
}

function settingOf(at: Route, name: string, value: Json | undefined, read: VersionReader): readonly VersionSetting[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const found = String(value).trim();
  const bounds = read(found);
  return bounds ? [{ ...bounds, at, name, found, isAbsent: false }] : [];
}
