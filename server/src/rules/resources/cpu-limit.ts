import { defineRule } from '../define-rule.ts';
import { missingLimit } from './missing-limit.ts';

export default defineRule(
  missingLimit({
    id: 'resources/cpu-limit',
    level: 'info',
    resource: 'cpu',
    message: 'Container "{container}" has no CPU limit; one runaway tool run or analysis can slow down everything else on its node.',
    serviceMessage: 'Service "{service}" has no CPU limit; one runaway tool run or analysis slows down everything else on its host.',
    docs: {
      summary: 'A container or Compose service with some resources has no CPU limit',
      why:
        'The guide asks for an explicit CPU limit by workload. Without one a loop that has gone wild takes all CPU that its node has left, and the ' +
        'latency of the others depends on who happens to run beside them.',
      fix:
        'Limit the CPU well above what the container usually uses. The quick fix writes twice the request, which leaves room for bursts. Some teams ' +
        'leave CPU unlimited on purpose, since a limit that is too low throttles; they can switch this rule off.',
      sources: ['Deployment guide, resource boundaries', 'The factor of two is our own'],
    },
  }),
);
