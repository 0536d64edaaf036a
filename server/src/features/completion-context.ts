import { editDocument, parseDocument } from '../yaml/parse.ts';
import { documentAt, lineAt, lineText } from '../yaml/position.ts';
import { nodeAt, routeAt } from '../yaml/route.ts';
import type { Route, Span, YamlDocument, YamlFile } from '../yaml/types.ts';

/** What is being typed at a place. */
export type Typing =
  /** Nothing else is in the document yet. */
  { readonly type: 'blank'; readonly word: Span } | KeyTyping | ValueTyping;

/** A key, or an item of a list: both begin alike. */
export interface KeyTyping {
  readonly type: 'key';
  readonly word: Span;
  /** Of the mapping that gets the key; of the list's item where it is that. */
  readonly parent: Route;
  /** Of the word, from 0. */
  readonly column: number;
  /** It is an existing key that is being changed, or one that has its value below already. */
  readonly hasValue: boolean;
  /** Its colon is there already. */
  readonly hasColon: boolean;
  /** It stands where a list's next item begins, and the item's dash is still to be written. */
  readonly isItem: boolean;
  /** In brackets. */
  readonly flow: boolean;
  /** The document with {@link MARKER} for the word. */
  readonly document: YamlDocument;
  /** Offset of the marker in it. */
  readonly at: number;
}

/** A value behind a key, or an item of a list in brackets. */
export interface ValueTyping {
  readonly type: 'value';
  readonly word: Span;
  readonly route: Route;
  readonly flow: boolean;
  /** The document with {@link MARKER} for the word. */
  readonly document: YamlDocument;
  /** Offset of the marker in it. */
  readonly at: number;
}

/** Stands in for what is being typed, so that the half-typed document parses. */
export const MARKER = 'plimsollcursor';

const WORD = '[\\w.$/-]*';
const KEY_LINE = new RegExp(`^\\uFEFF?([ ]*(?:- +)*)(${WORD})$`);
const VALUE_LINE = new RegExp(`^\\uFEFF?[ ]*(?:- +)*(?:[\\w.$/-]+|"[^"]*"|'[^']*')[ ]*:[ ]+(${WORD})$`);
const FLOW_LINE = new RegExp(`(?:^|[\\s{[,])(${WORD})$`);
const TAIL = new RegExp(`^${WORD}`);

/** Where a word stands in a file. */
interface Spot {
  readonly file: YamlFile;
  /** The document around it. */
  readonly region: Span;
  readonly word: Span;
  readonly column: number;
  /** What follows on its line. */
  readonly rest: string;
}

/** What is being typed at an offset of a file; undefined where nothing can be proposed. */
export function typingAt(file: YamlFile, offset: number): Typing | undefined {
  const { text } = file;
  const start = lineStart(text, offset);
  const before = text.slice(start, offset);
  const after = text.slice(offset, lineEnd(text, offset));
  const tail = TAIL.exec(after)?.[0] ?? '';
  const key = KEY_LINE.exec(before);
  const value = VALUE_LINE.exec(before);
  const head = key?.[2] ?? value?.[1] ?? FLOW_LINE.exec(before)?.[1];
  if (head === undefined) return undefined;
  const region = regionAround(text, offset);
  const word: Span = { start: offset - head.length, end: offset + tail.length };
  const spot: Spot = { file, region, word, column: word.start - start, rest: after.slice(tail.length).trim() };
  if (key?.[1] === '' && spot.rest === '' && isBlank(text.slice(region.start, word.start) + text.slice(word.end, region.end))) {
    return { type: 'blank', word };
  }
  if (key) return keyTyping(spot) ?? (key[1]?.includes('-') ? undefined : itemTyping(spot)) ?? flowTyping(spot);
  return value ? valueTyping(spot) : flowTyping(spot);
}

function keyTyping(spot: Spot): KeyTyping | undefined {
  const { rest } = spot;
  const isChanged = rest.startsWith(':');
  if (!isChanged && rest !== '' && !rest.startsWith('#')) return undefined;
  return keyIn(spot, withMarker(spot, isChanged ? MARKER : `${MARKER}:`), { isChanged, isItem: false });
}

