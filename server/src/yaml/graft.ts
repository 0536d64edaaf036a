import type { Mover } from './moved.ts';
import type { Region, Step } from './region.ts';
import type { MapNode, Pair, SeqNode, YamlNode } from './types.ts';
import { withItems, withPairs } from './value.ts';

/** The tree with other entries in the place of a region's; undefined where these are none of that collection. `move` is for what follows. */
export function withEntries({ path }: Region, entries: MapNode | SeqNode, move: Mover): YamlNode | undefined {
  const { node, index } = path.at(-1) as Step;
  if (node.kind === 'map' && entries.kind === 'map') return upwards(path, withPairsAt(node, index, entries.pairs, move), move);
  return node.kind === 'seq' && entries.kind === 'seq' ? upwards(path, withItemsAt(node, index, entries.items, move), move) : undefined;
}

/** The tree without a region's entry, whose lines are still there; undefined where that is the only one of its collection. */
export function withoutEntry({ path, end, column }: Region, move: Mover, shift: number): YamlNode | undefined {
  const { node, index } = path.at(-1) as Step;
  const rest = node.kind === 'map' ? withPairsAt(node, index, [], move) : withItemsAt(node, index, [], move);
  if ((rest.kind === 'map' ? rest.pairs : rest.items).length === 0) return undefined;
  return upwards(path, index === 0 ? { ...rest, start: end + shift + column } : rest, move);
}

/** The tree with another collection at the end of a path. */
function upwards(path: readonly Step[], last: YamlNode, move: Mover): YamlNode {
  return path.slice(0, -1).reduceRight((child, { node, index }) => {
    if (node.kind === 'seq') return withItemsAt(node, index, [child], move);
    const { key } = node.pairs[index] as Pair;
    return withPairsAt(node, index, [{ key, value: child }], move);
  }, last);
}

function withPairsAt(map: MapNode, index: number, pairs: readonly Pair[], move: Mover): MapNode {
  const rest = map.pairs.slice(index + 1).map(({ key, value }) => ({ key: move(key), value: move(value) }));
  return withPairs(map, [...map.pairs.slice(0, index), ...pairs, ...rest]);
}

function withItemsAt(list: SeqNode, index: number, items: readonly YamlNode[], move: Mover): SeqNode {
  return withItems(list, [...list.items.slice(0, index), ...items, ...list.items.slice(index + 1).map(move)]);
}
