import { mapNode, startAssembly } from './assemble.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { mayBeTooDeep } from './limits.ts';
import { buildTolerantly } from './reference.ts';
import { endOfLineFrom, skipBlanks, startOfLineFrom } from './spans.ts';
import type { Dialect, MapNode, Pair, SeqNode, SyntaxProblem, YamlNode } from './types.ts';

/** A text shorter than this (about 500 lines) is read by the tolerant parser as a whole, in a few milliseconds. */
const worthwhileLength = 12_000;

/** The longest part of a text that is left to the tolerant parser when the rest is sound. */
const maximumPart = 8_000;

/** Some entries of a block collection: whole lines, the first of which begins an entry at `column`. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly column: number;
}

/**
 * Reads a long document that is broken in one place: the entries around that place with the tolerant parser, all the rest with the fast
 * one. Undefined where the text is short, where more is broken, or where the parts depend on each other.
 */
export function buildInParts(text: string, dialect: Dialect, brokenAt: number): Built | undefined {
  const part = text.length < worthwhileLength ? undefined : partAround(text, brokenAt);
  if (part === undefined) return undefined;
  const partText = text.slice(part.start, part.end);
  if (/[&*\t]|\{\{/.test(partText) || mayBeTooDeep(partText)) return undefined;
  // As comments, the lines keep their length, and no block scalar above can take them for its own.
  const rest = buildFast(text.slice(0, part.start) + partText.replace(/[^\r\n]/g, '#') + text.slice(part.end), dialect);
  if (typeof rest !== 'object' || rest.root === undefined || rest.assembly.aliased) return undefined;
  const own = startAssembly(partText, dialect, text.slice(0, part.start).split('\n').length - 1);
  const entries = buildTolerantly(own);
  if (entries === undefined || own.problems.length === 0) return undefined;
  const root = grafted(rest, rest.root, moved(entries, part.start), part);
  if (root === undefined) return undefined;
  const { assembly } = rest;
  assembly.problems.push(...own.problems.map((problem) => movedProblem(problem, part.start)));
  return { assembly: { ...assembly, text }, root };
}

/** The largest run of lines around an offset that is one entry, with what it holds, and not too long. */
function partAround(text: string, offset: number): Part | undefined {
  let line = startOfLineFrom(text, offset);
  while (line > 0 && isEmpty(text, line)) line = startOfLineFrom(text, line - 1);
  let part: Part | undefined;
  for (let column = columnOf(text, line); ; column = columnOf(text, line)) {
    const end = endOfEntry(text, line, column, line + maximumPart);
    if (end === undefined) return part;
    if (end > offset || end === text.length) part = { start: line, end, column };
    line = parentLine(text, line, column);
    if (line < 0) return part;
  }
}

/** Start of the nearest line above that is indented less; -1 where there is none. */
function parentLine(text: string, from: number, column: number): number {
  let line = from;
  while (line > 0) {
    line = startOfLineFrom(text, line - 1);
    if (!isEmpty(text, line) && columnOf(text, line) < column) return line;
  }
  return -1;
}

/** Where the next line begins that is indented no further than the entry; undefined where that is beyond `limit`. */
function endOfEntry(text: string, from: number, column: number, limit: number): number | undefined {
  let line = from;
  while (line < limit) {
    const end = text.indexOf('\n', line);
    if (end < 0) return text.length;
    line = end + 1;
    if (!isEmpty(text, line) && columnOf(text, line) <= column) return line;
  }
  return undefined;
}

/** True for a blank line or one that is all comment. */
function isEmpty(text: string, line: number): boolean {
  const first = skipBlanks(text, line);
  return first === endOfLineFrom(text, line) || text[first] === '#';
}

function columnOf(text: string, line: number): number {
  return skipBlanks(text, line) - line;
}

/** The tree with the part's entries in the collection that they belong to; undefined where that can't be found. */
function grafted(rest: Built, node: YamlNode, entries: YamlNode, part: Part): YamlNode | undefined {
  if ((node.kind !== 'map' && node.kind !== 'seq') || node.flow) return undefined;
  return (
    extended(rest, node, entries, part) ??
    (node.kind === 'map' ? withinMap(rest, node, entries, part) : withinSeq(rest, node, entries, part))
  );
}

/** The collection itself with the entries added, where it is of their kind and stands in their column. */
function extended(rest: Built, node: MapNode | SeqNode, entries: YamlNode, part: Part): YamlNode | undefined {
  const { text } = rest.assembly;
  if (node.start - startOfLineFrom(text, node.start) !== part.column) return undefined;
  if (node.kind === 'seq') {
    if (entries.kind !== 'seq' || entries.flow) return undefined;
    const items = [...node.items, ...entries.items].toSorted((a, b) => a.start - b.start);
    return { ...node, items, start: Math.min(node.start, entries.start), end: items.at(-1)?.end ?? node.end };
  }
  if (entries.kind !== 'map' || entries.flow) return undefined;
  const pairs = [...node.pairs, ...entries.pairs].toSorted((a, b) => a.key.start - b.key.start);
  return withPairs(rest, node, pairs);
}

function withinMap(rest: Built, node: MapNode, entries: YamlNode, part: Part): YamlNode | undefined {
  const index = node.pairs.findLastIndex((pair) => pair.key.start < part.start);
  const pair = node.pairs[index];
  const value = pair && grafted(rest, pair.value, entries, part);
  return value && { ...node, pairs: node.pairs.with(index, { ...(pair as Pair), value }), end: Math.max(node.end, value.end) };
}

function withinSeq(rest: Built, node: SeqNode, entries: YamlNode, part: Part): YamlNode | undefined {
  const index = node.items.findLastIndex((item) => item.start < part.start);
  const item = node.items[index];
  const value = item && grafted(rest, item, entries, part);
  return value && { ...node, items: node.items.with(index, value), end: Math.max(node.end, value.end) };
}

/** The mapping with these pairs; keys that the part has in common with the rest are noted. */
function withPairs({ assembly }: Built, node: MapNode, pairs: Pair[]): MapNode {
  const { flow, anchor } = node;
  const start = pairs[0]?.key.start ?? node.start;
  const scratch = startAssembly(assembly.text, assembly.dialect);
  const map = mapNode(scratch, start, pairs.at(-1)?.value.end ?? node.end, flow, pairs, anchor === undefined ? {} : { anchor });
  assembly.problems.push(...scratch.problems);
  return map;
}

/** A copy of a tree that stands elsewhere; there are no aliases in it. */
function moved<N extends YamlNode>(node: N, by: number): N {
  const place = { start: node.start + by, end: node.end + by };
  if (node.kind === 'seq') return { ...node, ...place, items: node.items.map((item) => moved(item, by)) };
  if (node.kind !== 'map') return { ...node, ...place };
  return { ...node, ...place, pairs: node.pairs.map(({ key, value }) => ({ key: moved(key, by), value: moved(value, by) })) };
}

function movedProblem(problem: SyntaxProblem, by: number): SyntaxProblem {
  return { ...problem, start: problem.start + by, end: problem.end + by };
}
