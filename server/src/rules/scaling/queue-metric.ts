import { chosenTier } from '../../capacity/tiers.ts';
import { scaleTargetOf } from '../../resources/autoscaler.ts';
import { resourceAt } from '../../resources/resource.ts';
import { isServing } from '../../resources/serving.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap } from '../../yaml/types.ts';
import type { Queue } from '../companions/scaled-object.ts';
import { scaledObject } from '../companions/scaled-object.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { isHpa, isScaledObject } from './utilization.ts';
import { workQueueOf } from './work-queue.ts';

/** Messages that wait for each pod before another one is started; the same as in a ScaledObject of the quick fixes. */
const DEPTH = '20';

export default defineRule({
  id: 'scaling/queue-metric',
  guide: ['queue-depth', 'app-metric-scaling', 'queue-monitoring'],
  level: 'info',
  scope: 'resource',
  kinds: ['HorizontalPodAutoscaler', 'ScaledObject'],
  workspace: true,
  docs: {
    summary: 'A worker is scaled by its CPU or memory alone, and not by its queue',
    why:
      'A worker that waits for a model or a tool uses hardly any CPU however long its queue is, so an autoscaler that looks at the CPU sees nothing ' +
      'to do while conversations wait.',
    fix:
      "Scale by the depth of the queue: a trigger of KEDA's for it, or an External metric. The quick fixes write them where the worker's manifest " +
      'tells the address and the name of its queue; an External metric needs an adapter that serves it.',
    exceptions:
      'Workers that a Service selects, which take requests as well; targets that are not found in this workspace; patches, and autoscalers whose ' +
      'metrics a kustomize patch changes.',
    sources: [
      'Deployment guide, scaling: queue depth and application metrics as triggers',
      "KEDA documentation, Scalers; metrics of RabbitMQ's Prometheus plugin, of kafka_exporter and of redis_exporter",
    ],
  },
  messages: {
    useAlone:
      '{autoscaler} scales {worker} by its {measures} alone, which stays low while its queue grows and it waits for models and tools; scale it by the ' +
      'depth of the queue.',
  },
  *check(autoscaler, { inventory, partial }) {
    const measures = partial ? [] : measuresOf(autoscaler);
    if (measures.length === 0 || inventory.patchesOf(autoscaler).some(({ resource }) => listOf(resource) !== undefined)) return;
    const worker = workerOf(autoscaler, inventory);
    if (!worker) return;
    const queue = workQueueOf(worker);
    yield {
      at: [...autoscaler.route, 'spec', isScaledObject(autoscaler) ? 'triggers' : 'metrics'],
      part: 'key',
      message: 'useAlone',
      data: {
        autoscaler: titleOf(autoscaler),
        worker: titleOf(worker.resource),
        measures: measures.join(' and '),
        ...(queue && { queue: { ...queue } }),
      },
      related: [{ in: worker.resource, at: [...worker.resource.route, 'metadata', 'name'], message: 'The worker' }],
      fixes: queue === undefined || autoscaler.version === 'v1' ? [] : [isScaledObject(autoscaler) ? 'trigger' : 'metric'],
    };
  },
  fixes: {
    metric: {
      title: 'Add an External metric for the depth of its queue',
      safe: false,
      patches: ({ at, data }) => {
        const queue = queueIn(data);
        return queue && [{ op: 'insert', at, value: externalMetric(queue) }];
      },
    },
    trigger: {
      title: 'Add a trigger for the depth of its queue',
      safe: false,
      patches: ({ at, data }, { document, settings, inventory }) => {
        const autoscaler = resourceAt(document, at);
        const worker = autoscaler && workerOf(autoscaler, inventory);
        const queue = queueIn(data);
        const object = worker && queue && scaledObject(worker, queue, chosenTier(settings, inventory));
        const [trigger] = listAt(object, ['spec', 'triggers']) ?? [];
        return trigger === undefined ? undefined : [{ op: 'insert', at, value: trigger }];
      },
    },
  },
});

/** The names of what an autoscaler measures of the pods, where it measures nothing else. */
function measuresOf(autoscaler: Resource): readonly string[] {
  if (isScaledObject(autoscaler)) return onlyUse((listOf(autoscaler) ?? []).map((trigger) => stringAt(trigger, ['type'])));
  if (!isHpa(autoscaler)) return [];
  const metrics = listOf(autoscaler);
  // Without metrics it is the CPU (Kubernetes API reference); other metrics of the first version travel in an annotation.
  if (metrics === undefined) return autoscaler.annotations['autoscaling.alpha.kubernetes.io/metrics'] === undefined ? ['CPU'] : [];
  return onlyUse(metrics.map((metric) => stringAt(metric, ['resource', 'name']) ?? stringAt(metric, ['containerResource', 'name'])));
}

const WORDS: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'memory' };

function onlyUse(names: readonly (string | undefined)[]): readonly string[] {
  const words = names.map((name) => WORDS[name ?? '']);
  return words.includes(undefined) ? [] : [...new Set(words.flatMap((word) => word ?? []))];
}

function listOf(autoscaler: Resource): readonly Json[] | undefined {
  return listAt(autoscaler.value, ['spec', isScaledObject(autoscaler) ? 'triggers' : 'metrics']);
}

function workerOf(autoscaler: Resource, inventory: Inventory): Workload | undefined {
  const target = scaleTargetOf(autoscaler);
  const found = target ? inventory.find(target.kind, inventory.namespaceOf(autoscaler), target.name) : [];
  const workloads = found.flatMap(({ resource }) => workloadOf(resource) ?? []);
  return workloads.find((workload) => workload.role?.name === 'worker' && !isServing(workload, inventory));
}

const PRODUCTS: readonly Queue['product'][] = ['rabbitmq', 'kafka', 'redis', 'sqs'];

function queueIn(data: JsonMap): Queue | undefined {
  const [variable, name] = ['variable', 'name'].map((field) => stringAt(data, ['queue', field]));
  const product = PRODUCTS.find((candidate) => candidate === stringAt(data, ['queue', 'product']));
  return product !== undefined && variable !== undefined && name !== undefined ? { product, variable, name } : undefined;
}

/** The metric of each product's usual exporter, and its label for the queue. */
const METRICS: Readonly<Record<Queue['product'], { readonly metric: string; readonly label: string }>> = {
  rabbitmq: { metric: 'rabbitmq_queue_messages_ready', label: 'queue' },
  kafka: { metric: 'kafka_consumergroup_lag', label: 'topic' },
  redis: { metric: 'redis_key_size', label: 'key' },
  sqs: { metric: 'aws_sqs_approximate_number_of_messages_visible_average', label: 'queue_name' },
};

function externalMetric({ product, name }: Queue): JsonMap {
  const { metric, label } = METRICS[product];
  return {
    type: 'External',
    external: {
      metric: { name: metric, selector: { matchLabels: { [label]: name } } },
      target: { type: 'AverageValue', averageValue: DEPTH },
    },
  };
}
