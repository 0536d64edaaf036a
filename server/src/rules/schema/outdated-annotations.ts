import type { Workload } from '../../resources/types.ts';
import { getAt, isMap, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Outdated } from './outdated.ts';
import { destination } from './outdated.ts';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
const CRITICAL_POD = 'scheduler.alpha.kubernetes.io/critical-pod';

/** Annotations of pods that fields replaced before any version that is still in use. Source: Kubernetes changelogs 1.6 and 1.8. */
const LONG_IGNORED: ReadonlyMap<string, { readonly wanted: string; readonly since: string }> = new Map([
  ['pod.alpha.kubernetes.io/init-containers', { wanted: 'initContainers', since: '1.8' }],
  ['pod.beta.kubernetes.io/init-containers', { wanted: 'initContainers', since: '1.8' }],
  ['scheduler.alpha.kubernetes.io/affinity', { wanted: 'affinity', since: '1.6' }],
  ['scheduler.alpha.kubernetes.io/tolerations', { wanted: 'tolerations', since: '1.6' }],
]);

/** Annotations of a pod that have become fields. */
export function outdatedAnnotations(workload: Workload): readonly Outdated[] {
  const holder = [...workload.templateRoute, 'metadata', 'annotations'];
  const annotations = mapAt(workload.resource.value, holder.slice(workload.resource.route.length)) ?? {};
  return Object.entries(annotations).flatMap(([name, value]) => {
    const found = profileAnnotation(workload, name, value) ?? oldAnnotation(workload, name);
    return found === undefined ? [] : [placed([...holder, name], found, { object: titleOf(workload.resource), field: name })];
  });
}

type Found = Pick<Outdated, 'message' | 'since' | 'level' | 'fixes' | 'data'>;

function placed(at: Route, found: Found, data: JsonMap): Outdated {
  return { ...found, at, part: 'key', data: { ...data, since: found.since, ...found.data } };
}

/** The annotations that were security profiles: those of seccomp have no effect since 1.27, those of AppArmor still do. */
function profileAnnotation(workload: Workload, name: string, value: Json): Found | undefined {
  if (name === SECCOMP_POD) return seccomp(workload.podSpecRoute, workload.podSpec, value);
  for (const container of workload.containers) {
    if (name === SECCOMP_CONTAINER + container.name) return seccomp(container.route, container.value, value);
    if (name === APPARMOR_CONTAINER + container.name) return apparmor(container.route, container.value, value);
  }
  return undefined;
}

function seccomp(route: Route, holder: JsonMap, value: Json): Found {
  const { data, isSet } = profileField(route, holder, value, 'seccompProfile');
  return { message: 'ignored', since: '1.27', level: 'warning', data, fixes: isSet ? ['remove'] : 'value' in data ? ['move'] : [] };
}

function apparmor(route: Route, holder: JsonMap, value: Json): Found {
  const { data, isSet } = profileField(route, holder, value, 'appArmorProfile');
  // The API server refuses a pod whose annotation and field differ, so one that is accepted has them equal.
  return { message: 'annotation', since: '1.30', data, fixes: isSet ? ['remove'] : 'value' in data ? ['moveSafely'] : [] };
}

function profileField(route: Route, holder: JsonMap, value: Json, field: string): { readonly data: JsonMap; readonly isSet: boolean } {
  const profile = profileOf(value);
  const to = [...route, 'securityContext', field];
  const wanted = `securityContext.${field}`;
  const isSet = (getAt(holder, ['securityContext', field]) ?? null) !== null;
  return { data: profile === undefined ? { wanted } : { ...destination(to, profile), wanted }, isSet };
}

/** The profile that an annotation's value means as a field (Kubernetes documentation, seccomp and AppArmor). */
function profileOf(value: Json): JsonMap | undefined {
  if (value === 'runtime/default' || value === 'docker/default') return { type: 'RuntimeDefault' };
  if (value === 'unconfined') return { type: 'Unconfined' };
  const [, localhostProfile] = typeof value === 'string' ? (/^localhost\/([^${}]+)$/.exec(value) ?? []) : [];
  return localhostProfile === undefined ? undefined : { type: 'Localhost', localhostProfile };
}

/** Critical pods are those of a priority class since 1.16. */
function oldAnnotation({ podSpec }: Workload, name: string): Found | undefined {
  const known = LONG_IGNORED.get(name);
  if (known !== undefined) {
    const isSet = (podSpec[known.wanted] ?? null) !== null;
    return { message: 'ignored', since: known.since, level: 'warning', data: { wanted: known.wanted }, fixes: isSet ? ['remove'] : [] };
  }
  if (name !== CRITICAL_POD) return undefined;
  const isSet = (podSpec.priorityClassName ?? null) !== null;
  return { message: 'ignored', since: '1.16', level: 'warning', data: { wanted: 'priorityClassName' }, fixes: isSet ? ['remove'] : [] };
}

