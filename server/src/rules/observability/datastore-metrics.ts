import { imageName } from '../../resources/image.ts';
import { OPERATED_KINDS, operatedDatabase } from '../../resources/operated-database.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { plainTrait } from '../../resources/workload-trait.ts';
import { getAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { areNeighbours, hasNeighbour } from '../neighbours.ts';
import { datastoreOf } from '../products.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';
import { areNeighboursScraped, isScraped, isScrapedOtherwise } from './scraping.ts';

export default defineRule({
  id: 'observability/datastore-metrics',
  guide: ['database-metrics', 'cache-metrics', 'hit-rate'],
  level: 'info',
  scope: 'resource',
  kinds: [...WORKLOAD_KINDS, ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'A database or cache whose metrics nobody asks for',
    why:
      'Connections in use, slow queries, replication lag, the hit rate of a cache: what goes wrong in a data store shows there long before requests ' +
      'fail, and nowhere else.',
    fix:
      'Run the exporter of the product beside it (postgres_exporter, mysqld_exporter, redis_exporter, mongodb_exporter), or let its operator do so, ' +
      'and scrape it. Which account it may use only a person knows, so there is no quick fix.',
    exceptions:
      'Reported where something beside it is scraped, or alerts are defined; elsewhere in the strict profile only. An exporter in the pod or beside ' +
      'it counts, and so do monitors and annotations, and the monitoring section of an operator. Silent where the workspace has scrape ' +
      'configurations of other kinds, in patches and templates, and where a kustomization brings more than the workspace shows.',
    sources: ['Deployment guide, monitoring: metrics of databases (pools, query time, replication lag) and of caches (hit rate)'],
  },
  messages: {
    missing: '{store} ({product}) has no exporter or monitor found in this workspace, so nobody sees {what} before requests fail.',
  },
  *check(resource, { inventory, partial }) {
    const store = partial ? undefined : storeOf(resource);
    if (!store || isUnseen(resource, inventory) || inventory.patchesOf(resource).length > 0) return;
    if (isWatched(resource, inventory) || isScrapedOtherwise(inventory) || hasExporterBeside(resource, store.product, inventory)) return;
    const { product, isCache } = store;
    yield {
      at: [...resource.route, 'metadata', 'name'],
      message: 'missing',
      level: isObserved(resource, inventory) ? 'info' : 'strict',
      data: { store: titleOf(resource), product, what: isCache ? 'its hit rate and its memory' : 'its connections and its slow queries' },
    };
  },
});

interface Store {
  readonly product: string;
  readonly isCache: boolean;
}

function storeOf(resource: Resource): Store | undefined {
  const operated = operatedDatabase(resource);
  if (operated) return { product: operated.product, isCache: false };
  const workload = workloadOf(resource);
  const datastore = workload?.longRunning ? datastoreOf(workload) : undefined;
  return datastore && { product: datastore.product.title, isCache: datastore.product.role === 'cache' };
}

/** Whether it has an exporter of its own, or is scraped. */
function isWatched(resource: Resource, inventory: Inventory): boolean {
  const workload = workloadOf(resource);
  if (workload) return workload.containers.some(isExporter) || isScraped(workload, inventory);
  const isMonitored = ['monitoring', 'metrics', 'sidecars', 'additionalContainers', 'pmm'].some(
    (field) => (getAt(resource.value, ['spec', field]) ?? null) !== null,
  );
  return (
    isMonitored ||
    inventory.selectedBy(resource).some(({ selector }) => selector.via === 'monitor') ||
    isNamedByMonitor(resource, inventory)
  );
}

/** Of pods that an operator makes, monitors ask by a label with the name of its custom resource. */
function isNamedByMonitor({ name }: Resource, inventory: Inventory): boolean {
  return ['PodMonitor', 'ServiceMonitor'].some((kind) =>
    inventory.ofKind(kind).some(({ resource }) => JSON.stringify(resource.value.spec ?? null).includes(`"${name}"`)),
  );
}

function isExporter({ name, image = '' }: Workload['containers'][number]): boolean {
  return /exporter|metrics/.test(name) || /exporter/.test(imageName(image));
}

function hasExporterBeside(resource: Resource, product: string, inventory: Inventory): boolean {
  const word = WORDS[product] ?? product.toLowerCase();
  return inventory
    .workloadsBy(EXPORTERS)
    .some(
      ({ resource: exporter, containers }) =>
        (exporter.name?.includes(word) || containers.some(({ image = '' }) => imageName(image).includes(word))) &&
        areNeighbours(exporter, resource, inventory),
    );
}

/** What names of exporters have of the product. */
const WORDS: Readonly<Record<string, string>> = {
  PostgreSQL: 'postgres',
  MySQL: 'mysql',
  MariaDB: 'mysql',
  MongoDB: 'mongo',
  Valkey: 'redis',
};

const EXPORTERS = plainTrait('exporters', ({ containers }) => containers.some(isExporter));

function isObserved(resource: Resource, inventory: Inventory): boolean {
  return hasNeighbour(resource, ['PrometheusRule'], inventory) || areNeighboursScraped({ resource }, inventory);
}
