import { endOfLine, lineAt, lineText, startOfLine } from './position.ts';
import { skipBlanks, startOfLineFrom } from './spans.ts';
import type { Comment, MapNode, SeqNode, YamlDocument, YamlNode } from './types.ts';

/** An entry of a collection as it stands in the text: a mapping's pair or a list's item. */
export interface Entry {
  readonly parent: MapNode | SeqNode;
  readonly index: number;
  /** Offset of the entry's first character: its key (or that key's anchor), its dash, or in brackets the item itself. */
  readonly start: number;
  /** Offset behind the colon or dash, and behind the value's anchor and tag where it has any: where an absent value would go. */
  readonly headEnd: number;
  readonly key?: YamlNode;
  readonly value: YamlNode;
}

/** Where an entry stands in the text; undefined where it is written in a way that edits leave alone (explicit `?` keys, no colon). */
export function entryOf(document: YamlDocument, parent: MapNode | SeqNode, index: number): Entry | undefined {
  return parent.kind === 'map' ? pairEntry(document, parent, index) : itemEntry(document, parent, index);
}

/** Where an entry's content ends, its end-of-line comment not counted. */
export function endOfEntry(entry: Entry): number {
  return Math.max(entry.headEnd, entry.value.end);
}

/** Column of an offset, from 0; a byte order mark takes none. */
export function columnOf(document: YamlDocument, offset: number): number {
  return offset - lineContentStart(document, lineAt(document, offset));
}

/** Start of a line, behind the byte order mark that the first may begin with. */
export function lineContentStart(document: YamlDocument, line: number): number {
  const start = startOfLine(document, line);
  return start === 0 && document.text.startsWith('\uFEFF') ? 1 : start;
}

/** True where nothing but blanks stands before an offset on its line. */
export function beginsItsLine(document: YamlDocument, offset: number): boolean {
  return skipBlanks(document.text, lineContentStart(document, lineAt(document, offset))) >= offset;
}

/** End of the line that an offset is on, before its line break. */
export function endOfLineAt(document: YamlDocument, offset: number): number {
  return endOfLine(document, lineAt(document, offset));
}

/** Last line of an entry: its value's, and the more deeply indented comment lines that follow without a blank line between. */
export function lastLineOf(document: YamlDocument, entry: Entry): number {
  let line = lineAt(document, endOfEntry(entry));
  const column = columnOf(document, entry.start);
  while (commentLineColumn(document, line + 1) > column) line++;
  return line;
}

/** First line of the comments that clearly belong to what begins on a line: directly above it, indented alike, without a blank between. */
export function firstCommentLine(document: YamlDocument, line: number, column: number): number {
  let first = line;
  while (first > 0 && commentLineColumn(document, first - 1) === column) first--;
  return first;
}

/**
 * True where a block scalar can be written whose last line takes the place of `line`: the text below must not be taken for its own, as a
 * comment that is indented further than `column` would, and it must end in a line break, without which readers disagree on its value.
 */
export function canEndInBlockScalar(document: YamlDocument, line: number, column: number): boolean {
  if (line + 1 >= document.lineStarts.length) return false;
  let next = line + 1;
  while (next < document.lineStarts.length && lineText(document, next).trim() === '') next++;
  return commentLineColumn(document, next) <= column;
}

/** Column of the comment that a line consists of; -1 for any other line. */
function commentLineColumn(document: YamlDocument, line: number): number {
  if (line >= document.lineStarts.length) return -1;
  const start = lineContentStart(document, line);
  const first = skipBlanks(document.text, start);
  return document.text[first] === '#' && commentAt(document, first) !== undefined ? first - start : -1;
}

/** The comment that begins at an offset. */
function commentAt(document: YamlDocument, offset: number): Comment | undefined {
  return document.comments.find((comment) => comment.start === offset);
}

function pairEntry(document: YamlDocument, parent: MapNode, index: number): Entry | undefined {
  const pair = parent.pairs[index];
  if (pair === undefined) return undefined;
  const { text } = document;
  const { key, value } = pair;
  const start = propertiesStart(text, key);
  if (/(?:^|[\s{[,])\?[ \t]+$/.test(text.slice(Math.max(0, start - 8), start))) return undefined;
  const colon = skipBlanks(text, key.end);
  if (text[colon] === ':') return withHead(document, { parent, index, start, key, value }, colon + 1);
  return parent.flow ? { parent, index, start, headEnd: key.end, key, value } : undefined;
}

function itemEntry(document: YamlDocument, parent: SeqNode, index: number): Entry | undefined {
  const value = parent.items[index];
  if (value === undefined) return undefined;
  const { text } = document;
  const start = skipBetween(text, parent.items[index - 1]?.end ?? (parent.flow ? parent.start + 1 : parent.start), parent.flow);
  if (parent.flow) return withHead(document, { parent, index, start, value }, start);
  return text[start] === '-' ? withHead(document, { parent, index, start, value }, start + 1) : undefined;
}

function withHead(document: YamlDocument, entry: Omit<Entry, 'headEnd'>, from: number): Entry | undefined {
  const { anchor, tag } = entry.value;
  const wanted = Number(anchor !== undefined) + Number(tag !== undefined);
  let headEnd = from;
  for (let read = 0; read < wanted; read++) {
    const property = /^[ \t]*[&!][^\s,[\]{}]*/.exec(document.text.slice(headEnd, endOfLineAt(document, headEnd)));
    if (property === null) return undefined;
    headEnd += property[0].length;
  }
  return { ...entry, headEnd };
}

/** The key's own start, or that of the anchor and tag before it. */
function propertiesStart(text: string, key: YamlNode): number {
  if (key.anchor === undefined && key.tag === undefined) return key.start;
  const before = text.slice(startOfLineFrom(text, key.start), key.start);
  return key.start - (/(?:[&!]\S*[ \t]+)+$/.exec(before)?.[0].length ?? 0);
}

/** Skips blanks, line breaks and comments, and in brackets commas. */
function skipBetween(text: string, from: number, flow: boolean): number {
  const gap = flow ? /(?:[\s,]|(?<=[\s,])#[^\n]*)*/y : /(?:\s|(?<=\s)#[^\n]*)*/y;
  gap.lastIndex = from;
  return from + (gap.exec(text)?.[0].length ?? 0);
}
