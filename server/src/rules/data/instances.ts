import { kustomizedReplicas } from '../../resources/kustomize-replicas.ts';
import { operatedDatabase } from '../../resources/operated-database.ts';
import { volumesOf } from '../../resources/pod-volumes.ts';
import type { Inventory, Resource, WorkloadTrait } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import type { Datastore, Product } from '../products.ts';
import { datastoreOf, MARIADB, MONGODB, MYSQL, POSTGRES } from '../products.ts';
import { titleOf } from '../title.ts';

/** A database with what is known of its copies. */
export interface DatabaseInstances {
  readonly title: string;
  readonly product: string;
  readonly count: number;
  /** Where the count stands, or would. */
  readonly at: Route;
  /** True where nothing but the count makes copies of it, as a plain image that knows of no other pod. */
  readonly isPlain: boolean;
  /** True where the workspace has its primary or its replica as another workload. */
  readonly hasPeers: boolean;
}

/** The instances of a database that a resource runs, by a workload or by an operator; undefined where it runs none, or where they can't be counted. */
export function databaseInstances(resource: Resource, inventory: Inventory): DatabaseInstances | undefined {
  const operated = operatedDatabase(resource);
  if (operated !== undefined) {
    const { product, instances, countAt } = operated;
    return instances === undefined
      ? undefined
      : { title: titleOf(resource), product, count: instances, at: countAt, isPlain: false, hasPeers: false };
  }
  const workload = workloadOf(resource);
  const datastore = workload && datastoreOf(workload);
  return datastore?.product.role === 'database' ? workloadInstances(datastore, inventory) : undefined;
}

/** The instances that a Deployment or StatefulSet runs; undefined for other kinds, and where they can't be counted or are switched off. */
export function workloadInstances(datastore: Datastore, inventory: Inventory): DatabaseInstances | undefined {
  const { workload, product } = datastore;
  const { kind, resource } = workload;
  if (kind !== 'StatefulSet' && kind !== 'Deployment') return undefined;
  const isAbsent = (getAt(resource.value, ['spec', 'replicas']) ?? null) === null;
  const count = kustomizedReplicas(workload, inventory) ?? (isAbsent ? 1 : workload.replicas);
  if (count === undefined || count === 0) return undefined;
  const at = [...resource.route, 'spec', 'replicas'];
  const isPlain = isAlone(datastore);
  return { title: titleOf(resource), product: product.title, count, at, isPlain, hasPeers: hasPeers(datastore, inventory) };
}

/** Words in variables and names that speak of other instances. */
const REPLICATION = /repl|primary|secondary|standby|slave|follower|patroni|repmgr|stolon|galera|wsrep|cluster|discovery|seeds?(?:_|$)/i;

/** Products whose image is a server of its own unless it is told otherwise. */
const SERVERS_OF_THEIR_OWN: ReadonlySet<Product> = new Set([POSTGRES, MYSQL, MARIADB, MONGODB]);

/** True for a pod that is told nothing but a password: no arguments, no scripts or settings, no helper, no variable that speaks of others. */
function isAlone({ container, workload, product }: Datastore): boolean {
  const { value } = container;
  if (!SERVERS_OF_THEIR_OWN.has(product) || workload.containers.length > 1) return false;
  const isTold = ['command', 'args', 'envFrom'].some((field) => (listAt(value, [field]) ?? []).length > 0);
  const variables = (listAt(value, ['env']) ?? []).map((entry) => stringAt(entry, ['name']) ?? '');
  const files = volumesOf(workload).filter(({ value: volume }) =>
    ['configMap', 'secret', 'projected'].some((type) => getAt(volume, [type]) !== undefined),
  );
  return !isTold && files.length === 0 && !variables.some((name) => REPLICATION.test(name));
}

/** True where another workload runs the same product under the same name but for words such as primary and replica. */
function hasPeers({ workload, product }: Datastore, inventory: Inventory): boolean {
  const { name = '' } = workload.resource;
  const namesakes = inventory.workloadsBy(STEM, stemOf(name));
  return namesakes.some((other) => (other.resource.name ?? '') !== name && datastoreOf(other)?.product === product);
}

const STEM: WorkloadTrait = { id: 'instance-stem', keysOf: ({ resource: { name = '' } }) => [stemOf(name)] };

/** A name without the words that tell instances of one database apart. */
function stemOf(name: string): string {
  return name
    .split('-')
    .filter((word) => !REPLICATION.test(word) && !/^(?:main|master|read|reader|readonly|ro|rw|write|writer|\d+)$/i.test(word))
    .join('-');
}
