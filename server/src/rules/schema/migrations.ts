import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, isMap, mapAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { ingressPatches } from './migrate-ingress.ts';
import { metricPatches } from './migrate-metrics.ts';

/** Where an object is to go. */
export interface Target {
  /** API version of the same kind. */
  readonly to: string;
  /** True for a patch of a kustomization, to which nothing is added that it leaves to its base. */
  readonly partial: boolean;
}

/**
 * The patches that move an object to another API version of its kind; undefined where a person must decide something.
 * Source of what moved: Deprecated API Migration Guide, https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
export function migrationOf(resource: Resource, target: Target): readonly Patch[] | undefined {
  if (getAt(resource.value, ['apiVersion']) !== resource.apiVersion) return undefined;
  const moved = moverOf(resource)?.(resource, target);
  return moved && [{ op: 'set', at: [...resource.route, 'apiVersion'], value: target.to }, ...moved];
}

type Mover = (resource: Resource, target: Target) => readonly Patch[] | undefined;

/** Nothing but the API version changes. */
const unchanged: Mover = () => [];

/** Kinds whose fields are the same in the version that follows. */
const UNCHANGED: ReadonlySet<string> = new Set(
  (
    'APIService CSIDriver CSINode CSIStorageCapacity ClusterRole ClusterRoleBinding ControllerRevision CronJob FlowSchema IPAddress ' +
    'IngressClass Lease NetworkPolicy PriorityClass Role RoleBinding RuntimeClass ServiceCIDR StorageClass VolumeAttachment ' +
    'VolumeAttributesClass'
  ).split(' '),
);

const MOVERS: ReadonlyMap<string, Mover> = new Map([
  ['Deployment', workloadPatches],
  ['DaemonSet', workloadPatches],
  ['ReplicaSet', workloadPatches],
  ['StatefulSet', workloadPatches],
  ['Ingress', ingressPatches],
  ['HorizontalPodAutoscaler', metricPatches],
  ['PodDisruptionBudget', budgetPatches],
  ['PriorityLevelConfiguration', priorityPatches],
]);

function moverOf({ kind, group, version }: Resource): Mover | undefined {
  // resource.k8s.io took its final shape in v1beta2 (Kubernetes, dynamic resource allocation).
  if (group === 'resource.k8s.io') return version === 'v1beta2' ? unchanged : undefined;
  return UNCHANGED.has(kind) ? unchanged : MOVERS.get(kind);
}

/** Fields of the old versions that apps/v1 doesn't have. */
const DROPPED = ['rollbackTo', 'templateGeneration'];

/** apps/v1 requires the selector that the old versions took from the template's labels. */
function workloadPatches(resource: Resource, { partial }: Target): readonly Patch[] | undefined {
  const at = [...resource.route, 'spec'];
  const spec = mapAt(resource.value, ['spec']);
  const dropped = DROPPED.filter((field) => spec && field in spec).map((field): Patch => ({ op: 'remove', at: [...at, field] }));
  if (partial || isMap(spec?.selector)) return dropped;
  const labels = workloadOf(resource)?.podLabels ?? {};
  if (Object.keys(labels).length === 0) return undefined;
  const selector: Patch = { op: 'set', at: [...at, 'selector'], value: { matchLabels: labels }, after: ['replicas', 'serviceName'] };
  return [...dropped, selector];
}

/** An empty selector selects nothing in v1beta1 and everything in v1, so somebody must say what is meant. */
function budgetPatches(resource: Resource): readonly Patch[] | undefined {
  return hasEmptySelector(resource) ? undefined : [];
}

/** True where an object's selector is there and names no label. */
export function hasEmptySelector({ value }: Resource): boolean {
  const selector = mapAt(value, ['spec', 'selector']);
  return selector !== undefined && Object.values(selector).every((part) => part === null || Object.keys(part).length === 0);
}

/** `assuredConcurrencyShares` is `nominalConcurrencyShares` since v1beta3. */
function priorityPatches({ value, route }: Resource): readonly Patch[] {
  const field: Route = ['spec', 'limited', 'assuredConcurrencyShares'];
  return getAt(value, field) === undefined ? [] : [{ op: 'rename', at: [...route, ...field], to: 'nominalConcurrencyShares' }];
}
