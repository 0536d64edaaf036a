import { isLongRunning } from '../../resources/container.ts';
import { volumesOf } from '../../resources/pod-volumes.ts';
import type { Container, ContainerPort, Workload } from '../../resources/types.ts';
import { equals, getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Problem } from '../types.ts';
import { isDirective } from './patch-directive.ts';

type Found = Problem<'container' | 'volume' | 'port' | 'podPort' | 'number' | 'hostPort', 'rename' | 'remove'>;

/** Longest name of a container's port (IANA service names, RFC 6335). */
const LONGEST_PORT_NAME = 15;

export default defineRule({
  id: 'references/duplicate-name',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'Two containers, volumes or ports of a pod with one name',
    why:
      'Names are how the parts of a pod refer to each other and how updates find what they change. The API server rejects a pod in which two containers, two ' +
      'volumes or two ports of a container share one.',
    fix: 'Rename one of the two, and what refers to it, or remove what is there twice.',
    exceptions:
      'Init containers share the names of the others. Variables given twice are `references/env-shadowing`, two mounts at one path `references/volume-mount`. ' +
      'One port name in two containers, and one port number twice in a container, are accepted by the API server and so are warnings. Silent for names that are ' +
      'filled in later.',
    sources: [
      'Kubernetes API validation of pods: names of containers and volumes, port names of a container, host ports',
      'Kubernetes API reference, Container.ports: the list is merged by containerPort and protocol; ContainerPort.name: unique in the pod',
    ],
  },
  messages: {
    container: 'Two containers of this pod are called "{name}"; the API server rejects a pod whose containers cannot be told apart.',
    volume: 'Two volumes of this pod are called "{name}"; the API server rejects a pod in which a mount could mean either.',
    port: 'Container "{container}" has two ports called "{name}"; the API server rejects it, since a Service or probe could mean either.',
    podPort:
      'Container "{container}" calls a port "{name}", as container "{other}" of the pod does; a Service that asks for "{name}" reaches only one of them.',
    number:
      'Container "{container}" lists port {port}/{protocol} twice; Kubernetes tells ports apart by number and protocol, so one of the entries is lost when it ' +
      'is updated.',
    hostPort:
      'Container "{container}" takes host port {port}/{protocol}, which container "{other}" of this pod takes already; the API server rejects the pod.',
  },
  *check(workload) {
    yield* containerNames(workload);
    yield* volumeNames(workload);
    for (const container of workload.containers) yield* portNames(container);
    yield* portNamesOfPod(workload);
    yield* hostPorts(workload);
  },
  fixes: {
    rename: {
      title: 'Rename it to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    remove: {
      title: 'Remove the second one',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at: at.slice(0, lastIndex(at) + 1), prune: true }],
    },
  },
});

/** Position in a route of the last index, behind which the fields of the item follow. */
function lastIndex(route: Route): number {
  return route.findLastIndex((step) => typeof step === 'number');
}

/** A repeated thing, and the one that was there before. */
interface Repetition<T> {
  readonly again: T;
  readonly first: T;
}

function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): readonly Repetition<T>[] {
  const seen = new Map<string, T>();
  return items.flatMap((again) => {
    const key = keyOf(again);
    if (key === undefined || key === '' || isPlaceholder(key)) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, again);
    return first === undefined ? [] : [{ again, first }];
  });
}

/** A name that none of the others has: the wanted one, or that with a number. */
function freeName(wanted: string, taken: readonly (string | undefined)[]): string {
  const candidates = [wanted, ...taken.map((_, index) => `${wanted}-${index + 2}`)];
  return candidates.find((name) => !taken.includes(name)) ?? wanted;
}

function* containerNames({ containers }: Workload): Iterable<Found> {
  // The name of what runs on is the one that others refer to, so it comes first.
  const ordered = [...containers.filter(isLongRunning), ...containers.filter((container) => !isLongRunning(container))];
  const named = ordered.filter(({ value }) => stringAt(value, ['name']) !== undefined && !isDirective(value));
  for (const { again, first } of repeated(named, ({ name }) => name)) {
    const wanted = freeName(
      `${again.name}-${isLongRunning(again) ? '2' : 'init'}`,
      containers.map(({ name }) => name),
    );
    yield {
      at: [...again.route, 'name'],
      message: 'container',
      data: { name: again.name, wanted },
      related: [{ at: [...first.route, 'name'], message: 'The first one' }],
      fixes: equals(again.value, first.value) ? ['remove', 'rename'] : ['rename'],
    };
  }
}

