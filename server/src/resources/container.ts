import { getAt, isList, isMap, listAt, mapAt, numberAt, stringAt } from '../yaml/json.ts';
import type { Json, JsonMap, Route } from '../yaml/types.ts';
import { parseQuantity } from './quantity.ts';
import type { Container, ContainerKind, ContainerPort, Quantity, ResourceList, Workload } from './types.ts';

/** The containers of a workload's pod: init containers first, as Kubernetes starts them, each with its absolute route. */
export function containersOf(workload: Workload): readonly Container[] {
  return [...listOf(workload, 'initContainers'), ...listOf(workload, 'containers')];
}

/**
 * What a container is sure to get of a resource: its request, or its limit where it states no request (as Kubernetes defaults it).
 * @param resource `cpu`, `memory`, `nvidia.com/gpu`, …
 */
export function requestOf(container: Container, resource: string): Quantity | undefined {
  return container.requests[resource] ?? container.limits[resource];
}

/** True for containers that run as long as their pod: all but ordinary init containers. */
export function isLongRunning(container: Container): boolean {
  return container.kind !== 'init';
}

/** Requests or limits as quantities; what can't be read as one is absent. */
export function resourceListOf(value: Json | undefined): ResourceList {
  if (!isMap(value)) return {};
  const entries = Object.entries(value).map(([name, amount]) => [name, parseQuantity(amount)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Quantity] => entry[1] !== undefined));
}

function listOf(workload: Workload, field: 'initContainers' | 'containers'): readonly Container[] {
  const list = listAt(workload.podSpec, [field]) ?? [];
  const route = [...workload.podSpecRoute, field];
  return list.flatMap((value, index) => (isMap(value) ? [toContainer(workload, value, [...route, index], kindOf(field, value))] : []));
}

function kindOf(field: 'initContainers' | 'containers', value: JsonMap): ContainerKind {
  if (field === 'containers') return 'container';
  return value.restartPolicy === 'Always' ? 'sidecar' : 'init';
}

function toContainer(workload: Workload, value: JsonMap, route: Route, kind: ContainerKind): Container {
  const resources = mapAt(value, ['resources']);
  return {
    kind,
    name: stringAt(value, ['name']) ?? `#${String(route.at(-1))}`,
    route,
    value,
    image: stringAt(value, ['image']),
    requests: resourceListOf(resources?.requests),
    limits: resourceListOf(resources?.limits),
    ports: portsOf(value, route),
    workload,
  };
}

function portsOf(container: JsonMap, route: Route): readonly ContainerPort[] {
  const ports = getAt(container, ['ports']);
  if (!isList(ports)) return [];
  return ports.flatMap((port, index) => (isMap(port) ? [toPort(port, [...route, 'ports', index])] : []));
}

function toPort(port: JsonMap, route: Route): ContainerPort {
  return {
    route,
    name: stringAt(port, ['name']),
    port: numberAt(port, ['containerPort']),
    protocol: stringAt(port, ['protocol']) ?? 'TCP',
  };
}
