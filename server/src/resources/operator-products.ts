import { listAt, mapAt, stringAt } from '../yaml/json.ts';
import type { Resource } from './types.ts';

/** What an operator makes beside a custom resource, under a name that follows from the resource's. */
export interface OperatorProduct {
  readonly kind: 'Service' | 'Secret';
  readonly name: string;
  /** As a sentence says who makes it. */
  readonly by: string;
}

interface Products {
  readonly by: string;
  /** Endings of the resource's name. */
  readonly services: readonly string[];
  readonly secrets: readonly string[];
  /** Names of Secrets with the passwords of users. */
  readonly users?: (name: string, resource: Resource) => readonly string[];
}

/** As `group/Kind`: the documentation of the operators of CloudNativePG, RabbitMQ, Strimzi, Elastic, Crunchy and Zalando, and of Knative. */
const PRODUCTS: ReadonlyMap<string, Products> = new Map<string, Products>([
  [
    'postgresql.cnpg.io/Cluster',
    {
      by: 'CloudNativePG',
      services: ['-rw', '-ro', '-r'],
      secrets: ['-app', '-superuser', '-ca', '-server', '-replication'],
    },
  ],
  ['postgresql.cnpg.io/Pooler', { by: 'CloudNativePG', services: [''], secrets: [] }],
  ['serving.knative.dev/Service', { by: 'Knative', services: [''], secrets: [] }],
  ['rabbitmq.com/RabbitmqCluster', { by: 'RabbitMQ operator', services: ['', '-nodes'], secrets: ['-default-user', '-erlang-cookie'] }],
  [
    'kafka.strimzi.io/Kafka',
    {
      by: 'Strimzi',
      services: ['-kafka-bootstrap', '-kafka-brokers'],
      secrets: ['-cluster-ca', '-cluster-ca-cert', '-clients-ca', '-clients-ca-cert'],
    },
  ],
  ['kafka.strimzi.io/KafkaUser', { by: 'Strimzi', services: [], secrets: [''] }],
  [
    'elasticsearch.k8s.elastic.co/Elasticsearch',
    {
      by: 'Elastic operator',
      services: ['-es-http', '-es-internal-http', '-es-transport'],
      secrets: ['-es-elastic-user', '-es-http-certs-public', '-es-http-certs-internal'],
    },
  ],
  ['kibana.k8s.elastic.co/Kibana', { by: 'Elastic operator', services: ['-kb-http'], secrets: ['-kb-http-certs-public'] }],
  [
    'postgres-operator.crunchydata.com/PostgresCluster',
    {
      by: 'Crunchy operator',
      services: ['-primary', '-replicas', '-ha', '-pods', '-pgbouncer'],
      secrets: ['-cluster-cert', '-pgbouncer'],
      users: usersOfCrunchy,
    },
  ],
  ['acid.zalan.do/postgresql', { by: 'Zalando operator', services: ['', '-repl', '-pooler'], secrets: [], users: usersOfZalando }],
]);

/** The Services and Secrets that an operator makes beside an object; none for one without a name. */
export function operatorProducts(resource: Resource): readonly OperatorProduct[] {
  const { group, kind, name } = resource;
  const products = PRODUCTS.get(`${group}/${kind}`);
  if (!products || name === undefined) return [];
  const { by, services, secrets, users } = products;
  return [
    ...services.map((ending): OperatorProduct => ({ kind: 'Service', name: name + ending, by })),
    ...secrets.map((ending): OperatorProduct => ({ kind: 'Secret', name: name + ending, by })),
    ...(users?.(name, resource) ?? []).map((secret): OperatorProduct => ({ kind: 'Secret', name: secret, by })),
  ];
}

/** `<cluster>-pguser-<user>`; where no users are stated there is one of the cluster's own name. */
function usersOfCrunchy(name: string, { value }: Resource): readonly string[] {
  const users = (listAt(value, ['spec', 'users']) ?? []).flatMap((user) => stringAt(user, ['name']) ?? []);
  return (users.length > 0 ? users : [name]).map((user) => `${name}-pguser-${user}`);
}

/** `<user>.<cluster>.credentials.postgresql.acid.zalan.do`, for the users of the system as well; a name has no `_`. */
function usersOfZalando(name: string, { value }: Resource): readonly string[] {
  const users = ['postgres', 'standby', 'pooler', ...Object.keys(mapAt(value, ['spec', 'users']) ?? {})];
  return users.map((user) => `${user.replaceAll('_', '-')}.${name}.credentials.postgresql.acid.zalan.do`);
}
