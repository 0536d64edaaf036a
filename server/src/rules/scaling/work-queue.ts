import { environmentOf } from '../../resources/config-values.ts';
import type { Container, Workload } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Queue } from '../companions/scaled-object.ts';
import { isPlaceholder } from '../placeholder.ts';

interface Broker {
  readonly product: Queue['product'];
  /** Variables that hold its address, by their names. */
  readonly names: RegExp;
  /** What KEDA can read of such a variable. */
  readonly values: RegExp;
  /** True where a variable from a Secret has surely the form that KEDA reads. */
  readonly isSureByName: boolean;
}

/** Source of what KEDA reads: its documentation of the RabbitMQ, Apache Kafka and Redis Lists scalers. */
const BROKERS: readonly Broker[] = [
  { product: 'rabbitmq', names: /(?:RABBIT|AMQP|CELERY_BROKER).*(?:URL|URI|DSN)/i, values: /^amqps?:\/\//i, isSureByName: true },
  { product: 'kafka', names: /KAFKA.*(?:BROKERS?|BOOTSTRAP|SERVERS?)/i, values: /^[\w.-]+:\d+(?:,[\w.-]+:\d+)*$/, isSureByName: false },
  { product: 'redis', names: /REDIS|BROKER/i, values: /^[\w.-]+:\d+$/, isSureByName: false },
];

const QUEUE_NAME = /(?:^|_)(?:QUEUE|TOPIC|LIST)(?:_NAME)?$/i;
const QUEUE_FLAGS: ReadonlySet<string> = new Set(['-Q', '--queue', '--queues', '--topic']);
const NAME = /^[\w.:-]+$/;
/** The queue that Celery uses where none is named (Celery's documentation, task_default_queue). */
const CELERY_QUEUE = 'celery';

/**
 * The queue that a worker takes its work from: the variable with the broker's address, and the queue's name in another one or in its
 * arguments. Undefined where the manifest doesn't tell both.
 */
export function workQueueOf(workload: Workload): Queue | undefined {
  // KEDA reads variables of the first container where it is told no other.
  const container = workload.containers.find(({ kind }) => kind === 'container');
  const name = container && queueName(container);
  if (container === undefined || name === undefined) return undefined;
  for (const broker of BROKERS) {
    const variable = variableOf(container, broker);
    if (variable !== undefined) return { product: broker.product, variable, name };
  }
  return undefined;
}

function variableOf(container: Container, { names, values, isSureByName }: Broker): string | undefined {
  const variables = (listAt(container.value, ['env']) ?? []).map((entry) => ({
    name: stringAt(entry, ['name']) ?? '',
    value: stringAt(entry, ['value']),
  }));
  const found = variables.find(({ name, value }) => names.test(name) && (value === undefined ? isSureByName : values.test(value)));
  // CELERY_BROKER_URL from a Secret may be an address of Redis.
  return found?.value === undefined && found?.name.includes('BROKER') ? undefined : found?.name;
}

function queueName(container: Container): string | undefined {
  const named = environmentOf(container).find(({ name, text }) => QUEUE_NAME.test(name ?? '') && NAME.test(text) && !isPlaceholder(text));
  return named?.text ?? queueInArguments(container);
}

function queueInArguments({ value }: Container): string | undefined {
  const words = ['command', 'args']
    .flatMap((field) => listAt(value, [field]) ?? [])
    .flatMap((word) => (typeof word === 'string' ? word.split(/[\s=]+/, 200) : []));
  const flag = words.findIndex((word) => QUEUE_FLAGS.has(word));
  const name = flag < 0 ? undefined : words[flag + 1];
  if (name !== undefined) return NAME.test(name) ? name : undefined;
  return words.includes('celery') && words.includes('worker') ? CELERY_QUEUE : undefined;
}
