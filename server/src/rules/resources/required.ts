import { chosenTier } from '../../capacity/tiers.ts';
import { isMap } from '../../yaml/json.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import { figuresFor } from '../figures.ts';
import { levelFor, provisionOf } from '../provision.ts';

export default defineRule({
  id: 'resources/required',
  guide: ['resource-limits'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container without any resources',
    why:
      'A container that requests nothing may be put on a node that has nothing left, is the first to be evicted there, and without limits can take ' +
      'the node down with it. Nobody can say what the deployment carries either.',
    fix:
      'Give requests and limits for CPU and memory. The quick fix starts from the tier and the role of the workload: requests as the guide has them, ' +
      'memory limited to its request, CPU to twice its request.',
    exceptions:
      'Silent where the pod states resources for all of its containers, where a LimitRange or a kustomize patch of the workspace gives some, and in ' +
      'such a patch. ' +
      'Ordinary init containers are information only, since they end before the pod serves.',
    sources: [
      'Deployment guide, resource boundaries and example resource strategy',
      'Kubernetes documentation, Pod Quality of Service Classes',
    ],
  },
  messages: {
    missing:
      'Container "{container}" has no requests and no limits; without requests the scheduler counts it as nothing, and without limits it can take the node down.',
  },
  *check(container, context) {
    if (context.partial || provisionOf(container, context.inventory).hasSome) return;
    const { requests, limits } = figuresFor(container, chosenTier(context.settings, context.inventory));
    yield {
      at: [...container.route, 'resources'],
      message: 'missing',
      data: { container: container.name, cpu: requests.cpu, memory: requests.memory, cpuLimit: limits.cpu, memoryLimit: limits.memory },
      level: levelFor(container, 'warning'),
    };
  },
  fixes: {
    add: {
      title: 'Add requests of {cpu} CPU and {memory} memory, limits of {cpuLimit} and {memoryLimit}',
      safe: false,
      patches: ({ at, data }, { document }) => {
        const { cpu = null, memory = null, cpuLimit = null, memoryLimit = null } = data;
        const lists = { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
        const held = valueAt(document, at);
        // Claims of devices may be there, and stay.
        const value = isMap(held) ? { ...held, ...lists } : lists;
        return [{ op: 'set', at, value, after: fieldsBefore(document, at) }];
      },
    },
  },
});