/** Annotations of an object that have become fields or other annotations, by its kind. */
export function outdatedOnObject({
  kind,
  value,
  route,
  title,
}: {
  kind: string;
  value: JsonMap;
  route: Route;
  title: string;
}): readonly Outdated[] {
  const readers = READERS.get(kind);
  const annotations = readers && mapAt(value, ['metadata', 'annotations']);
  if (annotations === undefined) return [];
  const spec = [...route, 'spec'];
  return Object.entries(annotations).flatMap(([name, written]) => {
    const found = isMap(written) ? undefined : readers?.get(name)?.(written, value, spec);
    return found === undefined ? [] : [placed([...route, 'metadata', 'annotations', name], found, { object: title, field: name })];
  });
}

type Reader = (written: Json, value: JsonMap, spec: Route) => Found | undefined;

const STORAGE_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** By kind and annotation. */
const READERS: ReadonlyMap<string, ReadonlyMap<string, Reader>> = new Map([
  ['Ingress', readers(['kubernetes.io/ingress.class', ingressClass])],
  ['PersistentVolumeClaim', readers([STORAGE_CLASS, storageClass])],
  [
    'PersistentVolume',
    readers(
      [STORAGE_CLASS, () => onVolume('storageClassName')],
      ['volume.beta.kubernetes.io/mount-options', () => onVolume('mountOptions')],
    ),
  ],
  ['Service', readers(['service.alpha.kubernetes.io/tolerate-unready-endpoints', unreadyEndpoints])],
  ['StorageClass', readers(['storageclass.beta.kubernetes.io/is-default-class', defaultClass])],
  ['ServiceAccount', readers(['kubernetes.io/enforce-mountable-secrets', mountableSecrets])],
]);

function readers(...entries: readonly (readonly [annotation: string, reader: Reader])[]): ReadonlyMap<string, Reader> {
  return new Map(entries);
}

/** Ingress classes that work by the annotation alone. Source: GKE documentation, Ingress for Application Load Balancers. */
const BY_ANNOTATION = new Set<Json>(['gce', 'gce-internal']);

/** Deprecated with the field in 1.18; the API server refuses an Ingress that is created with both. */
function ingressClass(written: Json, value: JsonMap, spec: Route): Found | undefined {
  const current = getAt(value, ['spec', 'ingressClassName']) ?? null;
  if (current !== null) return { message: 'twice', since: '1.18', level: 'error', data: { wanted: 'ingressClassName' }, fixes: ['remove'] };
  if (BY_ANNOTATION.has(written)) return undefined;
  const isMovable = typeof written === 'string' && written !== '' && isMap(value.spec);
  const data = { ...destination([...spec, 'ingressClassName'], written), since: '1.18' };
  return { message: 'annotation', since: '1.18', data, fixes: isMovable ? ['move'] : [] };
}

/** Source: Kubernetes documentation, Persistent Volumes: the annotation still works and will go. */
function storageClass(written: Json, value: JsonMap, spec: Route): Found {
  const isSet = (getAt(value, ['spec', 'storageClassName']) ?? null) !== null;
  const data = destination([...spec, 'storageClassName'], written);
  return { message: 'annotation', since: '1.6', data, fixes: isSet ? ['remove'] : ['move'] };
}

/** A PersistentVolume's spec can't be changed once it is there, so its rewriting is left to people. */
function onVolume(wanted: string): Found {
  return { message: 'annotation', since: '1.8', data: { wanted }, fixes: [] };
}

/** Source: Kubernetes documentation, Well-Known Labels, Annotations and Taints. */
function unreadyEndpoints(written: Json, value: JsonMap, spec: Route): Found {
  const isSet = (getAt(value, ['spec', 'publishNotReadyAddresses']) ?? null) !== null;
  const isWanted = String(written) === 'true' && !isSet;
  const data = destination([...spec, 'publishNotReadyAddresses'], true);
  return { message: 'annotation', since: '1.11', data, fixes: isWanted ? ['moveSafely'] : ['remove'] };
}

function defaultClass(_: Json, value: JsonMap): Found {
  const wanted = 'storageclass.kubernetes.io/is-default-class';
  const isSet = getAt(value, ['metadata', 'annotations', wanted]) !== undefined;
  return { message: 'renamed', since: '1.6', data: { wanted, to: wanted }, fixes: [isSet ? 'remove' : 'rename'] };
}

/** Source: API reference, ServiceAccount.secrets. */
function mountableSecrets(): Found {
  const text = 'which is deprecated since Kubernetes 1.32; keep Secrets that must not be mounted in a namespace of their own';
  return { message: 'discouraged', since: '1.32', data: { text }, fixes: [] };
}
