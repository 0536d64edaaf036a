import { suggestedFigures } from '../../capacity/tiers.ts';
import type { TierName } from '../../capacity/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { cpuLimitOver } from '../figures.ts';

/**
 * A LimitRange that gives the containers of a namespace which state no resources those that the guide gives a worker of the tier: its smallest.
 * @param namespace its name
 */
export function limitRange(namespace: string, tier: TierName): JsonMap {
  const { cpu, memory } = suggestedFigures(tier, 'worker');
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'container-defaults', namespace },
    spec: {
      limits: [{ type: 'Container', defaultRequest: { cpu, memory }, default: { cpu: cpuLimitOver(cpu), memory } }],
    },
  };
}
