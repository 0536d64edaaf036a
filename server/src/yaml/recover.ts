import type { Assembly } from './assemble.ts';
import { noteKeys, startAssembly } from './assemble.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { maximumLength, mayBeTooDeep } from './limits.ts';
import { movedSpan, moverBy } from './moved.ts';
import { buildTolerantly } from './reference.ts';
import { endOfLineFrom, skipBlanks, startOfLineFrom } from './spans.ts';
import type { Dialect, MapNode, Pair, SeqNode, Span, YamlNode } from './types.ts';
import { withItems, withPairs } from './value.ts';

/** A text shorter than this (about 500 lines) is read by the tolerant parser as a whole, in a few milliseconds. */
export const worthwhileLength = 12_000;

/** The longest part of a text that is left to the tolerant parser when the rest is sound. */
export const maximumPart = 8_000;

/** Some entries of a block collection: whole lines, the first of which begins an entry at `column`. */
interface Part extends Span {
  readonly column: number;
}

/**
 * Reads a long document that is broken in one place: the entries around that place with the tolerant parser, all the rest with the fast
 * one. Undefined where the text is short, where more is broken, or where the parts depend on each other.
 */
export function buildInParts(text: string, dialect: Dialect, brokenAt: number): Built | undefined {
  const part = partAround(text, brokenAt);
  if (part === undefined) return undefined;
  // As comments, the lines keep their length, and no block scalar above can take them for its own.
  const masked = text.slice(part.start, part.end).replace(/[^\r\n]/g, '#');
  const rest = buildSound(text.slice(0, part.start) + masked + text.slice(part.end), dialect);
  if (rest?.root === undefined || rest.assembly.aliased) return undefined;
  return withPart(text, part, rest.root, { ...rest.assembly, text });
}

/**
 * The same for a document whose rest is known already: its tree without the entries that the lines `[start, end)` hold, at its place in
 * the new text. Undefined also where these are not the lines that reading the whole document would leave to the tolerant parser.
 */
export function buildAround(text: string, dialect: Dialect, brokenAt: number, { start, end }: Span, rest: YamlNode): Built | undefined {
  const part = partAround(text, brokenAt);
  return part?.start === start && part.end === end ? withPart(text, part, rest, startAssembly(text, dialect)) : undefined;
}

/** Reads a text in which nothing is broken; undefined where something is. */
function buildSound(text: string, dialect: Dialect): Built | undefined {
  const fast = buildFast(text, dialect);
  if (fast !== undefined) return typeof fast === 'object' ? fast : undefined;
  if (text.length > maximumLength) return undefined;
  const assembly = startAssembly(text, dialect);
  const root = buildTolerantly(assembly);
  return assembly.problems.length === 0 ? { assembly, root } : undefined;
}

function withPart(text: string, part: Part, rest: YamlNode, assembly: Assembly): Built | undefined {
  const own = startAssembly(text.slice(part.start, part.end), assembly.dialect, text.slice(0, part.start).split('\n').length - 1);
  const entries = buildTolerantly(own);
  if (entries === undefined || own.problems.length === 0) return undefined;
  const root = grafted(assembly, rest, moverBy(part.start)(entries), part);
  assembly.problems.push(...own.problems.map((problem) => movedSpan(problem, part.start)));
  return root && { assembly, root };
}

/** The entry around an offset that is left to the tolerant parser; undefined where that can't be done by itself. */
function partAround(text: string, offset: number): Part | undefined {
  const part = text.length < worthwhileLength ? undefined : largestPartAround(text, offset);
  const partText = part === undefined ? '' : text.slice(part.start, part.end);
  return /[&*\t]|\{\{/.test(partText) || mayBeTooDeep(partText) ? undefined : part;
}

/** The largest run of lines around an offset that is one entry, with what it holds, and not too long. */
function largestPartAround(text: string, offset: number): Part | undefined {
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
function grafted(assembly: Assembly, node: YamlNode, entries: YamlNode, part: Part): YamlNode | undefined {
  if ((node.kind !== 'map' && node.kind !== 'seq') || node.flow) return undefined;
  return (
    extended(assembly, node, entries, part) ??
    (node.kind === 'map' ? withinMap(assembly, node, entries, part) : withinSeq(assembly, node, entries, part))
  );
}

/** The collection itself with the entries added, where it is of their kind and stands in their column. */
function extended(assembly: Assembly, node: MapNode | SeqNode, entries: YamlNode, part: Part): YamlNode | undefined {
  if (node.start - startOfLineFrom(assembly.text, node.start) !== part.column) return undefined;
  if (node.kind === 'seq') {
    if (entries.kind !== 'seq' || entries.flow) return undefined;
    const items = [...node.items, ...entries.items].toSorted((a, b) => a.start - b.start);
    return { ...withItems(node, items), start: Math.min(node.start, entries.start) };
  }
  if (entries.kind !== 'map' || entries.flow) return undefined;
  const pairs = [...node.pairs, ...entries.pairs].toSorted((a, b) => a.key.start - b.key.start);
  noteKeys(assembly, pairs);
  return { ...withPairs(node, pairs), start: pairs[0]?.key.start ?? node.start };
}

function withinMap(assembly: Assembly, node: MapNode, entries: YamlNode, part: Part): YamlNode | undefined {
  const index = node.pairs.findLastIndex((pair) => pair.key.start < part.start);
  const pair = node.pairs[index];
  const value = pair && grafted(assembly, pair.value, entries, part);
  return value && withPairs(node, node.pairs.with(index, { ...(pair as Pair), value }));
}

function withinSeq(assembly: Assembly, node: SeqNode, entries: YamlNode, part: Part): YamlNode | undefined {
  const index = node.items.findLastIndex((item) => item.start < part.start);
  const item = node.items[index];
  const value = item && grafted(assembly, item, entries, part);
  return value && withItems(node, node.items.with(index, value));
}
