import { isWrittenHere } from '../../resources/compose-place.ts';
import { compareQuantities, parseQuantity } from '../../resources/quantity.ts';
import type { Workload } from '../../resources/types.ts';
import { isList, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { statedAmount } from './compose-limits.ts';

export default defineRule({
  id: 'resources/request-over-limit',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A container, pod or Compose service requests more than its limit allows',
    why:
      'The API server rejects a pod that requests more of a resource than its limit, so nothing of the workload starts. Docker refuses to start ' +
      'a container that reserves more memory than its limit.',
    fix: 'Raise the limit to the request or reservation, or lower that to the limit.',
    exceptions: 'A limit that only a LimitRange would give is not looked at, nor is a value that is no quantity.',
    sources: ['Kubernetes documentation, Resource Management for Pods and Containers', 'Docker documentation, Resource constraints'],
  },
  messages: {
    over: '{holder} requests {request} of {resource} but is limited to {limit}; the API server rejects a request above its limit.',
    memory: 'Service "{service}" reserves {request} of memory but is limited to {limit}; Docker refuses a reservation above its limit.',
    cpus: 'Service "{service}" reserves {request} CPUs but is limited to {limit}, so it never uses what is set aside for it.',
  },
  *check(workload) {
    for (const holder of holdersOf(workload)) {
      for (const { resource, request, limit } of excessesOf(holder.resources)) {
        yield {
          at: [...holder.route, 'requests', resource],
          message: 'over',
          data: { holder: holder.title, resource, request, limit, noun: 'request' },
          related: [{ at: [...holder.route, 'limits', resource], message: `The limit is ${String(limit)}` }],
        };
      }
    }
  },
  *checkCompose(service) {
    for (const resource of ['cpu', 'memory'] as const) {
      const [reserved, limit] = [statedAmount(service, 'requests', resource), statedAmount(service, 'limits', resource)];
      if (reserved?.amount === undefined || limit?.amount === undefined || reserved.amount <= limit.amount || limit.amount === 0) continue;
      const isFixable = [reserved, limit].every(({ route }) => isWrittenHere(service.document, route));
      yield {
        at: reserved.route,
        message: resource === 'cpu' ? 'cpus' : 'memory',
        data: { service: service.name, resource, request: reserved.value, limit: limit.value, limitAt: limit.route, noun: 'reservation' },
        level: resource === 'cpu' ? 'warning' : 'error',
        related: [{ at: limit.route, message: `The limit is ${String(limit.value)}` }],
        fixes: isFixable ? ['raise', 'lower'] : [],
      };
    }
  },
  fixes: {
    raise: {
      title: 'Raise the {resource} limit to {request}',
      safe: false,
      patches: ({ at, data: { resource = '', request = null, limitAt } }) => [
        { op: 'set', at: isRoute(limitAt) ? limitAt : [...at.slice(0, -2), 'limits', String(resource)], value: request },
      ],
    },
    lower: {
      title: 'Lower the {resource} {noun} to {limit}',
      safe: false,
      patches: ({ at, data: { limit = null } }) => [{ op: 'set', at, value: limit }],
    },
  },
});

/** A Compose service states its limit in one of several places. */
function isRoute(json: Json | undefined): json is Route & readonly Json[] {
  return isList(json) && json.every((step) => typeof step === 'string' || typeof step === 'number');
}

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
