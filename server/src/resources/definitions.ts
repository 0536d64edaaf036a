import { getAt, isMap, listAt, mapAt, numberAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { tlsOf } from './ingress.ts';
import { generatedBy } from './kustomize-generators.ts';
import { objectMemo } from './object-memo.ts';
import { operatorProducts } from './operator-products.ts';
import type { Resource } from './types.ts';
import { workloadOf } from './workload.ts';

/** A key of a ConfigMap or Secret. */
export interface DefinedKey {
  readonly name: string;
  /** Of its value; undefined where it comes from outside the text. */
  readonly route: Route | undefined;
}

/** A port under which something is reached. */
export interface DefinedPort {
  /** Of the port's entry. */
  readonly route: Route;
  readonly name: string | undefined;
  readonly number: number | undefined;
}

/** Something that others can name: the object itself, or what an operator or a controller makes for it. Routes are absolute. */
export interface Definition {
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly name: string;
  /** As stated; undefined where it isn't, and for what is made in the object's own namespace. */
  readonly namespace: string | undefined;
  /** Of the value that gives the name. */
  readonly route: Route;
  /** Keys of a ConfigMap or Secret; undefined where nobody can tell from the text which it has. */
  readonly keys: readonly DefinedKey[] | undefined;
  /** Ports of a Service; undefined where it isn't one, or nobody can tell. */
  readonly ports: readonly DefinedPort[] | undefined;
  /** What makes it: the object itself, or who does for it, as a sentence says: `Certificate`, `ExternalSecret`. */
  readonly by: 'object' | string;
}

/**
 * What an object gives to others by name: itself, and the Secrets, claims, Services and ConfigMaps that are made for it. An object without a name gives
 * nothing. Memoised by object.
 */
export const definitionsOf: (resource: Resource) => readonly Definition[] = objectMemo((resource) => {
  const { kind, group, name, route } = resource;
  const own = name === undefined ? [] : [toDefinition(resource, kind, group, name, [...route, 'metadata', 'name'], 'object')];
  const make = MAKERS.get(`${group}/${kind}`);
  const beside = operatorProducts(resource).map((made) =>
    toDefinition(resource, made.kind, '', made.name, [...route, 'metadata', 'name'], made.by),
  );
  return [...own, ...(make?.(resource) ?? []), ...beside];
});

/** Ports of a workload's containers by which Services and probes name them, native sidecars' included. */
export function containerPortsOf(resource: Resource): readonly DefinedPort[] {
  const containers = workloadOf(resource)?.containers ?? [];
  return containers.filter(({ kind }) => kind !== 'init').flatMap(({ ports }) => ports.map(toPort));
}

function toPort({ route, name, port }: { readonly route: Route; readonly name: string | undefined; readonly port: number | undefined }) {
  return { route, name, number: port };
}

function toDefinition(resource: Resource, kind: string, group: string, name: string, route: Route, by: string): Definition {
  const own = by === 'object';
  return {
    kind,
    group,
    name,
    namespace: own ? resource.namespace : undefined,
    route,
    keys: own && group === '' ? keysOf(resource) : undefined,
    ports: own && group === '' && kind === 'Service' ? servicePortsOf(resource) : undefined,
    by,
  };
}

const KEY_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ConfigMap', ['data', 'binaryData']],
  ['Secret', ['data', 'stringData']],
]);

/** The keys of a ConfigMap or Secret; unknown for a token, which the cluster fills in. */
function keysOf({ kind, value, route }: Resource): readonly DefinedKey[] | undefined {
  const fields = KEY_FIELDS.get(kind);
  if (!fields || stringAt(value, ['type']) === 'kubernetes.io/service-account-token') return undefined;
  const keys = fields.flatMap((field) =>
    Object.keys(mapAt(value, [field]) ?? {}).map((name) => ({ name, route: [...route, field, name] })),
  );
  return keys.filter(({ name }, index) => keys.findIndex((other) => other.name === name) === index);
}

function servicePortsOf({ value, route }: Resource): readonly DefinedPort[] {
  return (listAt(value, ['spec', 'ports']) ?? []).flatMap((port, index) =>
    isMap(port) ? [{ route: [...route, 'spec', 'ports', index], name: stringAt(port, ['name']), number: numberAt(port, ['port']) }] : [],
  );
}

type Maker = (resource: Resource) => readonly Definition[];

/** A maker of one Secret, whose name is at the first of some routes that has one, else the object's own. */
function secretAt(by: string, paths: readonly Route[], ownName: boolean, keysOfSecret?: (resource: Resource) => Definition['keys']): Maker {
  return (resource) => {
    const at = [...paths, ...(ownName ? [['metadata', 'name']] : [])].find((path) => !!stringAt(resource.value, path));
    if (!at) return [];
    const made = toDefinition(resource, 'Secret', '', stringAt(resource.value, at) ?? '', [...resource.route, ...at], by);
    return [{ ...made, keys: keysOfSecret?.(resource) }];
  };
}

/** Keys that an ExternalSecret states one by one; unknown where it takes over whole entries, or fills in a template. */
function externalKeys({ value, route }: Resource): Definition['keys'] {
  const isOpen = getAt(value, ['spec', 'dataFrom']) !== undefined || getAt(value, ['spec', 'target', 'template']) !== undefined;
  return isOpen ? undefined : keysIn(listAt(value, ['spec', 'data']), 'secretKey', [...route, 'spec', 'data']);
}

