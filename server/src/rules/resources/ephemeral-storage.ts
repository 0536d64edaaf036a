import { isLongRunning } from '../../resources/container.ts';
import { compareQuantities, parseQuantity } from '../../resources/quantity.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import { provisionOf } from '../provision.ts';

const RESOURCE = 'ephemeral-storage';

export default defineRule({
  id: 'resources/ephemeral-storage',
  level: 'strict',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container has no limit for what it writes to the disk of its node',
    why:
      'Logs, the writable layer and emptyDir volumes share the disk of the node. Without a limit one container that writes without end fills it, and ' +
      'the node evicts pods that have nothing to do with it.',
    fix:
      'Limit ephemeral-storage to what the container may write at its worst. The quick fix writes the option `limit`, or the request where that is ' +
      'more. A limit without a request is the request as well, so the scheduler looks for a node that has it.',
    exceptions:
      'A container without any resources is reported by `resources/required` alone. Silent for ordinary init containers, where a LimitRange or a ' +
      'kustomize patch of the workspace gives the limit, and in such a patch.',
    sources: ['Kubernetes documentation, Local ephemeral storage', 'The default of 1Gi is our own figure'],
  },
  options: {
    limit: {
      type: 'string',
      default: '1Gi',
      pattern: { source: '^[0-9]+([.][0-9]+)?([KMGT]i|[kMGT])?$', meaning: 'a quantity such as `1Gi`' },
      description: 'Limit that the quick fix writes',
    },
  },
  messages: {
    missing:
      'Container "{container}" has no limit for ephemeral storage; logs and files without end fill the disk of the node, which then evicts other pods.',
  },
  *check(container, { options, inventory, partial }) {
    if (partial || !isLongRunning(container)) return;
    const provision = provisionOf(container, inventory);
    if (provision.isGiven('limits', RESOURCE)) return;
    const request = container.requests[RESOURCE];
    const usual = parseQuantity(options.limit);
    const wanted = request && usual && compareQuantities(request, usual) > 0 ? request.text : options.limit;
    yield {
      at: [...container.route, 'resources', 'limits', RESOURCE],
      message: 'missing',
      data: { container: container.name, wanted },
      coveredBy: 'resources/required',
      // The quick fix of that rule comes first: a single figure would bring up all others that are missing.
      fixes: provision.hasSome ? ['add'] : [],
    };
  },
  fixes: {
    add: {
      title: 'Limit ephemeral storage to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }, { document }) => [
        { op: 'set', at, value: wanted, after: ['memory', 'cpu', 'requests', ...fieldsBefore(document, at.slice(0, -2))] },
      ],
    },
  },
});
