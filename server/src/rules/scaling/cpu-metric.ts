import type { Json } from '../../yaml/types.ts';

/** A metric of a HorizontalPodAutoscaler v2 that scales on CPU. */
export function cpuMetric(percent: number): Json {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } };
}

/** A trigger of a KEDA ScaledObject that scales on CPU. */
export function cpuTrigger(percent: number): Json {
  return { type: 'cpu', metricType: 'Utilization', metadata: { value: String(percent) } };
}
