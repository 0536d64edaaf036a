import type { Member, Type } from './model.ts';
import { leaf, referenced } from './model.ts';

/** The part of an API that walking needs; both a source's API and the union of several have it. */
export interface Graph {
  readonly kinds: ReadonlyMap<string, { readonly definition: string }>;
  readonly definitions: ReadonlyMap<string, { readonly members: ReadonlyMap<string, Pick<Member, 'type'>> }>;
}

/** Two definitions, one of each API, that stand at the same place below the same kind. */
export type Pair = readonly [left: string, right: string];

/**
 * Walks two APIs side by side from the kinds both have, and yields the definitions that correspond. Every source names definitions its
 * own way, and Kubernetes renames them between minor versions; where they are used is the only identity that holds.
 */
export function* pairs(left: Graph, right: Graph): Generator<Pair> {
  const seen = new Set<string>();
  const queue: Pair[] = [];
  for (const [name, kind] of left.kinds) {
    const other = right.kinds.get(name);
    if (other !== undefined) queue.push([kind.definition, other.definition]);
  }
  for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
    const key = pair.join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    if (!left.definitions.has(pair[0]) || !right.definitions.has(pair[1])) continue;
    yield pair;
    queue.push(...membersPairs(left, right, pair));
  }
}

function membersPairs(left: Graph, right: Graph, pair: Pair): Pair[] {
  const others = right.definitions.get(pair[1])?.members;
  return [...(left.definitions.get(pair[0])?.members ?? [])].flatMap(([name, member]) => {
    const other = others?.get(name);
    const next = referenced(member.type);
    const otherNext = other && referenced(other.type);
    return next === undefined || otherNext === undefined ? [] : [[next, otherNext] as const];
  });
}

/** Whether two types put the same arrays and maps around their ends. */
export function sameNesting(left: Type, right: Type): boolean {
  if (left.is === 'array') return right.is === 'array' && sameNesting(left.items, right.items);
  if (left.is === 'map') return right.is === 'map' && sameNesting(left.values, right.values);
  return leaf(right) === right;
}
