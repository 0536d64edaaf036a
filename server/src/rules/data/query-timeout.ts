import { OPERATED_KINDS, operatedDatabase } from '../../resources/operated-database.ts';
import type { Container, Inventory, Resource, Workload, WorkloadTrait } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { getAt, isMap, listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { Datastore, Product } from '../products.ts';
import { datastoreOf, MARIADB, MYSQL, POSTGRES } from '../products.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { appendPatches } from './argument-patches.ts';
import { argumentsOf } from './arguments.ts';
import { connectionIn, hasTimeout, SCHEMES } from './database-url.ts';
import { mountedTexts } from './mounted-texts.ts';
import { isTrial } from './trial.ts';

type Found = Problem<'server' | 'operated' | 'address', 'add' | 'set'>;

export default defineRule({
  id: 'data/query-timeout',
  guide: ['query-timeout'],
  level: 'info',
  scope: 'resource',
  kinds: [...WORKLOAD_KINDS, ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'A database, or an address of one, without a timeout for queries',
    why:
      'One query without an index, or one that waits for a lock, keeps its connection, its memory and its locks for as long as it likes. A few of ' +
      'them use up the pool, and then nothing works any more, although the database is alive.',
    fix:
      'Let the server end statements after half a minute: statement_timeout in PostgreSQL, max_execution_time in MySQL, max_statement_time in ' +
      'MariaDB. Jobs that need longer ask for it in their own session.',
    exceptions:
      'Servers with settings in files that the workspace does not show, that come from variables, or whose image takes its flags in a way of its ' +
      'own. Addresses whose database is in the workspace, where the server is the place for it; those filled in later; those of Jobs; and ' +
      'containers with a variable for such a timeout. What is called a test or a sample.',
    sources: [
      'Deployment guide, database architecture: query timeouts against resource exhaustion',
      'PostgreSQL documentation, Client Connection Defaults: statement_timeout is 0 (none) by default',
      'MySQL documentation: max_execution_time, in milliseconds, for SELECT statements, 0 by default',
      'MariaDB documentation: max_statement_time, in seconds, 0 by default',
      'Half a minute is our own figure: longer than people wait, shorter than a pool takes to run dry',
    ],
  },
  options: {
    seconds: {
      type: 'number',
      integer: true,
      default: 30,
      minimum: 1,
      maximum: 86_400,
      description: 'The timeout in seconds that the fix writes.',
    },
  },
  messages: {
    server:
      'Container "{container}" runs {product} without a timeout for statements, so one that hangs keeps its connection and its locks for ever; ' +
      '{wanted} is wanted.',
    operated:
      '{database} sets no statement_timeout, so a statement that hangs keeps its connection and its locks for ever; {wanted} among its parameters ' +
      'is wanted.',
    address:
      'Container "{container}" reaches {product} by the variable {name} without a timeout for statements, so one that hangs keeps its connection ' +
      'for ever; set one in the address or in the server.',
  },
  *check(resource, { inventory, options, partial }) {
    if (partial || isTrial(resource)) return;
    const workload = workloadOf(resource);
    if (workload === undefined) yield* operatedProblem(resource, options.seconds);
    else {
      const datastore = datastoreOf(workload);
      if (datastore !== undefined) yield* serverProblem(datastore, inventory, options.seconds);
      else if (workload.longRunning) yield* addressProblems(workload, inventory);
    }
  },
  fixes: {
    add: {
      title: 'Add {flags}',
      safe: false,
      patches: ({ at, data }, { document }) => appendPatches(document, at, data),
    },
    set: {
      title: 'Set {wanted}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
  },
});

function* operatedProblem(resource: Resource, seconds: number): Iterable<Found> {
  const database = operatedDatabase(resource);
  const { route, value } = resource;
  if (database?.parametersAt === undefined) return;
  const parameters = getAt(value, database.parametersAt.slice(route.length)) ?? null;
  if (parameters !== null && (!isMap(parameters) || 'statement_timeout' in parameters)) return;
  const timeout = `${seconds}s`;
  yield {
    at: [...database.parametersAt, 'statement_timeout'],
    message: 'operated',
    data: { database: titleOf(resource), wanted: `statement_timeout ${timeout}`, value: timeout },
    fixes: ['set'],
  };
}

interface Timeout {
  /** Any of them sets it, in an argument, a variable or a file. */
  readonly names: RegExp;
  readonly flags: (seconds: number) => readonly string[];
}

const TIMEOUTS: ReadonlyMap<Product, Timeout> = new Map([
  [POSTGRES, { names: /statement_?timeout/i, flags: (seconds) => ['-c', `statement_timeout=${seconds}s`] }],
  [MYSQL, { names: /max[-_]?execution[-_]?time/i, flags: (seconds) => [`--max-execution-time=${seconds * 1000}`] }],
  [MARIADB, { names: /max[-_]?statement[-_]?time/i, flags: (seconds) => [`--max-statement-time=${seconds}`] }],
]);

function* serverProblem(datastore: Datastore, inventory: Inventory, seconds: number): Iterable<Found> {
  const { container, product } = datastore;
  const timeout = TIMEOUTS.get(product);
  if (timeout === undefined || isSet(datastore, timeout, inventory)) return;
  const add = timeout.flags(seconds);
  const data = { container: container.name, product: product.title, wanted: add.at(-1) ?? '', add, flags: add.join(' ') };
  yield { at: [...container.route, 'args'], message: 'server', data, fixes: takesFlags(container) ? ['add'] : [] };
}

/** True where the timeout is set, or may be where nobody here can see it. */
function isSet({ container, workload }: Datastore, { names }: Timeout, inventory: Inventory): boolean {
  const { value } = container;
  const words = argumentsOf(value, ['command', 'args']).map(({ text }) => text);
  const variables = (listAt(value, ['env']) ?? []).map((entry) => `${stringAt(entry, ['name']) ?? ''} ${stringAt(entry, ['value']) ?? ''}`);
  if ([...words, ...variables].some((text) => names.test(text)) || (listAt(value, ['envFrom']) ?? []).length > 0) return true;
  const texts = mountedTexts(container, workload, inventory);
  return (
    texts === undefined ||
    texts.some((text) => names.test(text)) ||
    words.some((text) => /config[-_]file|defaults[-_](?:extra[-_])?file/.test(text))
  );
}

/** True where the image takes flags as arguments: the official ones do, with the server's name before them or alone. */
function takesFlags({ image = '', value }: Container): boolean {
  const [first, ...others] = argumentsOf(value, ['command', 'args']);
  const isServer = first === undefined || /^-|(?:^|\/)(?:postgres|mysqld|mariadbd)$/.test(first.text);
  return isServer && !/bitnami|spilo|patroni/i.test(image) && [first, ...others].every((word) => word === undefined || word.isWhole);
}

/** The first address of each container stands for all, since they are opened by one program. */
function* addressProblems(workload: Workload, inventory: Inventory): Iterable<Found> {
  for (const { value, route, name: container } of workload.containers) {
    const variables = (listAt(value, ['env']) ?? []).map((entry) => ({
      name: stringAt(entry, ['name']) ?? '',
      text: stringAt(entry, ['value']) ?? '',
    }));
    const index = variables.some(({ name }) => TIMEOUT_NAME.test(name))
      ? -1
      : variables.findIndex(({ text }) => isUnbounded(text, inventory));
    const found = variables[index];
    if (found === undefined) continue;
    const product = SCHEMES.get(connectionIn(found.text)?.scheme ?? '') ?? '';
    const data = { container, product, name: found.name };
    yield { at: [...route, 'env', index, 'value'], part: 'value', message: 'address', data, fixes: [] };
  }
}

const TIMEOUT_NAME = /(?:statement|query|sql|db|database|execution).*timeout/i;

function isUnbounded(text: string, inventory: Inventory): boolean {
  const connection = connectionIn(text);
  const product = connection && SCHEMES.get(connection.scheme);
  return connection !== undefined && product !== undefined && !hasTimeout(connection) && !runsHere(product, inventory);
}

/** True where the workspace runs such a database, which is the place for its timeouts. */
function runsHere(product: string, inventory: Inventory): boolean {
  const isOperated = OPERATED_KINDS.some((kind) =>
    inventory.ofKind(kind).some(({ resource }) => operatedDatabase(resource)?.product === product),
  );
  return isOperated || inventory.workloadsBy(PRODUCT, product).length > 0;
}

const PRODUCT: WorkloadTrait = {
  id: 'product',
  keysOf: (workload) => {
    const datastore = datastoreOf(workload);
    return datastore ? [datastore.product.title] : [];
  },
};
