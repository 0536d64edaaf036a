import type { RoleName } from './types.ts';

/** A role that a name tells, and the word of the name that told it. */
export interface NamedRole {
  readonly role: RoleName;
  /** As written in the name. */
  readonly word: string;
  /** Where the word stands in the name. */
  readonly place: 'whole' | 'start' | 'end' | 'middle';
  /** True where the word names a product (`postgres`), which an image is proof of, and not a part anybody may play (`db`). */
  readonly product: boolean;
}

/** Role names, for what `plimsoll/role` may say. */
export const ROLE_NAMES: readonly RoleName[] = [
  'api-server',
  'worker',
  'realtime-sync',
  'tool-executor',
  'frontend',
  'database',
  'cache',
  'queue',
  'gateway',
  'monitoring',
];

const PRODUCTS: ReadonlyMap<string, RoleName> = table({
  database:
    'postgres postgresql timescaledb pgvector mysql mariadb percona mongo mongodb cockroachdb cassandra scylla couchdb clickhouse ' +
    'elasticsearch opensearch qdrant weaviate milvus chroma neo4j etcd influxdb tidb mssql oracle',
  cache: 'redis valkey memcached keydb dragonfly',
  queue: 'rabbitmq kafka redpanda nats pulsar activemq artemis',
  monitoring:
    'prometheus alertmanager grafana loki tempo mimir thanos jaeger zipkin promtail fluentd fluentbit fluent-bit otelcol ' +
    'opentelemetry-collector opentelemetrycollector victoriametrics datadog kibana logstash filebeat cadvisor',
});

const PARTS: ReadonlyMap<string, RoleName> = table({
  'api-server': 'api apiserver api-server app-server backend graphql bff',
  worker: 'worker consumer celery sidekiq processor background',
  'realtime-sync': 'realtime real-time realtime-sync sync-server sync-service sync-processor websocket ws wss socketio presence',
  'tool-executor':
    'executor tool-executor tool-execution tool-runner tool-runtime tool-sandbox tools-executor sandbox sandboxes ' +
    'code-runner code-interpreter code-execution',
  frontend: 'frontend front-end ui webui web-ui webapp web-app spa web website',
  database: 'database db',
  cache: 'cache',
  queue: 'queue broker message-bus',
  gateway:
    'gateway ingress ingressgateway egressgateway proxy proxies lb loadbalancer load-balancer nginx envoy haproxy traefik kong ' +
    'contour caddy apisix pgbouncer',
  monitoring: 'exporter monitoring metrics telemetry collector otel observability tracing logging',
});

/** What follows or precedes these is about the named thing, and not the thing: an operator or a backup of a database is no database. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    'operator backup backups restore migration migrations migrate migrator client cli test tests init setup seed scheduler beat cleanup ' +
    'loadgenerator loadtest bootstrap'
  ).split(' '),
);

/**
 * The role that a name tells. The last telling word decides, as in an English compound: `redis-worker` is a worker, `worker-redis` a cache.
 * @param name of an object, container or image, or a plan's key: words joined by `-`, `_` or `.`
 */
export function roleOfName(name: string): NamedRole | undefined {
  const words = name
    .toLowerCase()
    .split(/[-_./ ]+/)
    .filter((word) => word !== '');
  let about = false;
  for (let end = words.length; end > 0; end -= 1) {
    const found = endingAt(words, end);
    if (found && (!about || found.role === 'monitoring')) return found;
    about ||= ABOUT.has(words[end - 1] ?? '');
  }
  return undefined;
}

/** True for a name that ends in what it does for something else: a `celery-beat` runs the workers' image and is no worker. */
export function isAboutAnother(name: string): boolean {
  return ABOUT.has(
    name
      .toLowerCase()
      .split(/[-_./ ]+/)
      .at(-1) ?? '',
  );
}

/** Two words tell more than one: `tool-runner` before `runner`. */
function endingAt(words: readonly string[], end: number): NamedRole | undefined {
  for (const length of [2, 1]) {
    const start = end - length;
    const word = start < 0 ? '' : words.slice(start, end).join('-');
    const singular = word.endsWith('s') ? word.slice(0, -1) : word;
    const product = PRODUCTS.get(word);
    const role = product ?? PARTS.get(word) ?? PARTS.get(singular);
    if (role) return { role, word, place: placeOf(start, end, words.length), product: product !== undefined };
  }
  return undefined;
}

function placeOf(start: number, end: number, count: number): NamedRole['place'] {
  if (start === 0) return end === count ? 'whole' : 'start';
  return end === count ? 'end' : 'middle';
}

function table(words: Partial<Record<RoleName, string>>): ReadonlyMap<string, RoleName> {
  const rows = ROLE_NAMES.flatMap((role) => (words[role] ?? '').split(' ').map((word) => [word, role] as const));
  return new Map(rows.filter(([word]) => word !== ''));
}
