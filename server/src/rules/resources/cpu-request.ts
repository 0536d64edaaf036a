import { defineRule } from '../define-rule.ts';
import { missingFigure } from './missing-figure.ts';

export default defineRule(
  missingFigure({
    id: 'resources/cpu-request',
    level: 'warning',
    list: 'requests',
    resource: 'cpu',
    message:
      'Container "{container}" has no CPU request, so the scheduler counts it as nothing: its node fills up with others and it gets what they leave.',
    docs: {
      summary: 'A container with some resources has no CPU request',
      why:
        'The request is what the scheduler reserves on a node and what a CPU-based autoscaler measures against. Without it a busy neighbour takes the ' +
        'CPU that conversations wait for, and utilization cannot be computed at all.',
      fix: 'Request what the container uses under its usual load. The quick fix starts from the tier and the role of the workload.',
      sources: ['Kubernetes documentation, Resource Management for Pods and Containers', 'Deployment guide, resource boundaries'],
    },
  }),
);
