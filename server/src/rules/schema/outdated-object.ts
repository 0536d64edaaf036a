import { objectMemo } from '../../resources/object-memo.ts';
import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { equals, getAt, isList, isMap, listAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Outdated } from './outdated.ts';
import { destination } from './outdated.ts';
import { outdatedAnnotations, outdatedOnObject } from './outdated-annotations.ts';
import { outdatedInPod } from './outdated-pod.ts';
import { outdatedVolumes } from './outdated-volumes.ts';

/** What an object says in words that Kubernetes has left behind. */
export const outdatedIn: (resource: Resource) => readonly Outdated[] = objectMemo((resource) => {
  const workload = workloadOf(resource);
  return [
    ...(workload ? [...outdatedAnnotations(workload), ...outdatedInPod(workload)] : []),
    ...outdatedOnObject({ kind: resource.kind, value: resource.value, route: resource.route, title: titleOf(resource) }),
    ...outdatedClaims(resource),
    ...outdatedVolumes(resource),
    ...outdatedFields(resource),
    ...retiredFields(resource),
  ];
});

/** The claims that a StatefulSet makes for its pods. */
function outdatedClaims(resource: Resource): readonly Outdated[] {
  if (resource.kind !== 'StatefulSet') return [];
  return (listAt(resource.value, ['spec', 'volumeClaimTemplates']) ?? []).flatMap((value, index) => {
    const route = [...resource.route, 'spec', 'volumeClaimTemplates', index];
    return isMap(value) ? outdatedOnObject({ kind: 'PersistentVolumeClaim', value, route, title: titleOf(resource) }) : [];
  });
}

/** Fields that are deprecated with nothing to rename them to. */
const FIELDS: readonly {
  readonly kind: string;
  readonly at: Route;
  readonly value?: Json;
  readonly since: string;
  readonly text: string;
}[] = [
  {
    kind: 'Service',
    at: ['spec', 'loadBalancerIP'],
    since: '1.24',
    text: "which is deprecated since Kubernetes 1.24, because each provider reads it differently; use the provider's own annotation",
  },
  {
    kind: 'CustomResourceDefinition',
    at: ['spec', 'preserveUnknownFields'],
    value: true,
    since: '1.22',
    text: 'which apiextensions.k8s.io/v1 refuses; set x-kubernetes-preserve-unknown-fields in the schema where any field is to be kept',
  },
  {
    kind: 'PersistentVolume',
    at: ['spec', 'persistentVolumeReclaimPolicy'],
    value: 'Recycle',
    since: '1.12',
    text: 'which is deprecated; let a StorageClass provision volumes as they are needed',
  },
];

function outdatedFields({ kind, value, route, ...resource }: Resource): readonly Outdated[] {
  return FIELDS.filter((field) => field.kind === kind).flatMap((field) => {
    const found = getAt(value, field.at) ?? null;
    if (found === null || found === '' || (field.value !== undefined && field.value !== found)) return [];
    const name = String(field.at.at(-1));
    const data = {
      object: titleOf({ kind, value, route, ...resource }),
      field: field.value === undefined ? name : `${name}: ${String(found)}`,
      text: field.text,
    };
    const part = field.value === undefined ? 'key' : 'value';
    return [{ at: [...route, ...field.at], part, since: field.since, message: 'discouraged' as const, data, fixes: [] }];
  });
}

/** Fields that Kubernetes has removed, so that the schema no longer knows them. Source: Kubernetes changelogs 1.20 and 1.22. */
const RETIRED: readonly { readonly kind: string; readonly at: Route; readonly since: string; readonly instead: string }[] = [
  {
    kind: 'Service',
    at: ['spec', 'topologyKeys'],
    since: '1.22',
    instead: '`trafficDistribution` prefers near endpoints, and `internalTrafficPolicy` keeps to those of the node',
  },
  { kind: 'Service', at: ['spec', 'ipFamily'], since: '1.20', instead: 'the list `ipFamilies` replaces it' },
];

/** True for a property that the schema doesn't know because Kubernetes removed it, which `schema/deprecated-field` explains. */
export function isRetired({ kind, route }: Resource, at: Route): boolean {
  return RETIRED.some((field) => field.kind === kind && equals(at, [...route, ...field.at]));
}

function retiredFields(resource: Resource): readonly Outdated[] {
  return RETIRED.flatMap(({ kind, at, since, instead }) => {
    const found = kind === resource.kind ? getAt(resource.value, at) : undefined;
    if (found === undefined) return [];
    const spec = [...resource.route, 'spec'];
    const moved = at.at(-1) === 'ipFamily' ? destination([...spec, 'ipFamilies'], [found]) : nearTraffic(found, spec);
    const data = { object: titleOf(resource), field: String(at.at(-1)), since, instead, ...moved };
    const fixes = moved === undefined ? [] : (['move'] as const);
    return [{ at: [...resource.route, ...at], part: 'key', since, message: 'retired' as const, level: 'error' as const, data, fixes }];
  });
}

/** What a list of topology keys comes to: nodes alone, or first what is near and then the rest (KEP-2004, KEP-2433). */
function nearTraffic(keys: Json, spec: Route): ReturnType<typeof destination> | undefined {
  if (!isList(keys)) return undefined;
  if (keys.at(-1) === '*') return destination([...spec, 'trafficDistribution'], 'PreferClose');
  return keys.length === 1 && keys[0] === 'kubernetes.io/hostname' ? destination([...spec, 'internalTrafficPolicy'], 'Local') : undefined;
}
