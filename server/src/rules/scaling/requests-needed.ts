import type { Autoscaler, Container, Inventory } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { figureFor } from '../figures.ts';
import type { ResourceName } from '../provision.ts';
import { provisionOf } from '../provision.ts';
import { titleOf } from '../title.ts';
import { isUnscalable } from './targets.ts';
import type { UtilizationTarget } from './utilization.ts';
import { utilizationTargets } from './utilization.ts';

const WORDS: Readonly<Record<ResourceName, string>> = { cpu: 'CPU', memory: 'memory' };

export default defineRule({
  id: 'scaling/requests-needed',
  level: 'error',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'An autoscaler measures utilization against a request that a container lacks',
    why:
      'Utilization is usage divided by the request. Where one container of the pod has no request there is nothing to divide by, and the ' +
      'autoscaler ' +
      'reports an error instead of scaling, which is seen when the load is there.',
    fix: 'Give the container the request, from what it uses under normal load; or scale on an average value instead of a utilization.',
    exceptions:
      'Ordinary init containers are not measured. A limit is a request, too, and so are resources of the pod itself and the defaults of ' +
      'a LimitRange of the ' +
      'workspace. A ContainerResource metric needs the request of its own container only.',
    sources: ['Kubernetes documentation, Horizontal Pod Autoscaling: algorithm details', 'KEDA documentation, CPU scaler: prerequisites'],
  },
  messages: {
    missing:
      'Container "{container}" of {object} has no {word} request, against which {autoscaler} measures its {percent}% utilization, so it ' +
      'never scales on {word}.',
  },
  *check(container, context) {
    const { inventory, partial } = context;
    if (partial || container.kind === 'init' || isUnscalable(container.workload.kind)) return;
    const { resource: owner } = container.workload;
    for (const [resource, { scaler, target }] of measuredIn(container, inventory)) {
      if (provisionOf(container, inventory).isGiven('requests', resource)) continue;
      const wanted = figureFor(container, resource, context);
      const autoscaler = titleOf(scaler.entry.resource);
      yield {
        at: [...container.route, 'resources', 'requests', resource],
        message: 'missing',
        data: { container: container.name, object: titleOf(owner), word: WORDS[resource], autoscaler, percent: target.percent, wanted },
        related: [{ in: scaler.entry.resource, at: target.at, message: `${autoscaler} measures the utilization here` }],
      };
    }
  },
  fixes: {
    add: {
      title: 'Add a {word} request of {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

interface Measure {
  readonly scaler: Autoscaler;
  readonly target: UtilizationTarget;
}

/** The resources that autoscalers measure in a container by utilization, each with the first that does. */
function measuredIn(container: Container, inventory: Inventory): ReadonlyMap<ResourceName, Measure> {
  const measures = new Map<ResourceName, Measure>();
  for (const scaler of inventory.autoscalersOf(container.workload.resource)) {
    for (const target of utilizationTargets(scaler.entry.resource)) {
      const { resource } = target;
      const applies = target.container === undefined || target.container === container.name;
      if (applies && (resource === 'cpu' || resource === 'memory') && !measures.has(resource)) measures.set(resource, { scaler, target });
    }
  }
  return measures;
}
