import type { RoleName } from '../../resources/types.ts';

/** Something besides the process that a check looks at. */
export interface Dependency {
  /** Behind the check, as a sentence goes on: `which looks at the database`. */
  readonly what: string;
  /** What it is where it is a data store: a data store that looks at itself depends on nothing. */
  readonly role?: RoleName;
}

const READINESS: Dependency = { what: 'which tells whether its dependencies are there' };
const DEPENDENCIES: Dependency = { what: 'which looks at its dependencies' };

/** Words of a path that name what a check looks at. */
const WORDS: readonly (readonly [RegExp, Dependency])[] = [
  [
    /^(?:db|database|databases|postgres|postgresql|mysql|mariadb|mongo|mongodb|sql)$/,
    { what: 'which looks at the database', role: 'database' },
  ],
  [/^(?:redis|valkey|cache|memcached)$/, { what: 'which looks at the cache', role: 'cache' }],
  [/^(?:kafka|rabbitmq|amqp|nats|queue|broker)$/, { what: 'which looks at the queue', role: 'queue' }],
  [/^(?:deep|full|dependency|dependencies|deps|downstreams?|upstreams?|external|integrations?)$/, DEPENDENCIES],
];

/** Words by which a path is known to be a check of health. */
const HEALTH = /^(?:health|healthz|healthy|healthcheck|status|check|checks|live|livez|liveness|alive|ping)$/;
const READY = /^(?:ready|readyz|readiness|isready|readycheck)$/;

/** Paths of frameworks and products that sum up more than the process. */
const KNOWN: ReadonlyMap<string, Dependency> = new Map([
  // Spring Boot reference, Actuator endpoints: the health endpoint holds all indicators, those of data sources and brokers among them.
  ['/actuator/health', { what: "which sums up all of Spring Boot's health indicators, databases and brokers among them" }],
  // Quarkus guide, SmallRye Health: /q/health accumulates all health checks of the application.
  ['/q/health', { what: "which sums up all of Quarkus' health checks, databases and brokers among them" }],
  // Elasticsearch and OpenSearch reference, cluster health.
  ['/_cluster/health', { what: 'which tells the state of the whole cluster' }],
]);

/**
 * What a path says its check looks at, besides the process.
 * @param path with its query, as a probe or a URL has it
 * @returns undefined where it says nothing
 */
export function dependencyInPath(path: string): Dependency | undefined {
  const [place = '', query = ''] = path.toLowerCase().split('?');
  const segments = place.split('/').filter((segment) => segment !== '');
  const known = KNOWN.get(`/${segments.join('/')}`);
  if (known) return known;
  if (/(?:^|[&=])(?:deep|full|readiness|ready)(?:&|$|=(?:1|true|yes)(?:&|$))/.test(query)) return DEPENDENCIES;
  const last = segments.at(-1)?.split(/[-_.]/) ?? [];
  if (last.some((word) => READY.test(word))) return READINESS;
  const isCheck = segments.some((segment) => segment.split(/[-_.]/).some((word) => HEALTH.test(word)));
  if (!isCheck && segments.join() !== 'deep') return undefined;
  return WORDS.find(([pattern]) => last.some((word) => pattern.test(word)))?.[1];
}
