import type { Workload } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { labelledMetadata } from './metadata.ts';
import { podSelectorOf } from './owner.ts';

/**
 * The headless Service that a StatefulSet names, by which each of its pods has a name in DNS.
 * @returns undefined where it names none, or has no labels to select its pods by
 */
export function headlessService(workload: Workload): JsonMap | undefined {
  const name = stringAt(workload.resource.value, ['spec', 'serviceName']);
  const selector = podSelectorOf(workload);
  if (!name || selector?.matchLabels === undefined) return undefined;
  const ports = portsOf(workload);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: labelledMetadata(workload.resource, name),
    spec: { clusterIP: 'None', selector: selector.matchLabels, ...(ports.length === 0 ? {} : { ports }) },
  };
}

/** The ports of the pods, each once; a Service's ports need names where there are several. */
function portsOf({ containers }: Workload): readonly JsonMap[] {
  const ports = new Map<string, JsonMap>();
  for (const { name, port, protocol } of containers.flatMap((container) => container.ports)) {
    if (port === undefined) continue;
    const shown = protocol === 'TCP' ? {} : { protocol };
    ports.set(`${port}/${protocol}`, { name: name ?? `${protocol.toLowerCase()}-${port}`, port, targetPort: name ?? port, ...shown });
  }
  return [...ports.values()];
}
