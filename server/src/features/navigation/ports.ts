import { containerPortsOf, definitionsOf } from '../../resources/definitions.ts';
import type { Selection } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { portName } from '../../rules/schema/name-formats.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** A named port of containers or of a Service that stands at a spot. */
export function portAt(spot: Spot, inventory: Inventory): Named | undefined {
  const name = spot.part === 'value' ? stringAt(spot.resource.value, spot.route.slice(spot.resource.route.length)) : undefined;
  if (name === undefined || name === '') return undefined;
  return containerPortAt(spot, name, inventory) ?? servicePortAt(spot, name, inventory);
}

function containerPortAt(spot: Spot, name: string, inventory: Inventory): Named | undefined {
  const workloads = isAmong(spot, containerPlaces(spot.resource, name)) ? [spot.resource] : workloadsMeant(spot, name, inventory);
  if (workloads.length === 0) return undefined;
  const selections = workloads.flatMap((workload) => inventory.selectedBy(workload));
  const users = selections.filter(({ entry }) => targetPlaces(entry.resource, name).length > 0);
  // A Service that asks for the port by name asks all workloads that it selects.
  const all = new Set([...workloads, ...users.flatMap((user) => selectedWorkloads(user, name, inventory))]);
  const places = [
    ...[...all].flatMap((workload) => containerPlaces(workload, name)),
    ...users.flatMap(({ entry }) => targetPlaces(entry.resource, name)),
  ];
  return named('port', name, spot, places, (text) =>
    [...all].some((workload) => containerPortsOf(workload).some((port) => port.name === text)),
  );
}

/** The workloads that have the port which a Service, a policy or a PodMonitor asks for by name. */
function workloadsMeant(spot: Spot, name: string, inventory: Inventory): readonly Resource[] {
  const { resource } = spot;
  if (!isAmong(spot, targetPlaces(resource, name))) return [];
  const found = inventory.workloads().map(({ entry }) => entry.resource);
  return found.filter(
    (workload) =>
      containerPortsOf(workload).some((port) => port.name === name) &&
      inventory.selectedBy(workload).some(({ entry }) => entry.resource === resource),
  );
}

function selectedWorkloads({ entry, selector }: Selection, name: string, inventory: Inventory): readonly Resource[] {
  const found = inventory.selects(entry.resource, selector).map(({ resource }) => resource);
  return found.filter((resource) => containerPortsOf(resource).some((port) => port.name === name));
}

/** Where a workload names a port of its containers: the port itself, probes and hooks. */
function containerPlaces(resource: Resource, name: string): readonly Occurrence[] {
  const workload = workloadOf(resource);
  if (!workload || !containerPortsOf(resource).some((port) => port.name === name)) return [];
  const ports = containerPortsOf(resource).filter((port) => port.name === name);
  const uses = workload.containers.flatMap(({ value, route }) =>
    PROBE_PORTS.filter((path) => stringAt(value, path) === name).map((path) => occurrence(resource, [...route, ...path])),
  );
  return [...ports.map(({ route }) => occurrence(resource, [...route, 'name'], { isDefinition: true })), ...uses];
}

const PROBE_PORTS: readonly Route[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => [
    [probe, 'httpGet', 'port'],
    [probe, 'tcpSocket', 'port'],
  ]),
  ['lifecycle', 'preStop', 'httpGet', 'port'],
  ['lifecycle', 'postStart', 'httpGet', 'port'],
];

/** Where another object names a container's port: a Service's targetPort, a policy's port, a PodMonitor's. */
function targetPlaces(resource: Resource, name: string): readonly Occurrence[] {
  return TARGETS.get(resource.kind)?.flatMap((path) => matches(resource.value, path, resource.route, name, resource)) ?? [];
}

const TARGETS: ReadonlyMap<string, readonly Route[]> = new Map([
  ['Service', [['spec', 'ports', '*', 'targetPort']]],
  [
    'NetworkPolicy',
    [
      ['spec', 'ingress', '*', 'ports', '*', 'port'],
      ['spec', 'egress', '*', 'ports', '*', 'port'],
    ],
  ],
  ['PodMonitor', [['spec', 'podMetricsEndpoints', '*', 'port']]],
]);

function servicePortAt(spot: Spot, name: string, inventory: Inventory): Named | undefined {
  const services = servicesMeant(spot, name, inventory);
  if (services.length === 0) return undefined;
  const places = services.flatMap((service) => servicePlaces(service, name, inventory));
  return named('port', name, spot, places, (text) => services.some((service) => portsOf(service).some((port) => port.name === text)));
}

function servicesMeant(spot: Spot, name: string, inventory: Inventory): readonly Resource[] {
  const { resource } = spot;
  if (isAmong(spot, ownPorts(resource, name))) return [resource];
  const services = inventory.ofKind('Service').map((entry) => entry.resource);
  return services.filter(
    (service) => portsOf(service).some((port) => port.name === name) && isAmong(spot, servicePlaces(service, name, inventory)),
  );
}

/** Where the port of a Service is named: by itself, by what refers to the Service, and by ServiceMonitors. */
function servicePlaces(service: Resource, name: string, inventory: Inventory): readonly Occurrence[] {
  const referred = inventory
    .referrersTo(service)
    .flatMap(({ entry, reference: { port } }) => (port?.value === name ? [occurrence(entry.resource, port.route)] : []));
  const monitors = inventory
    .ofKind('ServiceMonitor')
    .map(({ resource }) => resource)
    .filter((monitor) => monitorsOf(service, inventory).includes(monitor))
    .flatMap((monitor) => matches(monitor.value, ['spec', 'endpoints', '*', 'port'], monitor.route, name, monitor));
  return [...ownPorts(service, name), ...referred, ...monitors];
}

function monitorsOf(service: Resource, inventory: Inventory): readonly Resource[] {
  return inventory
    .selectedBy(service)
    .filter(({ selector }) => selector.via === 'monitor')
    .map(({ entry }) => entry.resource);
}

function portsOf(service: Resource) {
  return definitionsOf(service).find(({ kind, by }) => kind === 'Service' && by === 'object')?.ports ?? [];
}

function ownPorts(service: Resource, name: string): readonly Occurrence[] {
  const ports = portsOf(service).filter((port) => port.name === name);
  return ports.map(({ route }) => occurrence(service, [...route, 'name'], { isDefinition: true }));
}

function isAmong({ resource, route }: Spot, places: readonly Occurrence[]): boolean {
  return places.some((place) => place.resource === resource && isRoute(place.route, route));
}

function named(title: string, name: string, spot: Spot, places: readonly Occurrence[], isTaken: Named['isTaken']): Named {
  const here = places.find((place) => isAmong(spot, [place])) ?? occurrence(spot.resource, spot.route);
  return { title, name, here, occurrences: distinct([here, ...places]), fault: (text) => portName.fault(text), isTaken };
}

/** The values along a path that are a name; `*` is every item of a list. */
function matches(value: Json, path: Route, route: Route, name: string, resource: Resource): readonly Occurrence[] {
  const star = path.indexOf('*');
  if (star < 0) return stringAt(value, path) === name ? [occurrence(resource, [...route, ...path])] : [];
  const before = path.slice(0, star);
  return (listAt(value, before) ?? []).flatMap((item, index) =>
    matches(item, path.slice(star + 1), [...route, ...before, index], name, resource),
  );
}
