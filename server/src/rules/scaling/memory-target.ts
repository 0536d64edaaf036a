import { AUTOSCALER_KINDS, scaleTargetOf } from '../../resources/autoscaler.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { provisionOf } from '../provision.ts';
import { titleOf } from '../title.ts';
import { cpuMetric, cpuTrigger } from './cpu-metric.ts';
import { isHpa, isScaledObject, utilizationTargets } from './utilization.ts';

/** The guide's CPU target, for the metric that the fix adds. */
const CPU_PERCENT = 70;

export default defineRule({
  id: 'scaling/memory-target',
  guide: ['cpu-70'],
  level: 'info',
  scope: 'resource',
  kinds: AUTOSCALER_KINDS,
  workspace: true,
  docs: {
    summary: 'An autoscaler goes by memory alone, or waits until it is nearly used up',
    why:
      'Few programs give memory back when the load is gone, so an autoscaler that goes by memory alone adds pods and hardly ever removes one; and ' +
      'a CPU-bound burst it does not see. Where the limit is the request, pods at 90% are killed by the next large conversation.',
    fix: 'Scale on CPU, or on a metric of the application, with memory beside it at 80% or less.',
    exceptions:
      'Targets in bytes are not judged by their height. An autoscaler with any other metric beside memory does not go by memory alone. Patches are ' +
      'judged by the height of the targets that they set.',
    sources: [
      'Kubernetes documentation, Horizontal Pod Autoscaling: of several metrics the one that asks for most replicas decides',
      'KEDA documentation, Memory scaler',
      'Deployment guide, scaling triggers; the 80% are our own figure',
    ],
  },
  options: {
    highest: {
      type: 'number',
      default: 80,
      minimum: 1,
      maximum: 100,
      description: 'The highest memory target in percent, and the one that the fix sets',
    },
  },
  messages: {
    alone:
      '{object} scales on memory alone, which few programs give back, so it adds pods under load and hardly ever removes one; scale on CPU or on ' +
      'a metric of the application, too.',
    high: '{object} scales at {found}% memory, when a pod may be killed before a new one has started; {wanted}% or less leaves it room.',
  },
  *check(resource, { options, inventory, partial }) {
    const object = titleOf(resource);
    const only = partial ? undefined : onlyMemory(resource);
    if (only) yield { at: only, message: 'alone', data: { object }, fixes: canAddCpu(resource, inventory) ? ['addCpu'] : [] };
    for (const target of utilizationTargets(resource)) {
      if (target.resource !== 'memory' || target.percent <= options.highest) continue;
      const data = { object, found: target.percent, wanted: options.highest, written: target.written };
      yield { at: target.at, message: 'high', data, fixes: ['lower'] };
    }
  },
  fixes: {
    addCpu: {
      title: `Scale on ${CPU_PERCENT}% CPU, too`,
      safe: false,
      patches: ({ at }) => {
        const list = at.slice(0, at.findLastIndex((step) => step === 'metrics' || step === 'triggers') + 1);
        return [{ op: 'insert', at: list, value: list.at(-1) === 'triggers' ? cpuTrigger(CPU_PERCENT) : cpuMetric(CPU_PERCENT) }];
      },
    },
    lower: {
      title: 'Set the memory target to {wanted}%',
      safe: false,
      patches: ({ at, data: { wanted = null, written } }) => [{ op: 'set', at, value: written === 'text' ? String(wanted) : wanted }],
    },
  },
});

/** Where an autoscaler names memory, if it names nothing else; undefined otherwise. */
function onlyMemory(resource: Resource): Route | undefined {
  if (isScaledObject(resource)) return onlyOf(resource, 'triggers', () => ['type']);
  return isHpa(resource) && resource.version !== 'v1' ? onlyOf(resource, 'metrics', metricName) : undefined;
}

/** @param nameOf route of its resource's name in a metric */
function onlyOf(resource: Resource, field: string, nameOf: (metric: Json) => Route): Route | undefined {
  const metrics = listAt(resource.value, ['spec', field]) ?? [];
  const [first] = metrics;
  if (first === undefined || !metrics.every((metric) => getAt(metric, nameOf(metric)) === 'memory')) return undefined;
  return [...resource.route, 'spec', field, 0, ...nameOf(first)];
}

function metricName(metric: Json): Route {
  return [stringAt(metric, ['type']) === 'ContainerResource' ? 'containerResource' : 'resource', 'name'];
}

/** False where a metric would be written otherwise, or the workspace has the target and one of its containers lacks the CPU request to measure by. */
function canAddCpu(resource: Resource, inventory: Inventory): boolean {
  const target = resource.version === 'v2beta1' ? undefined : scaleTargetOf(resource);
  const found = target ? inventory.find(target.kind, inventory.namespaceOf(resource), target.name) : [];
  const containers = found.flatMap((entry) => workloadOf(entry.resource)?.containers ?? []).filter(({ kind }) => kind !== 'init');
  return target !== undefined && containers.every((container) => provisionOf(container, inventory).isGiven('requests', 'cpu'));
}
