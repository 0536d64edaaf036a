import { getAt, isMap, listAt, mapAt } from '../yaml/json.ts';
import type { Json, JsonMap, Route } from '../yaml/types.ts';
import { textsOf } from './hosts.ts';
import { objectMemo } from './object-memo.ts';
import { podSpecRoute } from './references.ts';
import { selectorMatches, serviceSelects } from './selector.ts';
import type { Resource } from './types.ts';

/** In which namespaces something is looked for. */
export type NamespaceScope =
  /** That of the object. */
  | { readonly kind: 'own' }
  | { readonly kind: 'all' }
  | { readonly kind: 'named'; readonly names: readonly string[] }
  /** Those whose labels a selector matches. */
  | { readonly kind: 'labelled'; readonly selector: Json; readonly route: Route };

/** A selector of labels in an object. */
export interface LabelSelector {
  /** Whose labels are looked at. */
  readonly of: 'pods' | 'services';
  /** A LabelSelector, or a plain map of labels where {@link isMapOnly}; undefined selects everything. */
  readonly selector: Json | undefined;
  /** Of the selector; of what would hold it where it is left out. */
  readonly route: Route;
  /** True for a map of labels without `matchLabels`. */
  readonly isMapOnly: boolean;
  /** True where a selector that is given but empty selects nothing, as a Service's. */
  readonly emptyIsNothing: boolean;
  readonly namespaces: NamespaceScope;
  /** What is selected for: `own` are the pods that a workload manages. */
  readonly via: 'service' | 'budget' | 'policy' | 'policy-peer' | 'monitor' | 'own' | 'spread' | 'affinity' | 'istio';
}

/** Whether labels are selected. */
export function isSelected({ selector, emptyIsNothing }: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined) return true;
  return emptyIsNothing ? serviceSelects(selector, labels) : selectorMatches(selector, labels);
}

/** Where the labels stand that a selector asks for one by one. */
export function matchLabelsRoute({ route, isMapOnly }: Pick<LabelSelector, 'route' | 'isMapOnly'>): Route {
  return isMapOnly ? route : [...route, 'matchLabels'];
}

const OWN: NamespaceScope = { kind: 'own' };
const ALL: NamespaceScope = { kind: 'all' };

/** The selectors of an object: those of its kind, and those of the pods that it runs (spread, affinity). Memoised by object. */
export const labelSelectorsOf: (resource: Resource) => readonly LabelSelector[] = objectMemo((resource) => [
  ...(READERS.get(`${resource.group}/${resource.kind}`)?.(resource) ?? []),
  ...placementSelectors(resource),
]);

type Reader = (resource: Resource) => readonly LabelSelector[];

interface Shape {
  readonly at: Route;
  readonly via: LabelSelector['via'];
  readonly of?: LabelSelector['of'];
  readonly isMapOnly?: boolean;
  readonly emptyIsNothing?: boolean;
  /** True where an absent selector selects everything rather than nothing. */
  readonly absentIsAll?: boolean;
}

/** A reader of one selector. */
function one({ at, via, of = 'pods', isMapOnly = false, emptyIsNothing = false, absentIsAll = false }: Shape, scope?: Scope): Reader {
  return (resource) => {
    const selector = getAt(resource.value, at);
    if (!isMap(selector) && !(absentIsAll && (selector === undefined || selector === null))) return [];
    const namespaces = scope?.(resource) ?? OWN;
    const given = isMap(selector) ? selector : undefined;
    return [{ of, selector: given, route: [...resource.route, ...at], isMapOnly, emptyIsNothing, namespaces, via }];
  };
}

type Scope = (resource: Resource) => NamespaceScope;

/** `namespaceSelector` of the Prometheus operator: `any`, or names (its API reference). */
const monitored: Scope = ({ value }) => {
  const scope = mapAt(value, ['spec', 'namespaceSelector']);
  if (scope?.any === true) return ALL;
  const names = textsOf(listAt(scope, ['matchNames']));
  return names.length > 0 ? { kind: 'named', names } : OWN;
};

const SPEC_SELECTOR: Route = ['spec', 'selector'];
const OWN_PODS: Reader = one({ at: SPEC_SELECTOR, via: 'own' });

const policySelectors: Reader = (resource) => [
  ...one({ at: ['spec', 'podSelector'], via: 'policy', absentIsAll: true })(resource),
  ...['ingress', 'egress'].flatMap((side) => peersOf(resource, side)),
];

function peersOf({ value, route }: Resource, side: string): readonly LabelSelector[] {
  const field = side === 'ingress' ? 'from' : 'to';
  return (listAt(value, ['spec', side]) ?? []).flatMap((rule, index) =>
    (listAt(rule, [field]) ?? []).flatMap((peer, at) =>
      isMap(peer) ? peerSelector(peer, [...route, 'spec', side, index, field, at]) : [],
    ),
  );
}

