import { defineRule } from '../define-rule.ts';
import { missingFigure } from './missing-figure.ts';

export default defineRule(
  missingFigure({
    id: 'resources/memory-request',
    level: 'warning',
    list: 'requests',
    resource: 'memory',
    message:
      'Container "{container}" has no memory request, so the scheduler counts it as nothing and it is among the first to be evicted when its node runs short.',
    docs: {
      summary: 'A container with some resources has no memory request',
      why:
        'The request is what the scheduler reserves on a node. A container that uses more than it requested is evicted first when the node runs out ' +
        'of memory, and one that requested nothing always does.',
      fix: 'Request what the container needs for its conversations. The quick fix starts from the tier and the role of the workload.',
      sources: ['Kubernetes documentation, Node-pressure Eviction', 'Deployment guide, resource boundaries'],
    },
  }),
);
