import type { Resource } from '../../resources/types.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import type { Json, Route } from '../../yaml/types.ts';

/** A share of the requests at which an autoscaler adds pods. */
export interface UtilizationTarget {
  /** Where the figure stands, or belongs where Kubernetes takes its default. */
  readonly at: Route;
  /** `cpu` or `memory`. */
  readonly resource: string;
  readonly percent: number;
  /** The one container that is measured; undefined: all of the pod. */
  readonly container: string | undefined;
  /** How the figure is written, which its replacement keeps. `default`: not at all. */
  readonly written: 'number' | 'text' | 'default';
}

/** What Kubernetes scales at where a HorizontalPodAutoscaler names no metric (API reference, HorizontalPodAutoscalerSpec.metrics). */
const DEFAULT_CPU_PERCENT = 80;

/** True for a HorizontalPodAutoscaler of any version. */
export function isHpa(resource: Resource): boolean {
  return resource.kind === 'HorizontalPodAutoscaler' && resource.group === 'autoscaling';
}

/** True for a KEDA ScaledObject. */
export function isScaledObject(resource: Resource): boolean {
  return resource.kind === 'ScaledObject' && resource.group === 'keda.sh';
}

/** The utilization targets of a HorizontalPodAutoscaler or ScaledObject, Kubernetes' default included. Memoised by resource. */
export const utilizationTargets: (resource: Resource) => readonly UtilizationTarget[] = memo((resource) => {
  if (isScaledObject(resource)) return triggersOf(resource);
  if (!isHpa(resource)) return [];
  return resource.version === 'v1' ? versionOne(resource) : metricsOf(resource);
});

/** autoscaling/v1 knows CPU alone; other metrics travel in an annotation (Kubernetes, `autoscaling.alpha.kubernetes.io/metrics`). */
function versionOne(hpa: Resource): readonly UtilizationTarget[] {
  const at = [...hpa.route, 'spec', 'targetCPUUtilizationPercentage'];
  const percent = getAt(hpa.value, ['spec', 'targetCPUUtilizationPercentage']) ?? undefined;
  if (typeof percent === 'number') return [{ at, resource: 'cpu', percent, container: undefined, written: 'number' }];
  if (percent !== undefined || hpa.annotations['autoscaling.alpha.kubernetes.io/metrics'] !== undefined) return [];
  return [{ at, resource: 'cpu', percent: DEFAULT_CPU_PERCENT, container: undefined, written: 'default' }];
}

function metricsOf(hpa: Resource): readonly UtilizationTarget[] {
  const at = [...hpa.route, 'spec', 'metrics'];
  const metrics = getAt(hpa.value, ['spec', 'metrics']) ?? [];
  if (!Array.isArray(metrics)) return [];
  if (metrics.length === 0) return [{ at, resource: 'cpu', percent: DEFAULT_CPU_PERCENT, container: undefined, written: 'default' }];
  return metrics.flatMap((metric: Json, index) => metricTarget(metric, [...at, index]));
}

/** `Resource` and `ContainerResource` metrics of v2; v2beta1 wrote the figure without `target`. */
function metricTarget(metric: Json, at: Route): readonly UtilizationTarget[] {
  const field = { Resource: 'resource', ContainerResource: 'containerResource' }[stringAt(metric, ['type']) ?? ''];
  const source = field && getAt(metric, [field]);
  const resource = stringAt(source, ['name']);
  if (field === undefined || resource === undefined) return [];
  const container = stringAt(source, ['container']);
  const places: readonly Route[] = [['target', 'averageUtilization'], ['targetAverageUtilization']];
  return places.flatMap((place) => {
    const percent = numberAt(source, place);
    return percent === undefined ? [] : [{ at: [...at, field, ...place], resource, percent, container, written: 'number' } as const];
  });
}

/** KEDA's cpu and memory triggers, which state their figure as text, and their kind on the trigger or, before KEDA 2.8, among the metadata. */
function triggersOf(scaledObject: Resource): readonly UtilizationTarget[] {
  return (listAt(scaledObject.value, ['spec', 'triggers']) ?? []).flatMap((trigger, index) => {
    const resource = stringAt(trigger, ['type']);
    const kind = stringAt(trigger, ['metricType']) ?? stringAt(trigger, ['metadata', 'type']);
    const value = getAt(trigger, ['metadata', 'value']);
    const percent = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if ((resource !== 'cpu' && resource !== 'memory') || kind !== 'Utilization' || typeof percent !== 'number' || Number.isNaN(percent))
      return [];
    const at = [...scaledObject.route, 'spec', 'triggers', index, 'metadata', 'value'];
    return [{ at, resource, percent, container: stringAt(trigger, ['metadata', 'containerName']), written: 'text' }];
  });
}