function* volumeNames(workload: Workload): Iterable<Found> {
  const volumes = volumesOf(workload).filter(({ isClaim, value }) => !isClaim && !isDirective(value));
  for (const { again, first } of repeated(volumes, ({ name }) => name)) {
    yield {
      at: again.nameAt,
      message: 'volume',
      data: { name: again.name },
      related: [{ at: first.nameAt, message: 'The first one' }],
      // Mounts go by the name, so a new one would leave the volume without any; which one is meant, only a person knows.
      fixes: equals(again.value, first.value) ? ['remove'] : [],
    };
  }
}

function* portNames(container: Container): Iterable<Found> {
  const { name, ports } = container;
  for (const { again, first } of repeated(ports, (port) => port.name)) {
    const taken = ports.map((port) => port.name);
    yield {
      at: [...again.route, 'name'],
      message: 'port',
      data: { container: name, name: again.name ?? '', wanted: freePortName(again, taken) },
      related: [{ at: [...first.route, 'name'], message: 'The first one' }],
      fixes: isSamePort(again, first) ? ['remove'] : ['rename'],
    };
  }
  for (const { again, first } of repeated(ports, portKey)) {
    // The same name has been reported.
    if (again.name !== undefined && again.name === first.name) continue;
    yield {
      at: [...again.route, 'containerPort'],
      message: 'number',
      level: 'warning',
      data: { container: name, port: again.port ?? 0, protocol: again.protocol },
      related: [{ at: [...first.route, 'containerPort'], message: 'The first one' }],
      // A name may be asked for.
      fixes: again.name === undefined ? ['remove'] : [],
    };
  }
}

function portKey({ port, protocol }: ContainerPort): string | undefined {
  return port === undefined ? undefined : `${port}/${protocol}`;
}

function isSamePort(one: ContainerPort, other: ContainerPort): boolean {
  return one.port === other.port && one.protocol === other.protocol;
}

/** The name with the port's number, `http-9090` for `http`, as long as that may be. */
function freePortName({ name = 'port', port }: ContainerPort, taken: readonly (string | undefined)[]): string {
  const suffix = `-${port ?? 2}`;
  return freeName(name.slice(0, LONGEST_PORT_NAME - suffix.length).replace(/-+$/, '') + suffix, taken);
}

/** Names that two containers share. Init containers end before the others start, so their ports never meet. */
function* portNamesOfPod({ containers }: Workload): Iterable<Found> {
  const named = containers
    .filter(({ kind }) => kind !== 'init')
    .flatMap((container) => container.ports.map((port) => ({ container, port })))
    .filter(({ port }) => port.name !== undefined);
  for (const { again, first } of repeated(named, ({ port }) => port.name)) {
    if (again.container === first.container) continue;
    const taken = named.map(({ port }) => port.name);
    yield {
      at: [...again.port.route, 'name'],
      message: 'podPort',
      level: 'warning',
      data: {
        container: again.container.name,
        name: again.port.name ?? '',
        other: first.container.name,
        wanted: freePortName(again.port, taken),
      },
      related: [{ at: [...first.port.route, 'name'], message: 'The first one' }],
      fixes: ['rename'],
    };
  }
}

function* hostPorts({ containers, podSpec }: Workload): Iterable<Found> {
  const bound = containers
    .filter(({ kind }) => kind !== 'init')
    .flatMap((container) => (listAt(container.value, ['ports']) ?? []).map((value, index) => ({ container, value, index })))
    .filter(({ value }) => (numberAt(value, ['hostPort']) ?? 0) > 0);
  const protocolOf = (value: Json): string => stringAt(value, ['protocol']) ?? 'TCP';
  const keyOf = ({ value }: (typeof bound)[number]): string =>
    `${numberAt(value, ['hostPort'])}/${protocolOf(value)}/${stringAt(value, ['hostIP']) ?? ''}`;
  if (getAt(podSpec, ['hostNetwork']) === true) return;
  for (const { again, first } of repeated(bound, keyOf)) {
    const { container, value, index } = again;
    yield {
      at: [...container.route, 'ports', index, 'hostPort'],
      message: 'hostPort',
      data: {
        container: container.name,
        port: numberAt(value, ['hostPort']) ?? 0,
        protocol: protocolOf(value),
        other: first.container.name,
      },
      related: [{ at: [...first.container.route, 'ports', first.index, 'hostPort'], message: 'The first one' }],
      fixes: [],
    };
  }
}
