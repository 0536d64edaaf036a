import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import { isServing } from '../../resources/serving.ts';
import type { Container, ContainerPort, Inventory } from '../../resources/types.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
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
    summary: 'A container that takes requests has no readiness probe',
    why:
      'Without a readiness probe a pod gets requests from the moment its process starts, before it has connected to its database, cache and ' +
      'model providers, and keeps getting them while one of these is away.',
    fix:
      'Ask an endpoint that checks the dependencies of the container on its own port. The quick fix writes the path of the option `path`; where ' +
      'the application has no such endpoint, a TCP probe is the second choice.',
    exceptions:
      'Only containers with ports in Deployments and StatefulSets that serve: no workers without a Service, no Jobs, DaemonSets, init containers or ' +
      'native sidecars. Silent for a container whose ports are for metrics and health alone, for a known helper beside another container ' +
      '(kube-rbac-proxy), for one that none of the Services that select its pods reaches, where a kustomize patch of the workspace brings the ' +
      'probe, and in such a patch.',
    sources: ['Kubernetes documentation, Pod Lifecycle: the default state of readiness before any probe is Success'],
  },
  options: pathOption('/ready'),
  messages: {
    missing:
      'Container "{container}" has no readiness probe, so requests reach it before the things it depends on are available, and while they are away.',
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
  fixes: probeFixes('readinessProbe'),
});

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
