import type { JsonMap } from '../yaml/types.ts';
import type { Resource } from './types.ts';

/**
 * Remembers what was computed for an object for as long as it is left alone, whatever is edited around it in its document: its value is
 * the same one then, at the same route. What is computed must depend on nothing else, and must not hold on to the resource, whose document
 * goes with every edit.
 */
export function objectMemo<V>(compute: (resource: Resource) => V): (resource: Resource) => V {
  const known = new WeakMap<JsonMap, Identity & { readonly result: V }>();
  return (resource) => {
    const entry = known.get(resource.value);
    if (entry !== undefined && isSame(entry, resource)) return entry.result;
    const { value, route, apiVersion, kind } = resource;
    const result = compute(resource);
    known.set(value, { value, route, apiVersion, kind, result });
    return result;
  };
}

type Identity = Pick<Resource, 'value' | 'route' | 'apiVersion' | 'kind'>;

/** True where two resources are the same object in two versions of a document, and it has not changed between them. */
export function isSame(a: Identity, b: Identity): boolean {
  return a.value === b.value && a.apiVersion === b.apiVersion && a.kind === b.kind && isSameRoute(a, b);
}

function isSameRoute({ route: a }: Identity, { route: b }: Identity): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
