import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { datastoreOf, KEYDB, REDIS, VALKEY } from '../products.ts';
import { titleOf } from '../title.ts';
import { argumentsOf } from './arguments.ts';
import { workloadInstances } from './instances.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/cache-replicas',
  guide: ['distributed-cache', 'cache-failover', 'session-replication'],
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A cache that holds sessions or realtime state runs a single instance',
    why:
      'What a cache holds besides copies is nowhere else: while its only instance restarts, everybody is logged out or loses what was being ' +
      'worked on, and all replicas of the application stand still together.',
    fix:
      'Run a primary with a replica and let Sentinel, a cluster or an operator fail over, or use a managed cache. The application must know of ' +
      'it, so there is no quick fix.',
    exceptions:
      'Caches that nothing says to hold sessions or state: neither their name, nor a variable of an application that names them. Memcached, ' +
      'which has no replication. Sentinels and clusters, and caches with a replica elsewhere in the workspace. What is called a test or a sample.',
    sources: [
      'Deployment guide, cache layer: a distributed cache for sessions and realtime state, with planned failover',
      'Redis documentation, High availability with Redis Sentinel',
    ],
  },
  messages: {
    single:
      '{workload} holds {what} ({because}) in a single instance of {product}, so all of it is lost or out of reach while that restarts; a replica ' +
      'that can take over is wanted.',
  },
  *check(workload, { inventory, partial }) {
    const datastore = datastoreOf(workload);
    if (datastore === undefined || !REPLICATED.has(datastore.product) || partial || isTrial(workload.resource)) return;
    const instances = workloadInstances(datastore, inventory);
    if (instances === undefined || instances.count !== 1 || instances.hasPeers) return;
    const { container, product } = datastore;
    if (argumentsOf(container.value, ['command', 'args']).some(({ text }) => /sentinel|cluster-enabled|replicaof|slaveof/i.test(text)))
      return;
    const held = heldByName(workload) ?? heldByUsers(workload, inventory);
    if (held === undefined) return;
    const data = { workload: titleOf(workload.resource), product: product.title, ...held };
    yield { at: instances.at, message: 'single', data };
  },
});

const REPLICATED: ReadonlySet<unknown> = new Set([REDIS, VALKEY, KEYDB]);

interface Held {
  readonly what: string;
  readonly because: string;
}

/** Words that tell what is more than a copy. */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[-_.])sessions?(?:$|[-_.])/i, 'sessions'],
  [/(?:^|[-_.])(?:carts?|baskets?)(?:$|[-_.])/i, 'carts'],
  [/(?:^|[-_.])(?:presence|realtime|sync|state|collab(?:oration)?)(?:$|[-_.])/i, 'realtime state'],
];

function heldIn(text: string): string | undefined {
  return STATES.find(([pattern]) => pattern.test(text))?.[1];
}

function heldByName({ resource }: Workload): Held | undefined {
  const what = heldIn(resource.name ?? '');
  return what === undefined ? undefined : { what, because: 'by its name' };
}

/** What variables of other workloads say of an address that begins with the name of one of the cache's Services. */
function heldByUsers(workload: Workload, inventory: Inventory): Held | undefined {
  const services = inventory.servicesOf(workload).flatMap(({ resource: { name } }) => name ?? []);
  if (services.length === 0) return undefined;
  const users = inventory.workloads().flatMap((user) => user.workload.containers);
  return users.flatMap(variablesOf).find(({ value }) => services.some((service) => isAddressOf(service, value)))?.held;
}

/** The variables of a container whose names tell what is kept where they lead to. */
function variablesOf({ name: container, value }: Container): readonly { readonly value: string; readonly held: Held }[] {
  return (listAt(value, ['env']) ?? []).flatMap((variable) => {
    const name = stringAt(variable, ['name']) ?? '';
    const what = heldIn(name);
    const address = stringAt(variable, ['value']);
    if (what === undefined || address === undefined) return [];
    return [{ value: address, held: { what, because: `by the variable ${name} of container "${container}"` } }];
  });
}

/** True for `cache`, `cache:6379`, `redis://cache.assistant.svc:6379/0`, `rediss://:$(PASSWORD)@cache:6379`. */
function isAddressOf(service: string, value: string): boolean {
  const host = value.replace(/^[a-z+]+:\/\//i, '').replace(/^[^@/]*@/, '');
  return host.startsWith(service) && /^(?:$|[:./])/.test(host.slice(service.length));
}
