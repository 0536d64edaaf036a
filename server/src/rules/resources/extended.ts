import { parseQuantity, sameQuantity } from '../../resources/quantity.ts';
import type { Container, Quantity } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { ListName } from '../provision.ts';
import type { Problem } from '../types.ts';

type Message = 'unlimited' | 'unequal' | 'fraction';
type FixId = 'limit' | 'request' | 'lower' | 'whole';
type Found = Problem<Message, FixId>;

export default defineRule({
  id: 'resources/extended',
  level: 'error',
  scope: 'container',
  docs: {
    summary: 'A GPU or another extended resource is requested without an equal limit, or in fractions',
    why:
      'Devices are given out whole and to one container at a time, so the API server rejects a pod that requests other than it limits, ' +
      'or asks for a part of one. Nothing of the workload starts.',
    fix: 'State whole numbers, and the same for request and limit; the limit alone is enough, since it is the request as well.',
    exceptions:
      'Native resources (CPU, memory, storage) may be limited higher than requested. Huge pages must be limited like extended resources. Amounts that are ' +
      'filled in later are unknown, and a kustomize patch may leave out the limit.',
    sources: [
      'Kubernetes documentation, Resource Management for Pods and Containers: extended resources are integers and cannot be overcommitted',
      'Kubernetes documentation, Manage HugePages: requests and limits must be equal',
    ],
  },
  messages: {
    unlimited:
      'Container "{container}" requests {request} of {resource} without a limit; the API server wants the same limit for what cannot be overcommitted.',
    unequal:
      'Container "{container}" requests {request} of {resource} but is limited to {limit}; the API server wants both to be the same for what cannot ' +
      'be overcommitted.',
    fraction:
      'Container "{container}" asks for {found} of {resource}; the API server takes whole numbers only, since a device is given out whole.',
  },
  *check(container, { partial }) {
    const names = new Set([...Object.keys(stated(container, 'requests')), ...Object.keys(stated(container, 'limits'))]);
    for (const resource of names) {
      if (!isNotOvercommitted(resource)) continue;
      const fractions = isExtended(resource) ? [...fractionsOf(container, resource)] : [];
      yield* fractions;
      if (fractions.length === 0) yield* compare(container, resource, partial);
    }
  },
  fixes: {
    limit: {
      title: 'Limit {resource} to {request}, too',
      safe: false,
      patches: ({ at, data: { resource = '', request = null } }) => [
        { op: 'set', at: [...at.slice(0, -2), 'limits', String(resource)], value: request, after: ['memory', 'cpu', 'requests'] },
      ],
    },
    request: {
      title: 'Request {limit} of {resource}',
      safe: false,
      patches: ({ at, data: { limit = null } }) => [{ op: 'set', at, value: limit }],
    },
    lower: {
      title: 'Lower the limit of {resource} to {request}',
      safe: false,
      patches: ({ at, data: { resource = '', request = null } }) => [
        { op: 'set', at: [...at.slice(0, -2), 'limits', String(resource)], value: request },
      ],
    },
    whole: {
      title: 'Ask for {wanted} of {resource}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** Resources of a domain of their own; those of Kubernetes' domain are native (apis/core/v1/helper, IsExtendedResourceName). */
function isExtended(resource: string): boolean {
  return resource.includes('/') && !resource.includes('kubernetes.io/');
}

/** Resources whose request must be their limit (apis/core/v1/helper, IsOvercommitAllowed). */
function isNotOvercommitted(resource: string): boolean {
  return isExtended(resource) || resource.startsWith('hugepages-');
}

function stated(container: Container, list: ListName): Readonly<Record<string, Json>> {
  return mapAt(container.value, ['resources', list]) ?? {};
}

function* fractionsOf(container: Container, resource: string): Iterable<Found> {
  for (const list of ['requests', 'limits'] as const) {
    const found = container[list][resource];
    if (!found || Number.isInteger(found.value)) continue;
    const wanted = Math.ceil(found.value);
    yield {
      at: [...container.route, 'resources', list, resource],
      message: 'fraction',
      data: {
        container: container.name,
        resource,
        found: found.text,
        wanted: typeof stated(container, list)[resource] === 'number' ? wanted : String(wanted),
      },
      fixes: ['whole'],
    };
  }
}

function* compare(container: Container, resource: string, partial: boolean): Iterable<Found> {
  const written = stated(container, 'requests')[resource] ?? null;
  const other = stated(container, 'limits')[resource] ?? null;
  const [request, limit] = [parseQuantity(written), parseQuantity(other)];
  if (request === undefined) return;
  const at = [...container.route, 'resources', 'requests', resource];
  const data = { container: container.name, resource, request: written };
  if (other === null && !partial) yield { at, message: 'unlimited', data, fixes: ['limit'] };
  if (limit === undefined || sameQuantity(request, limit)) return;
  yield {
    at,
    message: 'unequal',
    data: { ...data, limit: other },
    coveredBy: 'resources/request-over-limit',
    related: [{ at: [...container.route, 'resources', 'limits', resource], message: `The limit is ${limit.text}` }],
    fixes: isLess(request, limit) ? ['request', 'lower'] : ['request'],
  };
}

function isLess(a: Quantity, b: Quantity): boolean {
  return a.value < b.value;
}
