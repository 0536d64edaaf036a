import type { JsonMap } from '../yaml/types.ts';
import type { Resource } from './types.ts';

/** What was computed for an object, by memo. */
interface Computed extends Identity {
  readonly results: unknown[];
}

/** One entry for an object, not one for each of dozens of memos: weak maps cost time at every garbage collection. */
const computed = new WeakMap<JsonMap, Computed>();
let memos = 0;

/** Stands for a result that is undefined, which a place without a result is, too. */
const NOTHING = Symbol('nothing');

/**
 * Remembers what was computed for an object for as long as it is left alone, whatever is edited around it in its document: its value is
 * the same one then, at the same route. What is computed must depend on nothing else, and must not hold on to the resource, whose document
 * goes with every edit.
 */
export function objectMemo<V>(compute: (resource: Resource) => V): (resource: Resource) => V {
  const own = memos;
  memos += 1;
  return (resource) => {
    const { results } = computedFor(resource);
    const known = results[own];
    if (known !== undefined) return (known === NOTHING ? undefined : known) as V;
    const result = compute(resource);
    results[own] = result === undefined ? NOTHING : result;
    return result;
  };
}

function computedFor(resource: Resource): Computed {
  const known = computed.get(resource.value);
  if (known !== undefined && isSame(known, resource)) return known;
  const { value, route, apiVersion, kind } = resource;
  const made: Computed = { value, route, apiVersion, kind, results: [] };
  computed.set(value, made);
  return made;
}

type Identity = Pick<Resource, 'value' | 'route' | 'apiVersion' | 'kind'>;

/** True where two resources are the same object in two versions of a document, and it has not changed between them. */
export function isSame(a: Identity, b: Identity): boolean {
  return a.value === b.value && a.apiVersion === b.apiVersion && a.kind === b.kind && isSameRoute(a, b);
}

function isSameRoute({ route: a }: Identity, { route: b }: Identity): boolean {
  return a === b || (a.length === b.length && a.every((step, index) => step === b[index]));
}
