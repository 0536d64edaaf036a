import { roleOfName } from '../../resources/role-words.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';

/** True for Kubernetes' own Service; Knative has a kind of the same name. */
export function isService(resource: Resource): boolean {
  return resource.kind === 'Service' && resource.group === '';
}

/** Annotations of a Service whose node ports a cloud's load balancer takes as its targets (GKE Ingress, AWS Load Balancer Controller). */
const BACKENDS = [
  'cloud.google.com/neg',
  'cloud.google.com/backend-config',
  'cloud.google.com/app-protocols',
  'alb.ingress.kubernetes.io/',
];

/** True for a NodePort Service that is there for a load balancer, as its annotations say. */
export function servesLoadBalancer({ annotations }: Resource): boolean {
  return Object.keys(annotations).some((name) => BACKENDS.some((backend) => name.startsWith(backend)));
}

/** Annotations by which a load balancer is internal, by cloud (their documentation on internal load balancers). */
const INTERNAL: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
  { name: /\/aws-load-balancer-internal$/, value: /^(?!false$)./ },
  { name: /\/aws-load-balancer-scheme$/, value: /^internal$/ },
  { name: /^(?:networking\.gke\.io|cloud\.google\.com)\/load-balancer-type$/, value: /^internal$/i },
  { name: /\/azure-load-balancer-internal$/, value: /^true$/ },
  { name: /\/openstack-internal-load-balancer$/, value: /^true$/ },
  { name: /\/oci-load-balancer-internal$/, value: /^true$/ },
  { name: /\/alibaba-cloud-loadbalancer-address-type$/, value: /^intranet$/ },
];

/** Annotations that limit who may connect. */
const RANGES = /\/(?:load-balancer-source-ranges|azure-allowed-(?:ip-ranges|service-tags)|aws-load-balancer-security-groups)$/;

/** True for a LoadBalancer that not everyone can reach: it is internal, or limited to some addresses. */
export function isGuarded({ annotations, value }: Resource): boolean {
  if ((listAt(value, ['spec', 'loadBalancerSourceRanges']) ?? []).length > 0) return true;
  return Object.entries(annotations).some(
    ([name, text]) => RANGES.test(name) || INTERNAL.some((internal) => internal.name.test(name) && internal.value.test(text)),
  );
}

/** True for the Service through which everything comes in: that of an ingress controller, a gateway or a proxy, by its name. */
export function isFrontDoor({ name, labels }: Resource): boolean {
  return [name, labels['app.kubernetes.io/component'], labels['app.kubernetes.io/name'], labels.app].some(
    (text) => text !== undefined && roleOfName(text)?.role === 'gateway',
  );
}

/** Fields that the API server accepts only where a Service is open to the outside (Kubernetes API reference, ServiceSpec). */
const OUTSIDE_FIELDS = [
  'allocateLoadBalancerNodePorts',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'loadBalancerClass',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
];

/**
 * The patches that close a Service to the outside.
 * @param at route of its type
 */
export function clusterIpPatches(document: YamlDocument, at: Route): readonly Patch[] {
  const specAt = at.slice(0, -1);
  const spec = valueAt(document, specAt);
  const ports = listAt(spec, ['ports']) ?? [];
  const gone = [
    ...OUTSIDE_FIELDS.filter((field) => getAt(spec, [field]) !== undefined).map((field) => [...specAt, field]),
    ...ports.flatMap((port, index) => (isMap(port) && 'nodePort' in port ? [[...specAt, 'ports', index, 'nodePort']] : [])),
  ];
  return [{ op: 'set', at, value: 'ClusterIP' }, ...gone.map((route): Patch => ({ op: 'remove', at: route }))];
}
