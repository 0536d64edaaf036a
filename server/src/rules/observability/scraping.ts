import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { plainTrait } from '../../resources/workload-trait.ts';
import { getAt } from '../../yaml/json.ts';
import { areNeighbours, hasNeighbour } from '../neighbours.ts';

/** Annotations by which scrapers find pods and Services: of Prometheus' example configuration, and those of others after its model. */
const SCRAPE = /(?:^|[./])(?:prometheus\.io|k8s\.grafana\.com)\/(?:scrape|should_be_scraped|port|path)$|^ad\.datadoghq\.com\//;

/** Kinds that say what is scraped in ways of their own (VictoriaMetrics' and Google's operators, and Prometheus' own configuration). */
const OTHER_SCRAPERS: readonly string[] = ['PodMonitoring', 'ClusterPodMonitoring', 'VMServiceScrape', 'VMPodScrape', 'ScrapeConfig'];

/** True where a monitor of the workspace selects a workload's pods, or annotations of these or their Service say whether they are scraped. */
export function isScraped(workload: Workload, inventory: Inventory): boolean {
  if (isAnnotated(workload) || inventory.patchesOf(workload.resource).some(({ resource }) => hasAnnotation(resource))) return true;
  if (inventory.servicesOf(workload).some(({ resource }) => hasScrape(resource.annotations))) return true;
  return inventory.selectedBy(workload.resource).some(({ selector }) => selector.via === 'monitor');
}

/** True where the workspace says what is scraped in ways that tell nothing of a single workload. */
export function isScrapedOtherwise(inventory: Inventory): boolean {
  return OTHER_SCRAPERS.some((kind) => inventory.hasKind(kind));
}

/** True where a workload's neighbours are scraped: there are monitors beside it, or workloads with annotations for scrapers. */
export function areNeighboursScraped({ resource }: Pick<Workload, 'resource'>, inventory: Inventory): boolean {
  if (hasNeighbour(resource, ['ServiceMonitor', 'PodMonitor'], inventory)) return true;
  return inventory.workloadsBy(ANNOTATED).some((other) => areNeighbours(resource, other.resource, inventory));
}

const ANNOTATED = plainTrait('scrape-annotations', isAnnotated);

function isAnnotated({ resource, templateRoute }: Workload): boolean {
  const template = templateRoute.slice(resource.route.length);
  return hasScrape(stringsOf(getAt(resource.value, [...template, 'metadata', 'annotations'])));
}

/** Of a patch, which may be of anything that has a template. */
function hasAnnotation({ value }: Resource): boolean {
  return hasScrape(stringsOf(getAt(value, ['spec', 'template', 'metadata', 'annotations'])));
}

function hasScrape(annotations: Readonly<Record<string, string>>): boolean {
  return Object.keys(annotations).some((name) => SCRAPE.test(name));
}
