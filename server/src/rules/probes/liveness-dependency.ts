import { stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { dependencyInCommand } from './dependency-command.ts';
import type { Dependency } from './dependency-path.ts';
import { dependencyInPath } from './dependency-path.ts';
import type { Handler } from './handler.ts';
import { commandOf, handlerOf, placeOfHandler, titleOfHandler } from './handler.ts';
import { probeOf } from './probe.ts';

export default defineRule({
  id: 'probes/liveness-dependency',
  guide: ['liveness', 'cache-loss'],
  level: 'warning',
  scope: 'container',
  docs: {
    summary: 'A liveness probe looks at a dependency',
    why:
      'A restart helps a process that hangs. It does not bring a database back: when the dependency is away, all pods fail the probe at once, all are ' +
      'restarted, their conversations are lost, and the dependency meets every one of them again while it recovers.',
    fix: 'Let liveness ask something that only the process itself can fail, and leave the dependencies to readiness.',
    exceptions:
      'Judged by what the probe says of itself: the path (/ready, /health/db, /deep, and the endpoints of Spring Boot, Quarkus and Elasticsearch that ' +
      'sum up everything), the gRPC service, another host, or a client such as psql, redis-cli or curl that asks one. Silent for plain paths ' +
      'such as /health, for hosts that are filled in later, and for data stores that ask themselves.',
    sources: [
      'Kubernetes documentation, Liveness, Readiness, and Startup Probes: a wrong liveness probe leads to cascading failures',
      'Spring Boot reference, Kubernetes Probes: liveness should not depend on checks of external systems',
    ],
  },
  messages: {
    reaches:
      'The liveness probe of container "{container}" asks {check}, {what}, so an outage elsewhere restarts every pod, which mends nothing and ' +
      'drops their conversations.',
  },
  *check(container) {
    const probe = probeOf(container, 'livenessProbe');
    const handler = probe && handlerOf(probe);
    const found = handler && dependencyOf(handler);
    const role = container.workload.role?.name;
    if (!found || (found.role !== undefined && found.role === role)) return;
    yield { at: found.at, message: 'reaches', data: { container: container.name, check: titleOfHandler(handler), what: found.what } };
  },
});

interface Found extends Dependency {
  readonly at: Route;
}

function dependencyOf(handler: Handler): Found | undefined {
  const host = stringAt(handler.value, ['host']);
  if (host !== undefined && isOtherName(host)) return { at: [...handler.route, 'host'], what: `which is on another host, ${host}` };
  const dependency = inQuestion(handler);
  return dependency && { ...dependency, at: handler.field === 'grpc' ? [...handler.route, 'service'] : placeOfHandler(handler) };
}

/** What the handler asks for says of itself. */
function inQuestion(handler: Handler): Dependency | undefined {
  const { field, value } = handler;
  switch (field) {
    case 'httpGet':
      return dependencyInPath(stringAt(value, ['path']) ?? '/');
    case 'grpc':
      return /(?:^|[^a-z])(?:ready|readiness)(?:z|[^a-z]|$)/i.test(stringAt(value, ['service']) ?? '')
        ? { what: 'for the service that tells readiness' }
        : undefined;
    case 'exec':
      return dependencyInCommand(commandOf(handler) ?? []);
    case 'tcpSocket':
      return undefined;
  }
}

/** True for a host by a name, other than the container's own; an address may be the node's, which a pod in the host's network shares. */
function isOtherName(host: string): boolean {
  return /^[a-z][a-z0-9.-]*$/i.test(host) && host !== 'localhost' && !isPlaceholder(host);
}
