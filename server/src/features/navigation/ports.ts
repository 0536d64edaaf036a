import { containerPortsOf, definitionsOf } from '../../resources/definitions.ts';
import { portUsesOf } from '../../resources/port-uses.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { portName } from '../../rules/schema/name-formats.ts';
import { stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
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
  const start = isAmong(spot, containerPlaces(spot.resource, name)) ? [spot.resource] : ownersMeant(spot, 'pods', name, inventory);
  if (start.length === 0) return undefined;
  const { owners, users } = allWho(start, 'pods', name, inventory);
  const places = [...owners.flatMap((owner) => containerPlaces(owner, name)), ...users];
  return named(name, spot, places, (text) => owners.some((owner) => hasPort(owner, 'pods', text)));
}

function servicePortAt(spot: Spot, name: string, inventory: Inventory): Named | undefined {
  const start = servicesMeant(spot, name, inventory);
  if (start.length === 0) return undefined;
  const { owners, users } = allWho(start, 'services', name, inventory);
  const places = [...owners.flatMap((service) => servicePlaces(service, name, inventory)), ...users];
  return named(name, spot, places, (text) => owners.some((service) => hasPort(service, 'services', text)));
}

type Side = 'pods' | 'services';

/** Kinds that name ports of what they select. */
const USERS: Readonly<Record<Side, readonly string[]>> = {
  pods: ['Service', 'NetworkPolicy', 'PodMonitor'],
  services: ['ServiceMonitor'],
};

/** What selects something and names a port of it. */
interface User {
  readonly place: Occurrence;
  readonly owners: readonly Resource[];
}

/** Who names a port of what it selects: whoever selects several asks all of them. */
function usersOf(side: Side, name: string, inventory: Inventory): readonly User[] {
  return USERS[side].flatMap((kind) => inventory.ofKind(kind)).flatMap(({ resource }) => usesIn(resource, side, name, inventory));
}

function usesIn(resource: Resource, side: Side, name: string, inventory: Inventory): readonly User[] {
  const uses = portUsesOf(resource).filter(({ value }) => value === name);
  return uses.flatMap(({ route, selectors }) => {
    const meant = selectors.filter(({ of }) => of === side);
    const owners = meant.flatMap((selector) => inventory.selects(resource, selector)).map((entry) => entry.resource);
    return [{ place: occurrence(resource, route), owners: owners.filter((owner) => hasPort(owner, side, name)) }];
  });
}

function hasPort(owner: Resource, side: Side, name: string): boolean {
  return (side === 'pods' ? containerPortsOf(owner) : servicePorts(owner)).some((port) => port.name === name);
}

/** What has the port that is named at a spot by whoever selects it. */
function ownersMeant({ resource, route }: Spot, side: Side, name: string, inventory: Inventory): readonly Resource[] {
  const use = usesIn(resource, side, name, inventory).find(({ place }) => isRoute(place.route, route));
  return use?.owners ?? [];
}

/** Everything that shares a port's name: what has it, who asks for it, and what else those ask. */
function allWho(
  start: readonly Resource[],
  side: Side,
  name: string,
  inventory: Inventory,
): { readonly owners: readonly Resource[]; readonly users: readonly Occurrence[] } {
  const owners = new Set(start);
  const users: Occurrence[] = [];
  let waiting = usersOf(side, name, inventory);
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    const reached = waiting.filter((user) => user.owners.some((owner) => owners.has(owner)));
    for (const user of reached) {
      users.push(user.place);
      for (const owner of user.owners) owners.add(owner);
    }
    waiting = waiting.filter((user) => !reached.includes(user));
  }
  return { owners: [...owners], users };
}

/** Where a workload names a port of its containers: the port itself, probes and hooks. */
function containerPlaces(resource: Resource, name: string): readonly Occurrence[] {
  const workload = workloadOf(resource);
  const ports = containerPortsOf(resource).filter((port) => port.name === name);
  if (!workload || ports.length === 0) return [];
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

function servicesMeant(spot: Spot, name: string, inventory: Inventory): readonly Resource[] {
  const { resource } = spot;
  if (isAmong(spot, ownPorts(resource, name))) return [resource];
  const selected = ownersMeant(spot, 'services', name, inventory);
  if (selected.length > 0) return selected;
  const services = inventory.ofKind('Service').map((entry) => entry.resource);
  return services.filter((service) => hasPort(service, 'services', name) && isAmong(spot, servicePlaces(service, name, inventory)));
}

/** Where the port of a Service is named by itself, and by what refers to the Service. */
function servicePlaces(service: Resource, name: string, inventory: Inventory): readonly Occurrence[] {
  const referred = inventory
    .referrersTo(service)
    .flatMap(({ entry, reference: { port } }) => (port?.value === name ? [occurrence(entry.resource, port.route)] : []));
  return [...ownPorts(service, name), ...referred];
}

function servicePorts(service: Resource) {
  return definitionsOf(service).find(({ kind, by }) => kind === 'Service' && by === 'object')?.ports ?? [];
}

function ownPorts(service: Resource, name: string): readonly Occurrence[] {
  const ports = servicePorts(service).filter((port) => port.name === name);
  return ports.map(({ route }) => occurrence(service, [...route, 'name'], { isDefinition: true }));
}

function isAmong({ resource, route }: Spot, places: readonly Occurrence[]): boolean {
  return places.some((place) => place.resource === resource && isRoute(place.route, route));
}

function named(name: string, spot: Spot, places: readonly Occurrence[], isTaken: Named['isTaken']): Named {
  const here = places.find((place) => isAmong(spot, [place])) ?? occurrence(spot.resource, spot.route);
  return { title: 'port', name, here, occurrences: distinct([here, ...places]), fault: (text) => portName.fault(text), isTaken };
}