/** Pods of the policy's own namespace, or of those that a namespaceSelector matches (Kubernetes API reference, NetworkPolicyPeer). */
function peerSelector(peer: JsonMap, route: Route): readonly LabelSelector[] {
  const [pods, spaces] = [mapAt(peer, ['podSelector']), mapAt(peer, ['namespaceSelector'])];
  if (!pods && !spaces) return [];
  const namespaces: NamespaceScope = spaces ? { kind: 'labelled', selector: spaces, route: [...route, 'namespaceSelector'] } : OWN;
  const at = pods ? [...route, 'podSelector'] : route;
  return [{ of: 'pods', selector: pods, route: at, isMapOnly: false, emptyIsNothing: false, namespaces, via: 'policy-peer' }];
}

const SERVICE: Reader = one({ at: SPEC_SELECTOR, via: 'service', isMapOnly: true, emptyIsNothing: true });
const ISTIO_MATCH: Reader = one({ at: ['spec', 'selector'], via: 'istio' });
const ISTIO_WORKLOAD: Reader = one({ at: ['spec', 'workloadSelector', 'labels'], via: 'istio', isMapOnly: true });
/** Gateways select the pods of the ingress gateway in any namespace (Istio's reference on Gateway). */
const ISTIO_GATEWAY: Reader = one({ at: SPEC_SELECTOR, via: 'istio', isMapOnly: true }, () => ALL);

/** By `group/Kind`. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ['/Service', SERVICE],
  ['/ReplicationController', one({ at: SPEC_SELECTOR, via: 'own', isMapOnly: true })],
  ...['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'argoproj.io/Rollout'].map(
    (kind) => [kind, OWN_PODS] as const,
  ),
  ['policy/PodDisruptionBudget', one({ at: SPEC_SELECTOR, via: 'budget' })],
  ['networking.k8s.io/NetworkPolicy', policySelectors],
  ['cilium.io/CiliumNetworkPolicy', one({ at: ['spec', 'endpointSelector'], via: 'policy' })],
  ['cilium.io/CiliumClusterwideNetworkPolicy', one({ at: ['spec', 'endpointSelector'], via: 'policy' }, () => ALL)],
  ['monitoring.coreos.com/ServiceMonitor', one({ at: SPEC_SELECTOR, via: 'monitor', of: 'services' }, monitored)],
  ['monitoring.coreos.com/PodMonitor', one({ at: SPEC_SELECTOR, via: 'monitor' }, monitored)],
  ['security.istio.io/PeerAuthentication', ISTIO_MATCH],
  ['security.istio.io/AuthorizationPolicy', ISTIO_MATCH],
  ['security.istio.io/RequestAuthentication', ISTIO_MATCH],
  ['telemetry.istio.io/Telemetry', ISTIO_MATCH],
  ['networking.istio.io/Gateway', ISTIO_GATEWAY],
  ['networking.istio.io/Sidecar', ISTIO_WORKLOAD],
  ['networking.istio.io/EnvoyFilter', ISTIO_WORKLOAD],
  ['networking.istio.io/ServiceEntry', ISTIO_WORKLOAD],
]);

const AFFINITIES: readonly string[] = ['podAffinity', 'podAntiAffinity'];

/** Selectors by which pods are placed beside or apart from others. */
function placementSelectors(resource: Resource): readonly LabelSelector[] {
  const route = podSpecRoute(resource);
  const spec = route && mapAt(resource.value, route.slice(resource.route.length));
  if (!route || !spec) return [];
  const spread = listAt(spec, ['topologySpreadConstraints']) ?? [];
  return [
    ...spread.flatMap((term, index) => placement(term, [...route, 'topologySpreadConstraints', index], 'spread')),
    ...AFFINITIES.flatMap((affinity) => affinitySelectors(getAt(spec, ['affinity', affinity]), [...route, 'affinity', affinity])),
  ];
}

function affinitySelectors(affinity: Json | undefined, route: Route): readonly LabelSelector[] {
  const [required, preferred] = [
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ] as const;
  return [
    ...(listAt(affinity, [required]) ?? []).flatMap((term, index) => placement(term, [...route, required, index], 'affinity')),
    ...(listAt(affinity, [preferred]) ?? []).flatMap((entry, index) =>
      placement(getAt(entry, ['podAffinityTerm']), [...route, preferred, index, 'podAffinityTerm'], 'affinity'),
    ),
  ];
}

function placement(term: Json | undefined, route: Route, via: 'spread' | 'affinity'): readonly LabelSelector[] {
  const selector = mapAt(term, ['labelSelector']);
  if (!selector) return [];
  const namespaces = via === 'spread' ? OWN : affinityScope(term, route);
  return [{ of: 'pods', selector, route: [...route, 'labelSelector'], isMapOnly: false, emptyIsNothing: false, namespaces, via }];
}

/** Kubernetes API reference, PodAffinityTerm: names and selector are united; here the selector, which is the wider one, stands for both. */
function affinityScope(term: Json | undefined, route: Route): NamespaceScope {
  const spaces = mapAt(term, ['namespaceSelector']);
  if (spaces) return { kind: 'labelled', selector: spaces, route: [...route, 'namespaceSelector'] };
  const names = textsOf(listAt(term, ['namespaces']));
  return names.length > 0 ? { kind: 'named', names } : OWN;
}
