import { equals, isList, isMap } from './json.ts';
import { isMergeKey, keyName } from './keys.ts';
import type { Json, JsonMap, MapNode, Patch, Route, SeqNode, YamlNode } from './types.ts';

/**
 * The smaller patches that turn a collection into another one, so that what both have in common keeps its place and its comments.
 * Undefined where they have too little in common, and for anything but collections.
 */
export function refine(node: YamlNode, at: Route, value: Json): Patch[] | undefined {
  if (node.kind === 'map' && isMap(value)) return refineMap(node, at, value);
  return node.kind === 'seq' && isList(value) ? refineList(node, at, value) : undefined;
}

function refineMap(map: MapNode, at: Route, value: JsonMap): Patch[] | undefined {
  const old = map.value;
  const keys = Object.keys(value);
  if (!keys.some((key) => Object.hasOwn(old, key)) || map.pairs.some((pair) => isMergeKey(pair.key))) return undefined;
  const sets = Object.entries(value).map(([key, entry], index): Patch => {
    return { op: 'set', at: [...at, key], value: entry, after: keys.slice(0, index).reverse() };
  });
  const names = map.pairs.map((pair) => keyName(pair.key)).filter((name) => name !== undefined);
  const removals = names.filter((name) => !Object.hasOwn(value, name)).map((name): Patch => ({ op: 'remove', at: [...at, name] }));
  return [...sets, ...removals];
}

function refineList(seq: SeqNode, at: Route, value: readonly Json[]): Patch[] | undefined {
  const old = seq.value;
  const shorter = Math.min(old.length, value.length);
  let head = 0;
  while (head < shorter && equals(old[head], value[head])) head++;
  let tail = 0;
  while (tail < shorter - head && equals(old.at(-1 - tail), value.at(-1 - tail))) tail++;
  if (value.length === 0 || (head + tail === 0 && old.length !== value.length)) return undefined;
  const patches: Patch[] = [];
  for (let index = head; index < shorter - tail; index++) patches.push({ op: 'set', at: [...at, index], value: value[index] as Json });
  for (let index = old.length - tail - 1; index >= value.length - tail; index--) patches.push({ op: 'remove', at: [...at, index] });
  for (let index = old.length - tail; index < value.length - tail; index++) {
    patches.push({ op: 'insert', at, index, value: value[index] as Json });
  }
  return patches;
}
