import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/** What an alert of a companion says. */
interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long it must last before somebody is told. */
  readonly for: string;
  readonly severity: 'warning' | 'critical';
  readonly summary: string;
}

/** Where runbooks are is for its owner to say; the name is reserved for examples (RFC 2606). */
const RUNBOOKS = 'https://runbooks.example.com/';

/** Seconds of the 95th percentile where no agreement states any. Our own figure: a turn of a conversation should begin within two. */
const LATENCY = 2;

/**
 * An alert on the 95th percentile of a workload's latency, from the histogram that HTTP libraries for Prometheus share.
 * @param seconds what is agreed on
 * @returns undefined where the workload has no name
 */
export function latencyRule(owner: Resource, seconds: number = LATENCY): JsonMap | undefined {
  const buckets = `rate(http_request_duration_seconds_bucket${jobOf(owner)}[5m])`;
  const latency = `histogram_quantile(0.95, sum by (le) (${buckets})) > ${seconds}`;
  return prometheusRule(owner, 'latency', (name) => [
    {
      name: `${camel(name)}LatencyHigh`,
      expr: latency,
      for: '10m',
      severity: 'warning',
      summary: `The 95th percentile of the latency of ${name} is above ${seconds} s`,
    },
  ]);
}

/**
 * Alerts on what the guide scales by: CPU and network above 70%, pools above 80%, disks that are busy all the time. The metrics are those of
 * cAdvisor, kube-state-metrics, node_exporter and, for pools, OpenTelemetry's database clients.
 * @returns undefined where the workload has no name
 */
export function saturationRule(owner: Resource): JsonMap | undefined {
  return prometheusRule(owner, 'saturation', (name) => [
    {
      name: `${camel(name)}CpuHigh`,
      expr: `sum(rate(container_cpu_usage_seconds_total${podsOf(owner, 'container!=""')}[5m])) / sum(kube_pod_container_resource_requests${podsOf(owner, 'resource="cpu"')}) > 0.7`,
      for: '10m',
      severity: 'warning',
      summary: `${name} uses more than 70% of the CPU that it requests`,
    },
    {
      name: `${camel(name)}PoolNearlyUsedUp`,
      expr: `sum(db_client_connections_usage${jobOf(owner, 'state="used"')}) / sum(db_client_connections_max${jobOf(owner)}) > 0.8`,
      for: '5m',
      severity: 'critical',
      summary: `More than 80% of the database connections of ${name} are in use`,
    },
    {
      name: `${camel(name)}DiskSaturated`,
      expr: 'rate(node_disk_io_time_seconds_total[5m]) > 0.9',
      for: '15m',
      severity: 'warning',
      summary: 'A disk of a node has been busy for more than 90% of the time',
    },
    {
      name: `${camel(name)}NetworkHigh`,
      expr: 'rate(node_network_transmit_bytes_total{device!~"lo|veth.*"}[5m]) / node_network_speed_bytes > 0.7',
      for: '15m',
      severity: 'warning',
      summary: 'A node uses more than 70% of its network bandwidth',
    },
  ]);
}

/**
 * Alerts on a backup that failed, or has not been made for more than a day and a half.
 * @param owner the CronJob
 * @returns undefined where it has no name
 */
export function backupRule(owner: Resource): JsonMap | undefined {
  return prometheusRule(owner, 'backup', (name) => [
    {
      name: `${camel(name)}Failed`,
      expr: `kube_job_status_failed${labelsOf(owner, `job_name=~"${name}-[0-9]+"`)} > 0`,
      for: '5m',
      severity: 'critical',
      summary: `A run of the backup ${name} has failed`,
    },
    {
      name: `${camel(name)}Overdue`,
      expr: `time() - kube_cronjob_status_last_successful_time${labelsOf(owner, `cronjob="${name}"`)} > 129600`,
      for: '10m',
      severity: 'critical',
      summary: `${name} has made no backup for a day and a half`,
    },
  ]);
}

function prometheusRule(owner: Resource, topic: string, alertsFor: (name: string) => readonly Alert[]): JsonMap | undefined {
  const { name } = owner;
  if (name === undefined) return undefined;
  const object = name.endsWith(`-${topic}`) ? name : `${name}-${topic}`;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: companionMetadata(owner, object),
    spec: { groups: [{ name: object, rules: alertsFor(name).map(ruleOf) }] },
  };
}

function ruleOf(alert: Alert): JsonMap {
  return {
    alert: alert.name,
    expr: alert.expr,
    for: alert.for,
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, runbook_url: RUNBOOKS + alert.name.toLowerCase() },
  };
}

/** By the job label, which the Prometheus operator takes from the Service's name. */
function jobOf(owner: Resource, ...others: readonly string[]): string {
  return labelsOf(owner, `job="${owner.name}"`, ...others);
}

/** By the names of the pods, which begin with that of their workload. */
function podsOf(owner: Resource, ...others: readonly string[]): string {
  return labelsOf(owner, `pod=~"${owner.name}-.+"`, ...others);
}

function labelsOf({ namespace }: Resource, ...labels: readonly string[]): string {
  return `{${[...(namespace === undefined ? [] : [`namespace="${namespace}"`]), ...labels].join(', ')}}`;
}

/** `ChatApi` of `chat-api`. */
function camel(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
