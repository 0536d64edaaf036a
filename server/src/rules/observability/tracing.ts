import { isMonitoringPort } from '../../resources/port.ts';
import { isServing } from '../../resources/serving.ts';
import type { Inventory, RoleName, Workload } from '../../resources/types.ts';
import { isList } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data } from '../types.ts';
import { isTraced } from './tracing-signs.ts';

/** Roles that take part in a conversation; what they are built on is not the team's to instrument. */
const TRACED: ReadonlySet<RoleName> = new Set(['api-server', 'worker', 'realtime-sync', 'tool-executor']);

export default defineRule({
  id: 'observability/tracing',
  guide: ['tracing'],
  level: 'strict',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'Nothing says that a workload which takes requests is traced',
    why:
      'A slow answer has passed through an API server, a queue, a worker, a model and some tools. Without traces every team shows that its own part was ' +
      'fast, and nobody finds out where the seconds went.',
    fix:
      'Instrument the application with OpenTelemetry, and tell it its name and where its traces go. The quick fix writes OTEL_SERVICE_NAME, and ' +
      'OTEL_EXPORTER_OTLP_ENDPOINT with the option `endpoint`; the library itself is up to the application.',
    exceptions:
      'Only workloads that take requests, and no databases, caches, queues, frontends, gateways or monitoring. Silent where a variable, an argument or an ' +
      'annotation of the pods or their Namespace is about tracing (OpenTelemetry, Datadog, Jaeger, Zipkin, Elastic APM, New Relic, Dynatrace), where variables come ' +
      'from a ConfigMap that is not found in this workspace, where a kustomize patch brings it, and in such a patch.',
    sources: ['OpenTelemetry specification, environment variables', 'OpenTelemetry Operator, injecting auto-instrumentation by annotation'],
  },
  options: {
    endpoint: {
      type: 'string',
      default: 'http://otel-collector:4317',
      description: 'Where the quick fix sends traces: the OTLP endpoint of a collector',
    },
  },
  messages: {
    missing:
      '{workload} takes requests, but nothing says that it is traced (no OTEL_ variable, no instrumentation annotation), so nobody can tell where the time of an answer goes.',
  },
  *check(workload, { options, inventory, partial }) {
    const container = workload.containers.find(({ kind }) => kind === 'container');
    if (partial || !container || !takesRequests(workload, inventory) || isTraced(workload, inventory)) return;
    yield {
      at: [...container.route, 'env'],
      message: 'missing',
      data: { workload: titleOf(workload.resource), service: workload.resource.name ?? container.name, endpoint: options.endpoint },
    };
  },
  fixes: { add: { title: 'Send traces to {endpoint}', safe: false, patches: tracingPatches } },
});

function takesRequests(workload: Workload, inventory: Inventory): boolean {
  const role = workload.role?.name;
  if (!isServing(workload, inventory) || (role !== undefined && !TRACED.has(role))) return false;
  return workload.containers.some(({ ports }) => !ports.every(isMonitoringPort)) || inventory.servicesOf(workload).length > 0;
}

function tracingPatches(
  { at, data }: { readonly at: Route; readonly data: Data },
  { document }: { readonly document: YamlDocument },
): readonly Patch[] {
  const { service = '', endpoint = '' } = data;
  const variables = [
    { name: 'OTEL_SERVICE_NAME', value: service },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: endpoint },
  ];
  const held = valueAt(document, at);
  if (!isList(held) || held.length === 0) return [{ op: 'set', at, value: variables, after: fieldsBefore(document, at) }];
  return variables.map((value) => ({ op: 'insert', at, value }));
}
