import { isMetricsPort } from '../../resources/port.ts';
import type { Container, ContainerPort } from '../../resources/types.ts';
import { isMap, mapAt } from '../../yaml/json.ts';
import type { JsonMap, Patch, Route } from '../../yaml/types.ts';
import { fieldsBefore } from '../container-fields.ts';
import type { Data, Fix, FixContext, OptionSpecs } from '../types.ts';
import type { Probe } from './probe.ts';
import { probeOf, toleranceOf } from './probe.ts';

/** Ways to ask a container how it is; the ids of the fixes that insert a probe. */
export type ProbeAction = 'http' | 'grpc' | 'tcp';

/** How a missing probe could ask its container. */
export interface Suggestion {
  /** Ways that suit the port, best first; empty where the container declares no port to ask. */
  readonly actions: readonly ProbeAction[];
  /** Port of the probe (a name where it has one), scheme, and the failures it may tolerate. */
  readonly data: Data;
}

/** Option of the rules whose fix writes an HTTP probe. */
export function pathOption(path: string) {
  return {
    path: { type: 'string', default: path, description: 'Path that the quick fix writes into an HTTP probe' },
  } as const satisfies OptionSpecs;
}

/** Port names that speak HTTP, by the conventions of Service meshes (`<protocol>[-suffix]`) and of common charts. */
const HTTP_NAME = /^(https?|http2|web|websocket|wss?|api|rest|graphql|ui|health|healthz|probe|admin|server)\b/;
/** Customary ports of HTTP servers. */
const HTTP_PORTS: ReadonlySet<number> = new Set([80, 443, 3000, 4000, 5000, 8000, 8001, 8008, 8080, 8081, 8443, 8888, 9000, 9090]);
/** Port names and the customary port of gRPC servers. */
const GRPC_NAME = /^grpc(?!-web)(-|$)/;
const GRPC_PORT = 50051;
const TLS_NAME = /^(https|wss)\b/;

/**
 * How to ask a container that has no probe of this field: as its other probe does, else by what its port's name or number tells.
 * @param field the probe that is missing
 */
export function suggestProbe(container: Container, field: 'livenessProbe' | 'readinessProbe'): Suggestion {
  const other = probeOf(container, field === 'livenessProbe' ? 'readinessProbe' : 'livenessProbe');
  const timing = { failures: failuresBeside(field, other) };
  const borrowed = other && actionOf(other.value, container.ports);
  if (borrowed) return { actions: borrowed.actions, data: { ...borrowed.data, ...timing } };
  const port = healthPortOf(container);
  if (!port) return { actions: [], data: timing };
  return { actions: actionsFor(port), data: { port: port.name ?? port.port, number: port.port, https: isTls(port), ...timing } };
}

/** The fixes of a rule that wants a probe, one for each way to ask. */
export function probeFixes(field: 'livenessProbe' | 'readinessProbe'): Readonly<Record<ProbeAction, Fix<ReturnType<typeof pathOption>>>> {
  const label = field === 'livenessProbe' ? 'liveness' : 'readiness';
  const insert =
    (handlerOf: (data: Data, path: string) => JsonMap) =>
    (
      { at, data }: { readonly at: Route; readonly data: Data },
      { options, document }: FixContext<ReturnType<typeof pathOption>>,
    ): readonly Patch[] => [
      { op: 'set', at, value: { ...handlerOf(data, options.path), ...timingOf(field, data) }, after: fieldsBefore(document, at) },
    ];
  return {
    http: { title: `Add an HTTP ${label} probe on port {port}`, safe: false, patches: insert(httpHandler) },
    grpc: {
      title: `Add a gRPC ${label} probe on port {number}`,
      safe: false,
      patches: insert((data) => ({ grpc: { port: data.number ?? null } })),
    },
    tcp: {
      title: `Add a TCP ${label} probe on port {port}`,
      safe: false,
      patches: insert((data) => ({ tcpSocket: { port: data.port ?? null } })),
    },
  };
}

function httpHandler(data: Data, path: string): JsonMap {
  return { httpGet: { path, port: data.port ?? null, ...(data.https === true ? { scheme: 'HTTPS' } : {}) } };
}

/**
 * Our own figures: readiness is asked often, since each period is time that requests fail in; liveness waits longer than the default second,
 * which a busy runtime misses, and gives the process time to start.
 */
const TIMING = {
  readinessProbe: { periodSeconds: 5, timeoutSeconds: 3 },
  livenessProbe: { initialDelaySeconds: 15, periodSeconds: 10, timeoutSeconds: 5 },
} as const;

function timingOf(field: 'livenessProbe' | 'readinessProbe', data: Data): JsonMap {
  const failures = data.failures;
  return { ...TIMING[field], failureThreshold: typeof failures === 'number' ? failures : 3 };
}

/** Failures that make liveness tolerate longer than readiness, so that the pair is in order even where both ask the same. */
function failuresBeside(field: 'livenessProbe' | 'readinessProbe', other: Probe | undefined): number {
  const seconds = other && toleranceOf(other, false);
  if (seconds === undefined) return 3;
  const periods = seconds / TIMING[field].periodSeconds;
  return field === 'livenessProbe' ? Math.max(3, Math.floor(periods) + 1) : Math.max(1, Math.min(3, Math.ceil(periods) - 1));
}

/** The handlers of a probe that ask a port, with the ways to ask it that suit them. */
const HANDLERS: readonly (readonly [string, readonly ProbeAction[]])[] = [
  ['httpGet', ['http', 'tcp']],
  ['grpc', ['grpc', 'tcp']],
  ['tcpSocket', ['tcp']],
];

/** What another probe asks; undefined where that asks no port, or a name that the container doesn't declare, which would fail here as well. */
function actionOf(probe: JsonMap, ports: readonly ContainerPort[]): Suggestion | undefined {
  const [field, actions] = HANDLERS.find(([name]) => isMap(probe[name])) ?? [];
  const handler = field === undefined ? undefined : mapAt(probe, [field]);
  const port = handler?.port;
  const number = typeof port === 'number' ? port : ports.find(({ name }) => name !== undefined && name === port)?.port;
  if (!actions || port === undefined || number === undefined) return undefined;
  return { actions, data: { port, number, https: handler?.scheme === 'HTTPS' } };
}

/** The port to ask: one that speaks HTTP or gRPC before others, and metrics last. UDP and SCTP ports can't be asked. */
function healthPortOf(container: Container): (ContainerPort & { readonly port: number }) | undefined {
  const ports = container.ports.filter(
    (port): port is ContainerPort & { readonly port: number } => port.port !== undefined && port.protocol === 'TCP',
  );
  return (
    ports.find((port) => actionsFor(port).length > 1 && !isMetricsPort(port)) ?? ports.find((port) => !isMetricsPort(port)) ?? ports[0]
  );
}

function actionsFor({ name, port }: ContainerPort): readonly ProbeAction[] {
  if (name !== undefined && GRPC_NAME.test(name)) return ['grpc', 'tcp'];
  if (name !== undefined && (HTTP_NAME.test(name) || isMetricsPort({ name }))) return ['http', 'tcp'];
  if (port === GRPC_PORT) return ['grpc', 'tcp'];
  return port !== undefined && HTTP_PORTS.has(port) ? ['http', 'tcp'] : ['tcp'];
}

function isTls({ name, port }: ContainerPort): boolean {
  return name === undefined ? port === 443 || port === 8443 : TLS_NAME.test(name);
}