function keysIn(list: readonly Json[] | undefined, field: string, route: Route): readonly DefinedKey[] {
  return (list ?? []).flatMap((entry, index) => {
    const name = stringAt(entry, [field]);
    return name === undefined ? [] : [{ name, route: [...route, index, field] }];
  });
}

function sealedKeys({ value, route }: Resource): Definition['keys'] {
  if (getAt(value, ['spec', 'template', 'data']) !== undefined) return undefined;
  const sealed = Object.keys(mapAt(value, ['spec', 'encryptedData']) ?? {});
  return sealed.map((name) => ({ name, route: [...route, 'spec', 'encryptedData', name] }));
}

/** cert-manager makes the Secrets of an Ingress or Gateway that is annotated with an issuer (its documentation, Annotated Ingress). */
function secretsOfShim(resource: Resource): readonly Definition[] {
  const { annotations } = resource;
  const isAnnotated = ['issuer', 'cluster-issuer'].some((key) => annotations[`cert-manager.io/${key}`] !== undefined);
  const isAcme = annotations['kubernetes.io/tls-acme'] === 'true';
  if (!isAnnotated && !isAcme) return [];
  const names = resource.kind === 'Ingress' ? ingressSecrets(resource) : gatewaySecrets(resource);
  return names.map(({ name, route }) => toDefinition(resource, 'Secret', '', name, route, 'cert-manager'));
}

interface Named {
  readonly name: string;
  readonly route: Route;
}

function ingressSecrets(resource: Resource): readonly Named[] {
  return tlsOf(resource).flatMap(({ secretName, route }) => (secretName ? [{ name: secretName, route: [...route, 'secretName'] }] : []));
}

function gatewaySecrets({ value, route }: Resource): readonly Named[] {
  return (listAt(value, ['spec', 'listeners']) ?? []).flatMap((listener, index) =>
    (listAt(listener, ['tls', 'certificateRefs']) ?? []).flatMap((reference, at) => {
      const name = stringAt(reference, ['name']);
      return name ? [{ name, route: [...route, 'spec', 'listeners', index, 'tls', 'certificateRefs', at, 'name'] }] : [];
    }),
  );
}

/** Claims of a StatefulSet's pods that are named at most; a pod mounts one by hand only to look after it. */
const MOST_CLAIMS = 100;

/** `<claim>-<set>-<ordinal>` (Kubernetes documentation, StatefulSets, Stable Storage). */
function claimsOfSet(resource: Resource): readonly Definition[] {
  const { name, value, route } = resource;
  const count = Math.min(numberAt(value, ['spec', 'replicas']) ?? 1, MOST_CLAIMS);
  return (listAt(value, ['spec', 'volumeClaimTemplates']) ?? []).flatMap((template, index) => {
    const claim = stringAt(template, ['metadata', 'name']);
    if (!claim || !name) return [];
    const at = [...route, 'spec', 'volumeClaimTemplates', index, 'metadata', 'name'];
    const ordinals = Array.from({ length: Math.max(0, Math.floor(count)) }, (_, ordinal) => ordinal);
    return ordinals.map((ordinal) => toDefinition(resource, 'PersistentVolumeClaim', '', `${claim}-${name}-${ordinal}`, at, 'StatefulSet'));
  });
}

const CERTIFICATE_KEYS: readonly DefinedKey[] = ['tls.crt', 'tls.key', 'ca.crt'].map((name) => ({ name, route: undefined }));
const addsKeys = ({ value }: Resource): Definition['keys'] => {
  const isOpen = ['keystores', 'additionalOutputFormats'].some((field) => getAt(value, ['spec', field]) !== undefined);
  return isOpen ? undefined : CERTIFICATE_KEYS;
};
const ACME_KEY: Route = ['spec', 'acme', 'privateKeySecretRef', 'name'];

/**
 * Kinds for which something is made, as `group/Kind` (the API references of cert-manager, External Secrets, Sealed Secrets,
 * Prometheus operator, Argo Rollouts).
 */
const MAKERS: ReadonlyMap<string, Maker> = new Map([
  ['kustomize.config.k8s.io/Kustomization', generatedBy],
  ['kustomize.config.k8s.io/Component', generatedBy],
  ['cert-manager.io/Certificate', secretAt('Certificate', [['spec', 'secretName']], false, addsKeys)],
  ['cert-manager.io/Issuer', secretAt('Issuer', [ACME_KEY], false)],
  ['cert-manager.io/ClusterIssuer', secretAt('ClusterIssuer', [ACME_KEY], false)],
  ['external-secrets.io/ExternalSecret', secretAt('ExternalSecret', [['spec', 'target', 'name']], true, externalKeys)],
  ['bitnami.com/SealedSecret', secretAt('SealedSecret', [['spec', 'template', 'metadata', 'name']], true, sealedKeys)],
  ['secrets.infisical.com/InfisicalSecret', secretAt('InfisicalSecret', [['spec', 'managedSecretReference', 'secretName']], false)],
  ['secrets.hashicorp.com/VaultStaticSecret', secretAt('VaultStaticSecret', [['spec', 'destination', 'name']], false)],
  ['secrets.hashicorp.com/VaultDynamicSecret', secretAt('VaultDynamicSecret', [['spec', 'destination', 'name']], false)],
  ['onepassword.com/OnePasswordItem', secretAt('OnePasswordItem', [], true)],
  ['networking.k8s.io/Ingress', secretsOfShim],
  ['extensions/Ingress', secretsOfShim],
  ['gateway.networking.k8s.io/Gateway', secretsOfShim],
  ['apps/StatefulSet', claimsOfSet],
]);
