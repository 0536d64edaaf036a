import { isWrittenHere } from '../../resources/compose-place.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import { isServing } from '../../resources/serving.ts';
import type { ComposeService, Container, ContainerPort, Inventory } from '../../resources/types.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Level } from '../types.ts';
import type { HealthcheckState } from './healthcheck.ts';
import { addHealthcheck, healthcheckOf, isAsked, knownTest } from './healthcheck.ts';
import { isHelper } from './helper.ts';
import { hasProbe } from './probe.ts';
import { pathOption, probeFixes, suggestProbe } from './suggestion.ts';

export default defineRule({
  id: 'probes/readiness',
  guide: ['readiness', 'health-endpoints', 'load-balancing', 'orchestrator-health'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container that takes requests has no readiness probe, or a Compose service no healthcheck',
    why:
      'Without a readiness probe a pod gets requests from the moment its process starts, before it has connected to its database, cache and ' +
      'model providers, and keeps getting them while one of these is away. In a Compose file the healthcheck is what other services can wait for.',
    fix:
      'Ask an endpoint that checks the dependencies of the container on its own port. The quick fix writes the path of the option `path`; where ' +
      'the application has no such endpoint, a TCP probe is the second choice. In a Compose file it writes the healthcheck of servers whose image ' +
      'brings the command for it: PostgreSQL, Redis, Valkey, MySQL, MariaDB, MongoDB and RabbitMQ.',
    exceptions:
      'Only containers with ports in Deployments and StatefulSets that serve: no workers without a Service, no Jobs, DaemonSets, init containers or ' +
      'native sidecars. Silent for a container whose ports are for metrics and health alone, for a known helper beside another container ' +
      '(kube-rbac-proxy), for one that none of the Services that select its pods reaches, where a kustomize patch of the workspace brings the ' +
      'probe, and in such a patch. An image may bring a healthcheck that Compose files do not show, so a service that runs no known server is ' +
      'information only, and a service that others wait for to be healthy weighs more. Silent for services that extend others or end by ' +
      'themselves, and in override files.',
    sources: [
      'Kubernetes documentation, Pod Lifecycle: the default state of readiness before any probe is Success',
      'Compose file reference, healthcheck and depends_on',
    ],
  },
  options: pathOption('/ready'),
  messages: {
    missing:
      'Container "{container}" has no readiness probe, so requests reach it before the things it depends on are available, and while they are away.',
    unseen:
      'Service "{service}" has no healthcheck; unless its image brings one, it counts as ready as soon as its process starts, and nobody sees when ' +
      'it hangs.',
    healthcheck:
      'Service "{service}" has no healthcheck, so it counts as ready as soon as its process starts, and nobody sees when it hangs.',
    awaited:
      'Service "{service}" has no healthcheck, but others start only once it is healthy; unless its image brings one, they never do.',
    disabled:
      'Service "{service}" switches its healthcheck off, so it counts as ready as soon as its process starts, and nobody sees when it hangs.',
    never: 'Service "{service}" switches its healthcheck off, but others start only once it is healthy, so they never do.',
  },
  *check(container, context) {
    if (context.partial || hasProbe(container, 'readinessProbe') || !takesRequests(container, context.inventory)) return;
    if (patchesOfContainer(container, context.inventory).some((patch) => hasProbe(patch, 'readinessProbe'))) return;
    const { actions, data } = suggestProbe(container, 'readinessProbe');
    yield {
      at: [...container.route, 'readinessProbe'],
      message: 'missing',
      data: { container: container.name, ...data },
      fixes: actions,
    };
  },
  *checkCompose(service) {
    const state = healthcheckOf(service);
    if (state === 'given' || service.partial || !service.longRunning || !(isAsked(service) || service.awaitedHealthy)) return;
    const test = state === 'missing' ? knownTest(service) : undefined;
    const at = [...service.route, 'healthcheck'];
    yield {
      at,
      part: 'key',
      ...verdictOn(service, state),
      data: { service: service.name, ...(test === undefined ? {} : { test }) },
      fixes: test !== undefined && isWrittenHere(service.document, at) ? ['healthcheck'] : [],
    };
  },
  fixes: {
    ...probeFixes('readinessProbe'),
    healthcheck: {
      title: 'Add a healthcheck with {test}',
      safe: false,
      patches: ({ at, data: { test = null } }, { document }) => [addHealthcheck(document, at, test)],
    },
  },
});

/** Which of the messages about Compose services applies, and how much it weighs. */
function verdictOn(
  service: ComposeService,
  state: Exclude<HealthcheckState, 'given'>,
): { readonly message: 'unseen' | 'healthcheck' | 'awaited' | 'disabled' | 'never'; readonly level: Level } {
  if (state === 'disabled') {
    return service.awaitedHealthy ? { message: 'never', level: 'error' } : { message: 'disabled', level: 'info' };
  }
  if (service.awaitedHealthy) return { message: 'awaited', level: 'warning' };
  return knownTest(service) === undefined ? { message: 'unseen', level: 'info' } : { message: 'healthcheck', level: 'warning' };
}

function takesRequests(container: Container, inventory: Inventory): boolean {
  if (container.kind !== 'container' || container.ports.every(isMonitoringPort) || isHelper(container)) return false;
  return isServing(container.workload, inventory) && isReached(container, inventory);
}

/** False where Services select the pods, but all of them lead to other containers. */
function isReached(container: Container, inventory: Inventory): boolean {
  const services = inventory.servicesOf(container.workload);
  const targets = services
    .flatMap(({ resource }) => listAt(resource.value, ['spec', 'ports']) ?? [])
    .map(targetOf)
    .filter((target) => target !== undefined);
  return targets.length === 0 || targets.some((target) => container.ports.some((port) => isPort(port, target)));
}

/** A Service's port leads to the container's port of the same number where it doesn't say otherwise. */
function targetOf(port: Json): Json | undefined {
  return getAt(port, ['targetPort']) ?? getAt(port, ['port']);
}

function isPort({ name, port }: ContainerPort, target: Json): boolean {
  return target === name || target === port;
}
