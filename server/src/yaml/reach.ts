import { getAt } from './json.ts';
import { removedRoute } from './patch-json.ts';
import type { RoutedPatch } from './patch-routes.ts';
import type { Json, Route } from './types.ts';

/** How far changes reach that are planned together, as keys of routes. */
interface Reaches {
  /** The collections that they change. */
  readonly scopes: Set<string>;
  /** All routes on the way to what they change. */
  readonly paths: Set<string>;
}

/** The reaches of no change. */
export function noReaches(): Reaches {
  return { scopes: new Set(), paths: new Set() };
}

/**
 * Adds how far a patch reaches in the data; false where that collides with what others do. Two changes collide unless they happen within
 * different entries that both exist: then neither can affect how the other is written, not their common parent's, not their order.
 */
export function addReach(reaches: Reaches, json: Json, patch: RoutedPatch): boolean {
  const at = (patch.op === 'remove' ? removedRoute(json, patch.at, patch.prune === true) : undefined) ?? patch.at;
  const path = keysOf(at);
  const scope = path[existingDepth(json, at.slice(0, -1))] as string;
  const free = !reaches.paths.has(scope) && !path.some((key) => reaches.scopes.has(key));
  reaches.scopes.add(scope);
  for (const key of path) reaches.paths.add(key);
  return free;
}

/** A key for each start of a route, from the root's on. */
function keysOf(route: Route): string[] {
  const keys = [''];
  for (const step of route) keys.push(`${keys.at(-1)}\0${step}`);
  return keys;
}

/** Number of steps of a route that lead to something. */
function existingDepth(json: Json, route: Route): number {
  let depth = 0;
  while (depth < route.length && getAt(json, route.slice(0, depth + 1)) !== undefined) depth++;
  return depth;
}
