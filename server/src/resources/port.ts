import type { ContainerPort } from './types.ts';

/** True for a port that only a monitoring system asks, by its name. */
export function isMetricsPort({ name }: Pick<ContainerPort, 'name'>): boolean {
  return name !== undefined && /(^|-)(metrics|prom|prometheus|telemetry)(-|$)/.test(name);
}

/** True for a port that only a monitoring system or the kubelet asks, by its name, so that it takes nobody's requests. */
export function isMonitoringPort({ name }: Pick<ContainerPort, 'name'>): boolean {
  return isMetricsPort({ name }) || (name !== undefined && /(^|-)(health|healthz|healthcheck|livez|readyz|probes?)(-|$)/.test(name));
}
