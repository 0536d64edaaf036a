import { definitionsOf } from '../../resources/definitions.ts';
import { isMetricsPort } from '../../resources/port.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { ContainerPort, Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadAt } from '../companions/owner.ts';
import { podMonitor, serviceMonitor } from '../companions/service-monitor.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';
import { areNeighboursScraped, isScraped, isScrapedOtherwise } from './scraping.ts';
import { isTraced } from './tracing-signs.ts';

export default defineRule({
  id: 'observability/metrics',
  guide: ['request-metrics'],
  level: 'info',
  scope: 'workload',
  kinds: ['Deployment', 'StatefulSet'],
  workspace: true,
  docs: {
    summary: 'No monitor and no annotation lets Prometheus scrape a workload',
    why:
      'Without metrics of its own (requests, errors, durations) nobody sees that a service is getting slow until its users say so, and nothing can ' +
      'be scaled or alerted on but CPU.',
    fix:
      'Serve metrics and let them be scraped. The quick fix writes a ServiceMonitor, or a PodMonitor where no Service selects the pods, for the port ' +
      'that is called metrics, or the only one where that speaks HTTP.',
    exceptions:
      'Reported where a port is called metrics, and where something beside the workload is scraped by a ServiceMonitor, PodMonitor or annotation; ' +
      'elsewhere in the strict profile only. Silent for Jobs, databases, caches, queues and monitoring itself; where variables or annotations speak ' +
      'of OpenTelemetry or of an agent, which may send the metrics; where the workspace has scrape configurations of other kinds; in patches and ' +
      'templates; and where a kustomization brings more than the workspace shows.',
    sources: ['Deployment guide, monitoring: request metrics', 'Prometheus operator documentation, ServiceMonitor and PodMonitor'],
  },
  messages: {
    port:
      'Container "{container}" of {workload} offers metrics on port "{port}", but no monitor or scrape annotation was found in this workspace, so ' +
      'nobody may be asking for them.',
    missing:
      '{workload} is reached by no ServiceMonitor, PodMonitor or scrape annotation found in this workspace, so nobody sees its requests and errors.',
  },
  *check(workload, { inventory, partial }) {
    const { resource } = workload;
    if (partial || workload.containers.length === 0 || !(isWorker(workload) || takesRequests(workload, inventory))) return;
    if (isScraped(workload, inventory) || isScrapedOtherwise(inventory) || isTraced(workload, inventory)) return;
    if (isUnseen(resource, inventory)) return;
    const found = metricsPort(workload);
    const data = { workload: titleOf(resource) };
    const fixes = monitorFor(workload, inventory) ? (['monitor'] as const) : [];
    if (found) {
      const { container, port } = found;
      yield { at: [...port.route, 'name'], part: 'value', message: 'port', data: { ...data, container, port: port.name ?? '' }, fixes };
      return;
    }
    const level = areNeighboursScraped(workload, inventory) ? 'info' : 'strict';
    yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', level, data, fixes };
  },
  fixes: {
    monitor: {
      title: 'Add a monitor for {workload}',
      safe: false,
      companions: ({ at }, { document, inventory }) => {
        const workload = workloadAt(document, at);
        const monitor = workload && monitorFor(workload, inventory);
        return monitor && [monitor];
      },
    },
  },
});

function isWorker({ kind, role }: Workload): boolean {
  return (kind === 'Deployment' || kind === 'StatefulSet') && role?.name === 'worker';
}

interface Found {
  readonly container: string;
  readonly port: ContainerPort;
}

function metricsPort({ containers }: Workload): Found | undefined {
  const running = containers.filter(({ kind }) => kind !== 'init');
  const [found] = running.flatMap(({ name, ports }) => ports.filter(isMetricsPort).map((port) => ({ container: name, port })));
  return found;
}

/** A monitor of the port that surely has the metrics, by way of a Service that has the port, else of the pods. */
function monitorFor(workload: Workload, inventory: Inventory) {
  const services = inventory.servicesOf(workload).map(({ resource }) => resource);
  for (const service of services) {
    const port = portOf(namesOf(service), metricsPort(workload) !== undefined);
    const monitor = port === undefined ? undefined : serviceMonitor(service, workload.resource, { port });
    if (monitor) return monitor;
  }
  const running = workload.containers.filter(({ kind }) => kind !== 'init');
  const port = portOf(
    running.flatMap(({ ports }) => ports.map(({ name }) => name)),
    false,
  );
  return port === undefined ? undefined : podMonitor(workload, { port });
}

function namesOf(service: Resource): readonly (string | undefined)[] {
  return definitionsOf(service).flatMap(({ by, ports }) => (by === 'object' ? (ports ?? []).map(({ name }) => name) : []));
}

/** Names of ports that HTTP is spoken on, and so perhaps `/metrics` is served by. */
const HTTP = /^(?:http|web|api)(?:-|$)/;

/** @param isNamed whether it must be called metrics, since another port is */
function portOf(names: readonly (string | undefined)[], isNamed: boolean): string | undefined {
  const [only, ...others] = names;
  const metrics = names.find((name) => isMetricsPort({ name }));
  const isPlain = only !== undefined && others.length === 0 && HTTP.test(only);
  return metrics ?? (isPlain && !isNamed ? only : undefined);
}
