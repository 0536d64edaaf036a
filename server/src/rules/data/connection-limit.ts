import { environmentOf } from '../../resources/config-values.ts';
import { leastReplicas } from '../../resources/replica-count.ts';
import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { listAt } from '../../yaml/json.ts';
import type { Product } from '../products.ts';
import { datastoreOf, MARIADB, MYSQL, POSTGRES } from '../products.ts';
import { argumentsOf } from './arguments.ts';
import { isPooler } from './connection-pool.ts';
import { mountedTexts } from './mounted-texts.ts';

interface Limit {
  /** Settings that state it, in arguments and files. */
  readonly setting: RegExp;
  /** Variables that state it, of images that take them. */
  readonly variable: RegExp;
  readonly standard: number;
}

/** Source of the defaults: the documentation of PostgreSQL, MySQL and MariaDB (max_connections), and of PgBouncer (max_client_conn). */
const LIMITS: ReadonlyMap<Product, Limit> = new Map([
  [POSTGRES, { setting: /\bmax_connections\s*=\s*'?(\d+)/, variable: /^POSTGRES(?:QL)?_MAX_CONNECTIONS$/, standard: 100 }],
  [MYSQL, { setting: /\bmax[-_]connections\s*=\s*(\d+)/, variable: /^MYSQL_MAX_CONNECTIONS$/, standard: 151 }],
  [MARIADB, { setting: /\bmax[-_]connections\s*=\s*(\d+)/, variable: /^MARIADB_MAX_CONNECTIONS$/, standard: 151 }],
]);
const POOLER: Limit = { setting: /\bmax_client_conn\s*=\s*(\d+)/, variable: /^(?:PGBOUNCER_)?MAX_CLIENT_CONN$/, standard: 100 };

/** How many connections a SQL database or a pooler takes; undefined for what is neither, and where settings that may say so are not here. */
export function connectionLimitOf(workload: Workload, inventory: Inventory): number | undefined {
  const pooler = workload.containers.find((container) => container.kind === 'container' && isPooler(container));
  if (pooler) {
    const each = limitOf(pooler, workload, POOLER, inventory);
    const replicas = leastReplicas(workload, inventory);
    return each === undefined || replicas === undefined ? undefined : each * Math.max(1, replicas);
  }
  const datastore = datastoreOf(workload);
  const limit = datastore && LIMITS.get(datastore.product);
  return limit && limitOf(datastore.container, workload, limit, inventory);
}

function limitOf(container: Container, workload: Workload, limit: Limit, inventory: Inventory): number | undefined {
  const variable = environmentOf(container).find(({ name }) => limit.variable.test(name ?? ''));
  if (variable) return countIn(variable.text);
  const words = argumentsOf(container.value, ['command', 'args']).map(({ text }) => text);
  const files = mountedTexts(container, workload, inventory);
  // The last of the arguments counts, and those before the files.
  const stated = [...[...words].reverse(), ...(files ?? [])].map((text) => limit.setting.exec(text)?.[1]).find((found) => found);
  if (stated !== undefined) return countIn(stated);
  return files === undefined || (listAt(container.value, ['envFrom']) ?? []).length > 0 ? undefined : limit.standard;
}

function countIn(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