/** At the column of a list's dashes. */
function itemTyping(spot: Spot): KeyTyping | undefined {
  if (spot.rest !== '' && !spot.rest.startsWith('#')) return undefined;
  return keyIn(spot, withMarker(spot, `- ${MARKER}:`), { isChanged: false, isItem: true });
}

function flowTyping(spot: Spot): KeyTyping | ValueTyping | undefined {
  const isChanged = spot.rest.startsWith(':');
  const document = withMarker(spot, MARKER);
  const typing = keyIn(spot, document, { isChanged, isItem: false }) ?? valueIn(spot, document);
  return typing?.flow ? typing : undefined;
}

function valueTyping(spot: Spot): ValueTyping | undefined {
  return valueIn(spot, withMarker(spot, MARKER));
}

function keyIn(
  { word, region, column }: Spot,
  document: YamlDocument,
  { isChanged, isItem }: { readonly isChanged: boolean; readonly isItem: boolean },
): KeyTyping | undefined {
  const hit = routeAt(document, word.start - region.start + (isItem ? 2 : 0));
  if (hit?.part !== 'key' || hit.route.at(-1) !== MARKER || isMisplaced(document, hit.node.start)) return undefined;
  const parent = hit.route.slice(0, -1);
  const around = nodeAt(document, parent);
  const flow = around?.kind === 'map' && around.flow;
  const hasValue = isChanged || hasChildren(document, hit.route);
  return { type: 'key', word, parent, column, hasValue, hasColon: isChanged, isItem, flow, document, at: hit.node.start };
}

function valueIn({ word, region }: Spot, document: YamlDocument): ValueTyping | undefined {
  const hit = routeAt(document, word.start - region.start);
  if (hit?.part !== 'value' || hit.node.kind !== 'scalar' || hit.node.style !== 'plain' || hit.node.value !== MARKER) return undefined;
  const around = nodeAt(document, hit.route.slice(0, -1));
  const flow = (around?.kind === 'map' || around?.kind === 'seq') && around.flow;
  return { type: 'value', word, route: hit.route, flow, document, at: hit.node.start };
}

/** What is wrong where a key stands between the columns of other keys, or below a value. */
const MISPLACED: ReadonlySet<string> = new Set(['bad-indent', 'missing-colon', 'nested-mapping', 'unexpected']);

/** Whether the key at an offset stands where none can stand. The parser may find that at the line before it. */
function isMisplaced(document: YamlDocument, offset: number): boolean {
  const line = lineAt(document, offset);
  let before = line - 1;
  while (before > 0 && /^\s*(?:#|$)/.test(lineText(document, before))) before--;
  return document.problems.some(({ code, start }) => {
    const at = lineAt(document, start);
    return MISPLACED.has(code) && (at === line || at === before);
  });
}

function hasChildren(document: YamlDocument, route: Route): boolean {
  const value = nodeAt(document, route);
  return value !== undefined && value.end > value.start;
}

function withMarker({ file, region, word }: Spot, marker: string): YamlDocument {
  const { start, end } = region;
  const placed = documentAt(file, start);
  const isWhole = placed?.offset === start && placed.document.text.length === end - start;
  if (isWhole) return editDocument(placed.document, { start: word.start - start, end: word.end - start, text: marker });
  return parseDocument(file.text.slice(start, word.start) + marker + file.text.slice(word.end, end));
}

/** The text between the document marks around an offset. */
function regionAround(text: string, offset: number): Span {
  const mark = /^---(?:\s|$)/;
  let start = lineStart(text, offset);
  while (start > 0 && !mark.test(text.slice(start, start + 4))) start = lineStart(text, start - 1);
  let end = offset;
  do {
    end = text.indexOf('\n', end);
    if (end >= 0) end++;
  } while (end >= 0 && !mark.test(text.slice(end, end + 4)));
  return { start, end: end < 0 ? text.length : end };
}

function isBlank(text: string): boolean {
  return /^\uFEFF?(?:(?:---)?\s*(?:#[^\n]*)?(?:\n|$))*$/.test(text);
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/\r?\n/);
  return end < 0 ? text.length : offset + end;
}
