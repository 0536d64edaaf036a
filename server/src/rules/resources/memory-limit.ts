import { defineRule } from '../define-rule.ts';
import { missingLimit } from './missing-limit.ts';

export default defineRule(
  missingLimit({
    id: 'resources/memory-limit',
    level: 'warning',
    resource: 'memory',
    message: 'Container "{container}" has no memory limit; one leaking conversation can take the node down.',
    serviceMessage: 'Service "{service}" has no memory limit; one leaking conversation can take its host down.',
    docs: {
      summary: 'A container or Compose service with some resources has no memory limit',
      why:
        'Memory cannot be taken back from a process. Without a limit a leak grows until the node itself runs out, and the kernel then kills whatever ' +
        'it likes, of this pod or of another.',
      fix: 'Limit the memory to what the container may use at its worst. The quick fix writes the request, so that the node always has what it has promised.',
      sources: ['Kubernetes documentation, Resource Management for Pods and Containers', 'Deployment guide, resource boundaries'],
    },
  }),
);
