import type { TierName } from '../../capacity/types.ts';
import type { Workload } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { BURST_BEHAVIOR, scalingBounds } from './autoscaler.ts';
import { companionMetadata } from './metadata.ts';

/** What a workload takes its work from. */
export interface Queue {
  readonly product: 'rabbitmq' | 'redis' | 'kafka' | 'sqs';
  /** Variable of the workload's container with the queue's address. */
  readonly variable: string;
  /** The queue, list or topic. */
  readonly name: string;
}

/** Messages that wait for each pod before another one is started. Our own figure: some minutes of model work. */
const DEPTH = '20';

/** The kind that KEDA takes for a target's where none is stated. */
const DEFAULT_KIND = 'Deployment';

/**
 * A ScaledObject of KEDA that scales a workload by how much waits for it.
 * @returns undefined where the workload has no name
 */
export function scaledObject(workload: Workload, queue: Queue, tier: TierName): JsonMap | undefined {
  const { resource } = workload;
  if (resource.name === undefined) return undefined;
  const { min, max } = scalingBounds(workload, tier);
  const kind = resource.kind === DEFAULT_KIND ? {} : { apiVersion: resource.apiVersion, kind: resource.kind };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: companionMetadata(resource, resource.name),
    spec: {
      scaleTargetRef: { ...kind, name: resource.name },
      minReplicaCount: min,
      maxReplicaCount: max,
      advanced: { horizontalPodAutoscalerConfig: { behavior: BURST_BEHAVIOR } },
      triggers: [triggerFor(queue, resource.name)],
    },
  };
}

/** Parameters of KEDA's scalers (KEDA documentation, Scalers); all of them are texts. */
function triggerFor({ product, variable, name }: Queue, workload: string): JsonMap {
  switch (product) {
    case 'rabbitmq':
      return { type: 'rabbitmq', metadata: { hostFromEnv: variable, queueName: name, mode: 'QueueLength', value: DEPTH } };
    case 'redis':
      return { type: 'redis', metadata: { addressFromEnv: variable, listName: name, listLength: DEPTH } };
    case 'kafka':
      return { type: 'kafka', metadata: { bootstrapServersFromEnv: variable, consumerGroup: workload, topic: name, lagThreshold: DEPTH } };
    default:
      return { type: 'aws-sqs-queue', metadata: { queueURLFromEnv: variable, queueLength: DEPTH } };
  }
}
