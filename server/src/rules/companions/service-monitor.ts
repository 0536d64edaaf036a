import type { Resource, Workload } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';
import { podSelectorOf } from './owner.ts';

/** Where metrics are served. */
export interface MetricsEndpoint {
  /** Name of the Service's or the container's port. */
  readonly port: string;
  /** `/metrics` where absent. */
  readonly path?: string | undefined;
}

/** The path that Prometheus asks where none is stated (Prometheus operator API reference, Endpoint). */
const DEFAULT_PATH = '/metrics';
/** Often enough for alerts on minutes. Our own figure, and the one of the Prometheus operator's examples. */
const INTERVAL = '30s';

/**
 * A ServiceMonitor for a Service, found by the Service's own labels.
 * @param owner the workload behind it, whose name and labels the monitor gets
 * @returns undefined where the owner has no name, or the Service no labels
 */
export function serviceMonitor(service: Pick<Resource, 'labels'>, owner: Resource, endpoint: MetricsEndpoint): JsonMap | undefined {
  const labels = Object.entries(service.labels).filter(([label]) => label !== 'app.kubernetes.io/version' && label !== 'helm.sh/chart');
  if (owner.name === undefined || labels.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: companionMetadata(owner, owner.name),
    spec: { selector: { matchLabels: Object.fromEntries(labels) }, endpoints: [endpointOf(endpoint)] },
  };
}

/**
 * A PodMonitor for a workload that no Service selects.
 * @returns undefined where the workload has no name, or no labels to select its pods by
 */
export function podMonitor(workload: Workload, endpoint: MetricsEndpoint): JsonMap | undefined {
  const selector = podSelectorOf(workload);
  const { resource } = workload;
  if (resource.name === undefined || selector === undefined) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: companionMetadata(resource, resource.name),
    spec: { selector, podMetricsEndpoints: [endpointOf(endpoint)] },
  };
}

function endpointOf({ port, path = DEFAULT_PATH }: MetricsEndpoint): JsonMap {
  return { port, ...(path === DEFAULT_PATH ? {} : { path }), interval: INTERVAL };
}
