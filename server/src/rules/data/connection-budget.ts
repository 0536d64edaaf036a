import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { mostReplicas } from '../../resources/replica-count.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { calledHosts, hasHiddenHosts } from '../companions/called-hosts.ts';
import { defineRule } from '../define-rule.ts';
import { areNeighbours } from '../neighbours.ts';
import { titleOf } from '../title.ts';
import { connectionLimitOf } from './connection-limit.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { connectionPoolOf } from './connection-pool.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/connection-budget',
  guide: ['pool-80', 'pool-size', 'connection-pools'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'The connection pools of all pods together are more than the database takes',
    why:
      'Every pod has a pool of its own, and an autoscaler adds pods when the load is there. A database that has no connection left refuses all ' +
      'further ones, so scaling out is what brings everything down.',
    fix:
      'Make the pools smaller, or put a pooler such as PgBouncer before the database. The quick fix writes the size that fits into 80% of its ' +
      'connections with the most pods that the autoscalers allow.',
    exceptions:
      'Counted are pools whose size a variable or an address states, at the most pods of their workload, times the processes of a pod where ' +
      'WEB_CONCURRENCY or the like states them. The database is the one whose Service an address names, or the only one beside the workload where ' +
      'the address comes from a Secret. Silent where its limit may be in files or variables that are not in the workspace, for patches, and for ' +
      'what is called a test or a sample. Reported at the largest of several pools.',
    sources: [
      'Deployment guide, scaling: connection pools below 80%',
      'PostgreSQL documentation: max_connections is 100 by default; MySQL and MariaDB: 151; PgBouncer: max_client_conn is 100',
    ],
  },
  options: {
    share: {
      type: 'number',
      integer: true,
      default: 80,
      minimum: 1,
      maximum: 100,
      description: 'Share of the connections of a database that pools may use together, in percent.',
    },
  },
  messages: {
    over:
      '{workload} may open {own} connections to {server} ({pods} × {each}){others}, which is over {share}% of the {limit} that it takes; a pool of ' +
      '{wanted} fits.',
    full:
      '{workload} may open {own} connections to {server} ({pods} × {each}){others}, which is over {share}% of the {limit} that it takes, and no pool ' +
      'is small enough; put a pooler before it.',
  },
  *check(workload, { inventory, options, partial }) {
    const pool = partial || isTrial(workload.resource) ? undefined : connectionPoolOf(workload);
    const server = pool && serverOf(workload, inventory);
    const limit = server && connectionLimitOf(server, inventory);
    if (!pool || !server || limit === undefined) return;
    const users = usersOf(server, inventory);
    const own = users.find((user) => user.workload === workload);
    const total = users.reduce((sum, { connections }) => sum + connections, 0);
    const room = Math.floor((limit * options.share) / 100);
    if (!own || total <= room || users.some((user) => user.connections > own.connections) || isLaterEqual(own, users)) return;
    const wanted = Math.floor((room - (total - own.connections)) / (own.pods * pool.processes)) - pool.overflow;
    yield {
      at: pool.at,
      part: 'value',
      message: wanted > 0 ? 'over' : 'full',
      data: {
        workload: titleOf(workload.resource),
        server: titleOf(server.resource),
        own: own.connections,
        pods: own.pods === 1 ? 'one pod' : `${own.pods} pods`,
        each: own.connections / own.pods,
        others: users.length > 1 ? `, ${total} with those of ${users.length - 1} other${users.length > 2 ? 's' : ''}` : '',
        share: options.share,
        limit,
        wanted,
        text: pool.write(wanted),
      },
      related: [
        {
          in: server.resource,
          at: [...server.resource.route, 'metadata', 'name'],
          message: `${titleOf(server.resource)} takes ${limit} connections`,
        },
      ],
      fixes: wanted > 0 ? ['shrink'] : [],
    };
  },
  fixes: {
    shrink: {
      title: 'Make the pool {wanted} large',
      safe: false,
      patches: ({ at, data: { text = null } }) => [{ op: 'set', at, value: text }],
    },
  },
});

interface User {
  readonly workload: Workload;
  readonly pods: number;
  /** Of all its pods. */
  readonly connections: number;
}

/** The workloads with pools that connect to a database or pooler. */
function usersOf(server: Workload, inventory: Inventory): readonly User[] {
  const names = new Set(inventory.servicesOf(server).map(({ resource }) => resource.name));
  return inventory.workloads().flatMap(({ entry, workload }) => {
    const pool = inventory.contextOf(entry.uri).partial ? undefined : connectionPoolOf(workload);
    if (!pool || !mayUse(workload, server, names, inventory)) return [];
    const pods = mostReplicas(workload, inventory) ?? 1;
    if (pods === 0 || serverOf(workload, inventory)?.resource !== server.resource) return [];
    return [{ workload, pods, connections: pods * perPod(pool) }];
  });
}

/** Quickly tells those that surely use another server. @param names of the server's Services */
function mayUse(workload: Workload, server: Workload, names: ReadonlySet<string | undefined>, inventory: Inventory): boolean {
  if (calledHosts(workload.resource).some(({ service }) => names.has(service?.name) && service !== undefined)) return true;
  return hasHiddenHosts(workload) && areNeighbours(workload.resource, server.resource, inventory);
}

function perPod({ size, overflow, processes }: ConnectionPool): number {
  return (size + overflow) * processes;
}

/** Of pools of one size the first is where it is said. */
function isLaterEqual(own: User, users: readonly User[]): boolean {
  return users.find(({ connections }) => connections === own.connections) !== own;
}

/** The database or pooler whose Service an address of a workload names, else the only one beside it where its address is hidden. */
function serverOf(workload: Workload, inventory: Inventory): Workload | undefined {
  for (const { service } of calledHosts(workload.resource)) {
    if (service === undefined) continue;
    const namespace = service.namespace ?? inventory.namespaceOf(workload.resource);
    for (const entry of inventory.find('Service', namespace, service.name)) {
      const selector = labelSelectorsOf(entry.resource).find(({ via }) => via === 'service');
      if (!selector || !inventory.mayMeet(entry.resource, workload.resource)) continue;
      const servers = inventory.selects(entry.resource, selector).flatMap(({ resource }) => workloadOf(resource) ?? []);
      const server = servers.find((candidate) => connectionLimitOf(candidate, inventory) !== undefined);
      if (server) return server;
    }
  }
  return hasHiddenHosts(workload) ? onlyServerBeside(workload, inventory) : undefined;
}

function onlyServerBeside({ resource }: Workload, inventory: Inventory): Workload | undefined {
  const servers = inventory
    .workloads()
    .filter(({ workload: other }) => other.resource !== resource && connectionLimitOf(other, inventory) !== undefined)
    .filter(({ workload: other }) => areNeighbours(resource, other.resource, inventory));
  return servers.length === 1 ? servers[0]?.workload : undefined;
}
