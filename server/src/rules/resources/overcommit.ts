import { isLongRunning } from '../../resources/container.ts';
import { defineRule } from '../define-rule.ts';
import { shareOfMemory } from './memory-share.ts';

export default defineRule({
  id: 'resources/overcommit',
  guide: ['resource-limits'],
  level: 'info',
  scope: 'container',
  docs: {
    summary: 'A container may use more than twice the memory that it requests',
    why:
      'The scheduler fills a node by requests. Where containers may use far more than that, they do so at the same time sooner or later, and the ' +
      'node kills whichever exceeds its request the most. Memory cannot be taken back as CPU can.',
    fix: 'Raise the request to what the container uses under load, or all the way to the limit, which keeps the node out of it. Or lower the limit.',
    exceptions: 'Ordinary init containers, which end before the pod serves. How much more is too much is the option `factor`.',
    sources: ['Kubernetes documentation, Node-pressure Eviction: pods that exceed their requests go first', 'The factor of two is our own'],
  },
  options: {
    factor: {
      type: 'number',
      default: 2,
      minimum: 1,
      maximum: 100,
      description: 'How many times its request the memory limit of a container may be',
    },
  },
  messages: {
    over:
      'Container "{container}" may use {limit} of memory but requests only {request}; the node has promised no more than that, and kills what ' +
      'exceeds it when it runs out.',
  },
  *check(container, { options }) {
    const { memory: request } = container.requests;
    const { memory: limit } = container.limits;
    if (!request || !limit || !isLongRunning(container) || limit.value <= request.value * options.factor) return;
    yield {
      at: [...container.route, 'resources', 'requests', 'memory'],
      message: 'over',
      data: { container: container.name, request: request.text, limit: limit.text, wanted: shareOfMemory(limit, 1 / options.factor) },
      related: [{ at: [...container.route, 'resources', 'limits', 'memory'], message: `The limit is ${limit.text}` }],
    };
  },
  fixes: {
    raise: {
      title: 'Raise the memory request to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    whole: {
      title: 'Raise the memory request to the limit of {limit}',
      safe: false,
      patches: ({ at, data: { limit = null } }) => [{ op: 'set', at, value: limit }],
    },
  },
});
