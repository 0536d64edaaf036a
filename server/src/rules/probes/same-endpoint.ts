import type { Container, RoleName } from '../../resources/types.ts';
import { equals } from '../../yaml/json.ts';
import type { Json, JsonMap } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Handler } from './handler.ts';
import { handlerOf, placeOfHandler, titleOfHandler } from './handler.ts';
import { isHelper } from './helper.ts';
import { probeOf, toleranceOf } from './probe.ts';

/** Roles whose readiness depends on nothing but themselves, so that one check tells all there is to tell. */
const SELF_CONTAINED: ReadonlySet<RoleName> = new Set(['database', 'cache', 'queue', 'monitoring', 'gateway']);

export default defineRule({
  id: 'probes/same-endpoint',
  guide: ['readiness', 'liveness'],
  level: 'info',
  scope: 'container',
  docs: {
    summary: 'Liveness and readiness are the same check',
    why:
      'The two ask for different things. Readiness asks whether the dependencies are there, and takes a pod out of rotation while they are not; liveness ' +
      'asks whether the process answers, and restarts it where it does not. One check for both either restarts every pod when a database is ' +
      'away, or sends requests to pods that cannot serve them.',
    fix:
      'Give readiness an endpoint that looks at the dependencies, and liveness one that looks at nothing but the process. Where one cheap ' +
      'endpoint is all there is, let liveness fail for longer than readiness does.',
    exceptions:
      'Silent where liveness gives up later than readiness, which Kubernetes recommends for a shared cheap endpoint; for TCP probes, which look at ' +
      'nothing but the process; for databases, caches, queues, gateways and monitoring, which depend on nothing but themselves; and for helpers ' +
      'beside another container.',
    sources: [
      'Kubernetes documentation, Liveness, Readiness, and Startup Probes: a shared low-cost endpoint with a higher failureThreshold for liveness',
      'Deployment guide, health checks: liveness and readiness are different checks',
    ],
  },
  messages: {
    same:
      'Liveness and readiness of container "{container}" are one check ({check}): if it looks at dependencies, one that is away restarts every pod; ' +
      'if it does not, requests reach pods that cannot serve them.',
  },
  *check(container, { partial }) {
    const role = container.workload.role?.name;
    if (isHelper(container) || (role !== undefined && SELF_CONTAINED.has(role))) return;
    const liveness = probeOf(container, 'livenessProbe');
    const readiness = probeOf(container, 'readinessProbe');
    const [asked, other] = [liveness && handlerOf(liveness), readiness && handlerOf(readiness)];
    if (!(liveness && readiness && asked && other) || asked.field === 'tcpSocket' || !isSame(asked, other, container)) return;
    const [patience, least] = [toleranceOf(liveness, partial), toleranceOf(readiness, partial)];
    if (patience === undefined || least === undefined || patience > least) return;
    yield {
      at: placeOfHandler(asked),
      message: 'same',
      data: { container: container.name, check: titleOfHandler(asked) },
      coveredBy: 'probes/liveness-dependency',
      related: [{ at: placeOfHandler(other), message: 'The readiness probe asks the same' }],
    };
  },
});

function isSame(a: Handler, b: Handler, container: Container): boolean {
  return a.field === b.field && equals(normalized(a, container), normalized(b, container));
}

/** What a handler asks once Kubernetes has filled in its defaults (API reference, HTTPGetAction), with the port as a number where it can be told. */
function normalized({ field, value }: Handler, { ports }: Container): JsonMap {
  if (field !== 'httpGet') return value;
  const { path, port = null, scheme, host = null, httpHeaders = null } = value;
  return { path: filled(path, '/'), port: numberOf(port, ports), scheme: filled(scheme, 'HTTP'), host, httpHeaders };
}

function filled(value: Json | undefined, standard: string): Json {
  return (value ?? null) === null || value === '' ? standard : (value as Json);
}

function numberOf(port: Json, ports: Container['ports']): Json {
  return ports.find(({ name }) => name !== undefined && name === port)?.port ?? port;
}
