import { equals } from '../yaml/json.ts';
import { exists, nodeAt, pairAt, routeAt } from '../yaml/route.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';

/**
 * Where something is written that a route reaches through an alias or a merge key (`<<: *defaults`): the route that leads there without
 * them. The route itself where it needs none, or where that can't be told.
 */
export function writtenAt(document: YamlDocument, route: Route): Route {
  const key = pairAt(document, route)?.key;
  if (key !== undefined) return routeAt(document, key.start)?.route ?? route;
  const node = nodeAt(document, route);
  return node?.kind === 'scalar' ? (routeAt(document, node.start)?.route ?? route) : route;
}

/**
 * True where a change at a route stays at that place: what is there, or around it, is written there and not brought in by an alias or a merge
 * key. Elsewhere a change would hide what is brought in, or change other services with it.
 */
export function isWrittenHere(document: YamlDocument, route: Route): boolean {
  let depth = route.length;
  while (depth > 0 && !exists(document, route.slice(0, depth))) depth -= 1;
  const existing = route.slice(0, depth);
  const steps = existing.map((_, index) => existing.slice(0, index + 1));
  return steps.every((step) => equals(writtenAt(document, step), step) && nodeAt(document, step)?.kind !== 'alias');
}
