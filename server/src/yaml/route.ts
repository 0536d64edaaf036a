import { isMergeKey, keyName } from './keys.ts';
import { isBlockScalar } from './leaves.ts';
import { maximumDepth } from './limits.ts';
import type { MapNode, Pair, Route, Span, YamlDocument, YamlNode } from './types.ts';
import { dereference, mergeSources } from './value.ts';

/** Which part of what stands at a route: its key, its value, or the best place to show something about it. */
export type Part = 'key' | 'value' | 'nearest';

/** What the text holds at an offset. */
interface Hit {
  /** Route of the innermost value around the offset. For a key, the route that ends in that key. */
  readonly route: Route;
  readonly part: 'key' | 'value';
  readonly node: YamlNode;
}

/** A step of a walk along a route: the node reached, its pair in a mapping, and the alias through which it was reached, if any. */
interface Stop {
  readonly node: YamlNode;
  readonly pair?: Pair;
  readonly alias?: YamlNode;
}

/** The node at a route, through aliases and merge keys; undefined where the route leads nowhere. An alias at the end is given as such. */
export function nodeAt(document: YamlDocument, route: Route): YamlNode | undefined {
  return complete(document, route)?.node;
}

/** The key and value at a route that ends in a mapping's key. */
export function pairAt(document: YamlDocument, route: Route): Pair | undefined {
  return complete(document, route)?.pair;
}

/** True where the document holds something at the route, be it null. */
export function exists(document: YamlDocument, route: Route): boolean {
  return complete(document, route) !== undefined;
}

/**
 * Where to point at for a route. `nearest`, the default, gives a single value's own span, of a block of text its `|`, for a mapping or list
 * its key's (one line instead of a whole block), for a mapping in a list its `name`'s or else its first key's; where the route leads
 * nowhere, the same for the nearest ancestor that exists. `key` and `value` give those spans where they exist, and else the nearest. What is reached
 * through an alias is shown at the alias. An empty document gives `[0, 0)`.
 */
export function spanOf(document: YamlDocument, route: Route, part: Part = 'nearest'): Span {
  const stops = walk(document, route);
  const last = stops.at(-1);
  if (last === undefined) return { start: 0, end: 0 };
  if (stops.length === route.length + 1) {
    if (last.alias !== undefined) return spanOfNode(last.alias);
    if (part === 'key' && last.pair !== undefined) return spanOfNode(last.pair.key);
    if (part === 'value') return spanOfNode(last.node);
  }
  return nearestSpan(stops);
}

/** The innermost key or value that holds an offset (its end included); undefined where none does. */
export function routeAt(document: YamlDocument, offset: number): Hit | undefined {
  const { root } = document;
  return root === undefined || !covers(root, offset) ? undefined : innermost(root, [], offset);
}

/** The last pair of a mapping with this key, which is the one that counts. */
function ownPair(map: MapNode, key: string): Pair | undefined {
  return map.pairs.findLast((pair) => keyName(pair.key) === key);
}

function complete(document: YamlDocument, route: Route): Stop | undefined {
  const stops = walk(document, route);
  return stops.length === route.length + 1 ? stops.at(-1) : undefined;
}

/** The stops from the root along the route, as far as it goes. */
function walk(document: YamlDocument, route: Route): Stop[] {
  if (document.root === undefined) return [];
  const stops: Stop[] = [{ node: document.root }];
  for (const step of route) {
    const next = follow(stops.at(-1) as Stop, step);
    if (next === undefined) break;
    stops.push(next);
  }
  return stops;
}

function follow(from: Stop, step: string | number): Stop | undefined {
  const node = dereference(from.node);
  const alias = from.alias ?? (from.node.kind === 'alias' ? from.node : undefined);
  const through = alias === undefined ? {} : { alias };
  if (node?.kind === 'seq') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item && { node: item, ...through };
  }
  if (node?.kind !== 'map') return undefined;
  const own = ownPair(node, String(step));
  if (own !== undefined) return { node: own.value, pair: own, ...through };
  return mergedStop(node, String(step), alias, 0);
}

/** The pair that a `<<` key brings in, be it through a chain of such keys. */
function mergedStop(map: MapNode, key: string, alias: YamlNode | undefined, depth: number): Stop | undefined {
  if (depth > maximumDepth) return undefined;
  for (const pair of map.pairs) {
    if (!isMergeKey(pair.key)) continue;
    for (const source of mergeSources(pair.value) ?? []) {
      const found = ownPair(source, key) ?? mergedStop(source, key, undefined, depth + 1)?.pair;
      if (found !== undefined) return { node: found.value, pair: found, alias: alias ?? pair.value };
    }
  }
  return undefined;
}

function nearestSpan(stops: readonly Stop[]): Span {
  for (let index = stops.length - 1; index > 0; index--) {
    const span = ownSpan(stops[index] as Stop);
    if (span !== undefined) return span;
  }
  return rootSpan((stops[0] as Stop).node);
}

function ownSpan({ node, pair, alias }: Stop): Span | undefined {
  if (alias !== undefined) return spanOfNode(alias);
  if (isVisible(node)) return firstLine(node);
  if (pair !== undefined) return spanOfNode(pair.key);
  return node.kind === 'map' ? mapLabel(node) : undefined;
}

function rootSpan(root: YamlNode): Span {
  if (root.kind === 'map') return mapLabel(root) ?? spanOfNode(root);
  return firstLine(root);
}

function mapLabel(map: MapNode): Span | undefined {
  const name = ownPair(map, 'name')?.value;
  const label = name !== undefined && isVisible(name) ? name : map.pairs[0]?.key;
  return label && firstLine(label);
}

/** True for a single value that is there: something to point at. */
function isVisible(node: YamlNode): boolean {
  return (node.kind === 'scalar' || node.kind === 'alias') && node.end > node.start;
}

/** The span of a single value; of a block of text its `|`, of a list its dash. */
function firstLine(node: YamlNode): Span {
  const { start, end } = node;
  return { start, end: isBlockScalar(node) || node.kind === 'seq' ? Math.min(start + 1, end) : end };
}

function innermost(node: YamlNode, route: Route, offset: number): Hit {
  if (node.kind === 'map') {
    for (const { key, value } of node.pairs) {
      const name = keyName(key);
      if (name === undefined) continue;
      if (covers(key, offset)) return { route: [...route, name], part: 'key', node: key };
      if (covers(value, offset)) return innermost(value, [...route, name], offset);
    }
  }
  if (node.kind === 'seq') {
    const index = node.items.findIndex((item) => covers(item, offset));
    if (index >= 0) return innermost(node.items[index] as YamlNode, [...route, index], offset);
  }
  return { route, part: 'value', node };
}

function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function spanOfNode({ start, end }: Span): Span {
  return { start, end };
}
