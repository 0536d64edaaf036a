import { compareQuantities, parseQuantity } from '../../resources/quantity.ts';
import type { Workload } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';

export default defineRule({
  id: 'resources/request-over-limit',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A container or pod requests more than its limit allows',
    why: 'The API server rejects a pod that requests more of a resource than its limit, so nothing of the workload starts.',
    fix: 'Raise the limit to the request, or lower the request to the limit.',
    exceptions: 'A limit that only a LimitRange would give is not looked at, nor is a value that is no quantity.',
    sources: ['Kubernetes documentation, Resource Management for Pods and Containers'],
  },
  messages: {
    over: '{holder} requests {request} of {resource} but is limited to {limit}; the API server rejects a request above its limit.',
  },
  *check(workload) {
    for (const holder of holdersOf(workload)) {
      for (const { resource, request, limit } of excessesOf(holder.resources)) {
        yield {
          at: [...holder.route, 'requests', resource],
          message: 'over',
          data: { holder: holder.title, resource, request, limit },
          related: [{ at: [...holder.route, 'limits', resource], message: `The limit is ${String(limit)}` }],
        };
      }
    }
  },
  fixes: {
    raise: {
      title: 'Raise the {resource} limit to {request}',
      safe: false,
      patches: ({ at, data: { resource = '', request = null } }) => [
        { op: 'set', at: [...at.slice(0, -2), 'limits', String(resource)], value: request },
      ],
    },
    lower: {
      title: 'Lower the {resource} request to {limit}',
      safe: false,
      patches: ({ at, data: { limit = null } }) => [{ op: 'set', at, value: limit }],
    },
  },
});

interface Holder {
  /** As it begins a sentence. */
  readonly title: string;
  readonly route: Route;
  readonly resources: JsonMap | undefined;
}

/** Whatever states resources: the pod, and each of its containers. */
function holdersOf(workload: Workload): readonly Holder[] {
  const containers = workload.containers.map(({ name, route, value }) => ({
    title: `Container "${name}"`,
    route: [...route, 'resources'],
    resources: mapAt(value, ['resources']),
  }));
  const pod = { title: 'The pod', route: [...workload.podSpecRoute, 'resources'], resources: mapAt(workload.podSpec, ['resources']) };
  return [pod, ...containers];
}

interface Excess {
  readonly resource: string;
  /** Both as written. */
  readonly request: Json;
  readonly limit: Json;
}

function excessesOf(resources: JsonMap | undefined): readonly Excess[] {
  const limits = mapAt(resources, ['limits']);
  return Object.entries(mapAt(resources, ['requests']) ?? {}).flatMap(([resource, request]) => {
    const limit = limits?.[resource] ?? null;
    return isAbove(request, limit) ? [{ resource, request, limit }] : [];
  });
}

function isAbove(request: Json, limit: Json): boolean {
  const [wanted, allowed] = [parseQuantity(request), parseQuantity(limit)];
  return wanted !== undefined && allowed !== undefined && compareQuantities(wanted, allowed) > 0;
}
