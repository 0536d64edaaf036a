import { entryOf } from './layout.ts';
import { lastAtOrBefore } from './position.ts';
import { skipBlanks, startOfLineFrom } from './spans.ts';
import type { MapNode, SeqNode, Span, YamlDocument, YamlNode } from './types.ts';

/** A block collection, and the index of the entry through which something is reached. */
export interface Step {
  readonly node: MapNode | SeqNode;
  readonly index: number;
}

/** Whole lines that hold one entry of a block collection, and the blank and comment lines up to the next entry. */
export interface Region extends Span {
  /** Column at which the entry begins. */
  readonly column: number;
  /** The collections around it from the root on; the last one is the entry's own. */
  readonly path: readonly Step[];
}

/** The largest region around a stretch of text that is no longer than `longest`; undefined where there is none. */
export function regionAround(document: YamlDocument, around: Span, longest: number): Region | undefined {
  const { text } = document;
  const path: Step[] = [];
  let end = text.length;
  for (let node = document.root; node !== undefined && isBlockCollection(node); ) {
    const index = indexAt(document, node, around.start);
    const entry = entryOf(document, node, index);
    const isLast = index + 1 >= sizeOf(node);
    const next = isLast ? end : startOfEntryLine(document, node, index + 1);
    if (entry === undefined || next === undefined) return undefined;
    const start = startOfLineFrom(text, entry.start);
    end = next;
    if (around.start < start || around.end > end) return undefined;
    path.push({ node, index });
    const wholeLines = skipBlanks(text, start) === entry.start;
    if (wholeLines && end - start <= longest) return { start, end, column: entry.start - start, path };
    node = entry.value;
  }
  return undefined;
}

function isBlockCollection(node: YamlNode): node is MapNode | SeqNode {
  return (node.kind === 'map' || node.kind === 'seq') && !node.flow;
}

function sizeOf(node: MapNode | SeqNode): number {
  return node.kind === 'map' ? node.pairs.length : node.items.length;
}

/** Index of the last entry whose line does not begin behind an offset, or 0. */
function indexAt(document: YamlDocument, node: MapNode | SeqNode, offset: number): number {
  if (node.kind === 'map') return lastAtOrBefore(node.pairs, offset, ({ key }) => startOfLineFrom(document.text, key.start));
  const index = lastAtOrBefore(node.items, offset, (item) => item.start);
  // An item's dash may stand on a line above its value.
  const next = index + 1 < node.items.length ? startOfEntryLine(document, node, index + 1) : undefined;
  return next !== undefined && next <= offset ? index + 1 : index;
}

function startOfEntryLine(document: YamlDocument, node: MapNode | SeqNode, index: number): number | undefined {
  const entry = entryOf(document, node, index);
  return entry && startOfLineFrom(document.text, entry.start);
}
