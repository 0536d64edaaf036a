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

/** What an object is called, where that is refused. */
export function refusedNames({ kind, value, route }: Resource, target: string): readonly PlacedName[] {
  const metadata = mapAt(value, ['metadata']);
  if (metadata === undefined) return NONE;
  const { name, generateName, namespace } = metadata;
  const format = objectNameFormat(kind, target);
  return [
    ...refused(name, format, 'its name', route, 'metadata', 'name'),
    ...(generateName === undefined ? NONE : refused(generateName, prefixOf(format), 'its generateName', route, 'metadata', 'generateName')),
    ...refused(namespace, dnsLabel, 'its namespace', route, 'metadata', 'namespace'),
  ];
}

/** The format that the names of a kind's objects have. */
export function objectNameFormat(kind: string, target: string): NameFormat {
  return kind === 'Service' ? serviceFormat(target) : (FORMATS.get(kind) ?? dnsSubdomain);
}

function serviceFormat(target: string): NameFormat {
  return compareVersions(target, RELAXED_SERVICES) < 0 ? rfc1035Label : dnsLabel;
}

/** The names that a kind has besides its own, where they are refused: keys of data, hosts, ports of Services. */
export function refusedWithin(resource: Resource): readonly PlacedName[] {
  const { kind, group } = resource;
  if (group === '' && (kind === 'ConfigMap' || kind === 'Secret')) return dataKeys(resource);
  if (group === '' && kind === 'Service') return servicePorts(resource);
  return kind === 'Ingress' ? ingressNames(resource) : NONE;
}

function dataKeys({ value, route }: Resource): readonly PlacedName[] {
  return ['data', 'binaryData', 'stringData'].flatMap((field) => {
    const keys = Object.keys(mapAt(value, [field]) ?? {}).filter((key) => dataKey.fault(key) !== undefined);
    return keys.map((key): PlacedName => {
      return { at: [...route, field, key], part: 'key', text: key, place: `a key of \`${field}\``, format: dataKey };
    });
  });
}

function servicePorts({ value, route }: Resource): readonly PlacedName[] {
  return (listAt(value, ['spec', 'ports']) ?? []).flatMap((port, index) => [
    ...refused(getAt(port, ['name']), dnsLabel, "a port's name", route, 'spec', 'ports', index, 'name'),
    ...refused(getAt(port, ['targetPort']), portName, "a target port's name", route, 'spec', 'ports', index, 'targetPort'),
  ]);
}

function ingressNames({ value, route }: Resource): readonly PlacedName[] {
  const rules = (listAt(value, ['spec', 'rules']) ?? []).flatMap((rule, index) => {
    const paths = (listAt(rule, ['http', 'paths']) ?? []).flatMap((path, number) => {
      const name = getAt(path, BACKEND_PORT);
      return refused(name, portName, "a backend's port name", route, 'spec', 'rules', index, 'http', 'paths', number, ...BACKEND_PORT);
    });
    return [...refused(stringAt(rule, ['host']), hostName, 'a host', route, 'spec', 'rules', index, 'host'), ...paths];
  });
  const secured = (listAt(value, ['spec', 'tls']) ?? []).flatMap((entry, index) =>
    (listAt(entry, ['hosts']) ?? []).flatMap((host, number) =>
      refused(host, hostName, 'a host of `tls`', route, 'spec', 'tls', index, 'hosts', number),
    ),
  );
  return [...rules, ...secured];
}

const BACKEND_PORT: Route = ['backend', 'service', 'port', 'name'];

const NONE: readonly PlacedName[] = [];

/**
 * The name at a place, if it is refused; none where it is absent, empty or no text, which the schema has its say about.
 * @param steps from the route to the name
 */
export function refused(text: Json | undefined, format: NameFormat, place: string, route: Route, ...steps: Route): readonly PlacedName[] {
  if (typeof text !== 'string' || text === '' || format.fault(text) === undefined) return NONE;
  return [{ at: [...route, ...steps], part: 'value', text, place, format }];
}
