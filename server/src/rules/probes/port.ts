import { isMetricsPort } from '../../resources/port.ts';
import type { Container, ContainerPort } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { isMap } from '../../yaml/json.ts';
import type { Json, JsonMap } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Problem } from '../types.ts';
import type { Probe } from './probe.ts';
import { probesOf } from './probe.ts';

type Message = 'undeclared' | 'nothingDeclared' | 'quoted' | 'number';

export default defineRule({
  id: 'probes/port',
  guide: ['orchestrator-health'],
  level: 'error',
  scope: 'container',
  docs: {
    summary: 'A probe asks a port that its container does not declare',
    why:
      'A probe by name finds its port among the ports of its own container only. Where the name is not there every check fails: a readiness ' +
      'probe keeps the pod out of its Service, a liveness probe restarts it for ever.',
    fix: 'Name a port that the container declares, or declare the port that is meant.',
    exceptions:
      'A number works without being declared, so it is information only, and nothing is said where the pod declares no ports at all, where ' +
      'another container of the pod declares it (they share one network), where the probe asks another host, or in a kustomize patch.',
    sources: [
      'Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: named ports; ContainerPort.containerPort is informational',
    ],
  },
  messages: {
    undeclared:
      'The {probe} probe of container "{container}" asks for port "{found}", but its ports are named {declared}; a name that is not declared ' +
      'fails every check.',
    nothingDeclared:
      'The {probe} probe of container "{container}" asks for port "{found}" by name, but the container names no port; a name that is not declared ' +
      'fails every check.',
    quoted:
      'The {probe} probe of container "{container}" asks for port "{found}" as text, which is a name to Kubernetes and no number; without the ' +
      'quotes it is the port.',
    number:
      'The {probe} probe of container "{container}" asks for port {found}, which no container of the pod declares (declared: {declared}); ' +
      'declare it too, or ask one of those.',
  },
  *check(container, context) {
    if (context.partial) return;
    for (const probe of probesOf(container)) {
      for (const action of ['httpGet', 'tcpSocket', 'grpc']) {
        const handler = probe.value[action];
        if (isMap(handler) && !asksElsewhere(handler)) yield* checkPort(container, probe, action, handler.port);
      }
    }
  },
  fixes: {
    replace: {
      title: 'Ask for port {wanted}',
      safe: false,
      patches: ({ at, data }) => (data.wanted === undefined ? undefined : [{ op: 'set', at, value: data.wanted }]),
    },
  },
});

function asksElsewhere(handler: JsonMap): boolean {
  return (handler.host ?? null) !== null;
}

function* checkPort(container: Container, probe: Probe, action: string, port: Json | undefined): Iterable<Problem<Message, 'replace'>> {
  const problem =
    typeof port === 'string' ? checkName(container, port) : typeof port === 'number' ? checkNumber(container, port) : undefined;
  if (!problem) return;
  const { wanted, ...texts } = problem.data;
  yield {
    at: [...probe.route, action, 'port'],
    message: problem.message,
    data: { container: container.name, probe: probe.label, ...texts, ...(wanted === undefined ? {} : { wanted }) },
    fixes: wanted === undefined ? [] : ['replace'],
    ...(problem.message === 'number' ? { level: 'info' } : {}),
  };
}

interface Verdict {
  readonly message: Message;
  readonly data: { readonly found: string | number; readonly declared: string; readonly wanted: string | number | undefined };
}

function checkName(container: Container, found: string): Verdict | undefined {
  const names = container.ports.map(({ name }) => name).filter((name) => name !== undefined);
  if (found === '' || names.includes(found) || isPlaceholder(found)) return undefined;
  const declared = names.map((name) => `"${name}"`).join(', ');
  if (/^\d+$/.test(found)) return { message: 'quoted', data: { found, declared, wanted: Number(found) } };
  if (names.length > 0) return { message: 'undeclared', data: { found, declared, wanted: likeliest(found, container.ports) } };
  const [only, ...others] = numbersOf(container.ports);
  return { message: 'nothingDeclared', data: { found, declared, wanted: others.length === 0 ? only : undefined } };
}

function checkNumber(container: Container, found: number): Verdict | undefined {
  // A probe can't ask by UDP or SCTP.
  const own = numbersOf(container.ports.filter(({ protocol }) => protocol === 'TCP'));
  const all = container.workload.containers.flatMap(({ ports }) => ports);
  const numbers = numbersOf(all);
  // A port whose number can't be read (`${PORT}`) may be the one.
  if (own.length === 0 || numbers.length < all.length || numbers.includes(found)) return undefined;
  const wanted = own.reduce((nearest, port) => (Math.abs(port - found) < Math.abs(nearest - found) ? port : nearest));
  return { message: 'number', data: { found, declared: [...new Set(own)].join(', '), wanted } };
}

function numbersOf(ports: readonly ContainerPort[]): readonly number[] {
  return ports.map(({ port }) => port).filter((port) => port !== undefined);
}

/** The name that the probe most likely means: the most similar one, else the first that isn't for metrics alone. */
function likeliest(found: string, ports: readonly ContainerPort[]): string | undefined {
  const named = ports.filter(({ name }) => name !== undefined);
  const likely = named.find((port) => !isMetricsPort(port)) ?? named[0];
  return (
    nearest(
      found,
      named.map(({ name }) => name ?? ''),
    ) ?? likely?.name
  );
}
