import { imageName } from '../../resources/image.ts';
import { patchesOf } from '../../resources/kustomize-patches.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { getAt, listAt, mapAt, stringAt } from '../../yaml/json.ts';

/** Variables by which tracing is configured, each by the documentation of its product, and those that people name after it. */
const VARIABLE = new RegExp(
  '^(?:OTEL|DD|JAEGER|ZIPKIN|ELASTIC_APM|NEW_RELIC|HONEYCOMB|DT|SW_AGENT|APPLICATIONINSIGHTS|AWS_XRAY)_|' +
    '(?:^|_)(?:OTLP|TRACING|TRACES?|TRACER|COLLECTOR)(?:_|$)',
);
/** Annotations by which operators inject it. */
const ANNOTATION =
  /^(?:instrumentation|sidecar)\.opentelemetry\.io\/|^sidecar\.jaegertracing\.io\/|(?:^|\.)datadoghq\.com\/|^(?:oneagent\.|data-ingest\.)?dynatrace\.com\/|newrelic/;
const ARGUMENT = /opentelemetry|\botel|otlp|tracing|javaagent|ddtrace|dd-trace/i;
const IMAGE = /otel|opentelemetry|jaeger-agent|datadog-agent/;

/** True where something says that a workload is traced, or where what may say so is not found in the workspace. */
export function isTraced(workload: Workload, inventory: Inventory): boolean {
  if ([workload, ...patchesOf(workload, inventory)].some(showsTracing)) return true;
  const namespace = inventory.namespaceOf(workload.resource);
  const namespaces = namespace === undefined ? [] : inventory.find('Namespace', undefined, namespace);
  if (namespaces.some(({ resource }) => Object.keys(resource.annotations).some((name) => ANNOTATION.test(name)))) return true;
  return workload.containers.some((container) => mayBeInConfigMap(container, namespace, inventory));
}

function showsTracing({ resource, containers, templateRoute }: Workload): boolean {
  const template = templateRoute.slice(resource.route.length);
  const annotations = { ...resource.annotations, ...stringsOf(getAt(resource.value, [...template, 'metadata', 'annotations'])) };
  return Object.keys(annotations).some((name) => ANNOTATION.test(name)) || containers.some(isInstrumented);
}

function isInstrumented({ value, image }: Container): boolean {
  const variables = listAt(value, ['env']) ?? [];
  const words = ['command', 'args'].flatMap((field) => listAt(value, [field]) ?? []);
  return (
    variables.some((entry) => VARIABLE.test(stringAt(entry, ['name']) ?? '') || ARGUMENT.test(stringAt(entry, ['value']) ?? '')) ||
    words.some((word) => typeof word === 'string' && ARGUMENT.test(word)) ||
    IMAGE.test(imageName(image ?? ''))
  );
}

/** True where the container takes its variables from a ConfigMap that has one for tracing, or that isn't found. */
function mayBeInConfigMap({ value }: Container, namespace: string | undefined, inventory: Inventory): boolean {
  return (listAt(value, ['envFrom']) ?? []).some((source) => {
    const name = stringAt(source, ['configMapRef', 'name']);
    if (name === undefined) return false;
    const found = inventory.find('ConfigMap', namespace, name);
    return (
      found.length === 0 ||
      found.some(({ resource }) => Object.keys(mapAt(resource.value, ['data']) ?? {}).some((key) => VARIABLE.test(key)))
    );
  });
}
