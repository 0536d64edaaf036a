import type { ConfigValue } from '../../resources/config-values.ts';
import { environmentOf } from '../../resources/config-values.ts';
import { imageName } from '../../resources/image.ts';
import type { Container, Workload } from '../../resources/types.ts';
import { memo } from '../../yaml/memo.ts';
import type { Route } from '../../yaml/types.ts';
import { connectionIn, SCHEMES } from './database-url.ts';

/** The pool of connections that each process of a container holds open to a SQL database. */
export interface ConnectionPool {
  readonly container: Container;
  /** Of the text that states its size. */
  readonly at: Route;
  readonly size: number;
  /** Connections beyond its size that it opens for a while. */
  readonly overflow: number;
  /** Processes of a pod, each of which has a pool. */
  readonly processes: number;
  /** The text with another size in it. */
  readonly write: (size: number) => string;
}

/** Variables of common libraries and frameworks, and those that people name after them; others' pools (of threads, of Redis) are not meant. */
const SIZE =
  /(?:^|_)(?:DB|DATABASE|PG|PGX|POSTGRES|POSTGRESQL|MYSQL|MARIADB|SQL|SQLALCHEMY|HIKARI|DATASOURCE|JDBC|TYPEORM|SEQUELIZE|PRISMA)_(?:\w+_)?(?:POOL|POOL_SIZE|POOL_MAX|POOL_MAX_SIZE|MAX_POOL_SIZE|MAXIMUM_POOL_SIZE|MAX_CONNECTIONS|MAX_CONNS|MAX_OPEN_CONNS|MAX_OPEN_CONNECTIONS|CONNECTION_LIMIT)$/;
const OVERFLOW = /(?:DB|DATABASE|SQLALCHEMY|POOL)\w*_MAX_OVERFLOW$/;
/** How many connections PgBouncer opens for each database and user (its documentation, default_pool_size). */
const POOLER_SIZE = /^(?:PGBOUNCER_)?DEFAULT_POOL_SIZE$/;
/** Processes of gunicorn, uvicorn and Puma. */
const PROCESSES = /^(?:WEB_CONCURRENCY|UVICORN_WORKERS|GUNICORN_WORKERS)$/;
/** In addresses: of Prisma, of pgx, of SQLAlchemy's and others' URLs. */
const IN_ADDRESS = /([?&](?:connection_limit|pool_max_conns|pool_size|max_pool_size)=)(\d{1,5})(?=&|$)/;

/** True for PgBouncer, which shares few connections of a database among many of its clients. */
export function isPooler({ image = '' }: Container): boolean {
  return /pgbouncer/.test(imageName(image));
}

/** The first pool that a workload's containers state; undefined where none does. Memoised. */
export const connectionPoolOf: (workload: Workload) => ConnectionPool | undefined = memo(({ containers }) => {
  for (const container of containers.filter(({ kind }) => kind !== 'init')) {
    const pool = poolOf(container);
    if (pool) return pool;
  }
  return undefined;
});

function poolOf(container: Container): ConnectionPool | undefined {
  const values = environmentOf(container);
  const wanted = isPooler(container) ? POOLER_SIZE : SIZE;
  const rest = { container, overflow: numberOf(values, OVERFLOW) ?? 0, processes: Math.max(1, numberOf(values, PROCESSES) ?? 1) };
  for (const { name = '', text, at } of values) {
    const size = wanted.test(name) ? countIn(text) : undefined;
    if (size !== undefined) return { ...rest, at, size, write: String };
    const inAddress = isAddress(text) ? countIn(IN_ADDRESS.exec(text)?.[2] ?? '') : undefined;
    // What an address states is all there is.
    if (inAddress !== undefined) {
      return {
        ...rest,
        overflow: 0,
        at,
        size: inAddress,
        write: (other) => text.replace(IN_ADDRESS, (_, key: string) => `${key}${other}`),
      };
    }
  }
  return undefined;
}

function isAddress(text: string): boolean {
  const connection = connectionIn(text);
  return connection !== undefined && SCHEMES.has(connection.scheme);
}

function numberOf(values: readonly ConfigValue[], wanted: RegExp): number | undefined {
  const found = values.find(({ name }) => wanted.test(name ?? ''));
  return found && countIn(found.text);
}

function countIn(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
