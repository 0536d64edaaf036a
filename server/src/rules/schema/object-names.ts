import type { Resource } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import { getAt, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import type { NameFormat } from './name-formats.ts';
import {
  dataKey,
  dnsLabel,
  dnsSubdomain,
  dnsSubdomainOf,
  hostName,
  pathSegment,
  portName,
  prefixOf,
  rfc1035Label,
} from './name-formats.ts';

/** A name at its place. */
export interface PlacedName {
  readonly at: Route;
  readonly part: 'key' | 'value';
  readonly text: string;
  /** As a message names it: `the container's name`. */
  readonly place: string;
  readonly format: NameFormat;
  /** True where no other such name of the object may be the same. */
  readonly unique?: boolean;
}

/** Kinds whose names are not just any DNS subdomain. Source: the validation of each API group in kubernetes/kubernetes. */
const FORMATS: ReadonlyMap<string, NameFormat> = new Map([
  ['Namespace', dnsLabel],
  // The names of its Jobs have eleven more characters; those of a Job become labels of its pods.
  ['CronJob', dnsSubdomainOf(52)],
  ['Job', dnsSubdomainOf(63)],
  ['CSIDriver', dnsSubdomainOf(63)],
  ['Role', pathSegment],
  ['ClusterRole', pathSegment],
  ['RoleBinding', pathSegment],
  ['ClusterRoleBinding', pathSegment],
]);

/** The first version in which a Service's name may begin with a digit by default (feature RelaxedServiceNameValidation). */
const RELAXED_SERVICES = '1.36';

/** What an object is called, and where. */
export function objectNames({ kind, value, route }: Resource, target: string): readonly PlacedName[] {
  const format = objectNameFormat(kind, target);
  const metadata = [...route, 'metadata'];
  return [
    ...nameAt(getAt(value, ['metadata', 'name']), [...metadata, 'name'], 'its name', format),
    ...nameAt(getAt(value, ['metadata', 'generateName']), [...metadata, 'generateName'], 'its generateName', prefixOf(format)),
    ...nameAt(getAt(value, ['metadata', 'namespace']), [...metadata, 'namespace'], 'its namespace', dnsLabel),
  ];
}

/** The format that the names of a kind's objects have. */
export function objectNameFormat(kind: string, target: string): NameFormat {
  return kind === 'Service' ? serviceFormat(target) : (FORMATS.get(kind) ?? dnsSubdomain);
}

function serviceFormat(target: string): NameFormat {
  return compareVersions(target, RELAXED_SERVICES) < 0 ? rfc1035Label : dnsLabel;
}

/** The names that a kind has besides its own: keys of data, hosts, ports of Services. */
export function innerNames(resource: Resource): readonly PlacedName[] {
  const { kind, group } = resource;
  if (group === '' && (kind === 'ConfigMap' || kind === 'Secret')) return dataKeys(resource);
  if (group === '' && kind === 'Service') return servicePorts(resource);
  return kind === 'Ingress' ? ingressNames(resource) : [];
}

function dataKeys({ value, route }: Resource): readonly PlacedName[] {
  return ['data', 'binaryData', 'stringData'].flatMap((field) =>
    Object.keys(mapAt(value, [field]) ?? {}).map((key): PlacedName => {
      return { at: [...route, field, key], part: 'key', text: key, place: `a key of \`${field}\``, format: dataKey };
    }),
  );
}

function servicePorts({ value, route }: Resource): readonly PlacedName[] {
  return (listAt(value, ['spec', 'ports']) ?? []).flatMap((port, index) => {
    const at = [...route, 'spec', 'ports', index];
    return [
      ...nameAt(getAt(port, ['name']), [...at, 'name'], "a port's name", dnsLabel).map((name) => ({ ...name, unique: true })),
      ...nameAt(getAt(port, ['targetPort']), [...at, 'targetPort'], "a target port's name", portName),
    ];
  });
}

function ingressNames({ value, route }: Resource): readonly PlacedName[] {
  const rules = (listAt(value, ['spec', 'rules']) ?? []).flatMap((rule, index) => {
    const at = [...route, 'spec', 'rules', index];
    const paths = (listAt(rule, ['http', 'paths']) ?? []).flatMap((path, number) => {
      const name: Route = ['backend', 'service', 'port', 'name'];
      return nameAt(getAt(path, name), [...at, 'http', 'paths', number, ...name], "a backend's port name", portName);
    });
    return [...nameAt(stringAt(rule, ['host']), [...at, 'host'], 'a host', hostName), ...paths];
  });
  const secured = (listAt(value, ['spec', 'tls']) ?? []).flatMap((entry, index) =>
    (listAt(entry, ['hosts']) ?? []).flatMap((host, number) =>
      nameAt(host, [...route, 'spec', 'tls', index, 'hosts', number], 'a host of `tls`', hostName),
    ),
  );
  return [...rules, ...secured];
}

/** The name at a place; none where it is absent, empty or no text, which the schema has its say about. */
export function nameAt(text: Json | undefined, at: Route, place: string, format: NameFormat): readonly PlacedName[] {
  return typeof text === 'string' && text !== '' ? [{ at, part: 'value', text, place, format }] : [];
}
