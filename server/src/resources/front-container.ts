import { isMonitoringPort } from './port.ts';
import type { Container, Workload } from './types.ts';

/** The container that takes the pod's requests: the first with a port for them, else the first. */
export function frontContainer({ containers }: Workload): Container | undefined {
  const main = containers.filter(({ kind }) => kind === 'container');
  return main.find(({ ports }) => !ports.every(isMonitoringPort)) ?? main[0];
}
