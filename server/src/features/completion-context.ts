import { editDocument, parseDocument } from '../yaml/parse.ts';
import { documentAt } from '../yaml/position.ts';
import { routeAt } from '../yaml/route.ts';
import type { Route, Span, YamlDocument, YamlFile } from '../yaml/types.ts';

/** What is being typed at a place. */
export type Typing =
  /** Nothing else is in the document yet. */
  | { readonly type: 'blank'; readonly word: Span }
  /** A key, or an item of a list: both begin alike. `hasValue`: it is an existing key that is being changed. */
  | {
      readonly type: 'key';
      readonly word: Span;
      readonly parent: Route;
      readonly column: number;
      readonly hasValue: boolean;
      readonly document: YamlDocument;
    }
  | { readonly type: 'value'; readonly word: Span; readonly route: Route; readonly document: YamlDocument };

/** Stands in for what is being typed, so that the half-typed document parses. */
const MARKER = 'plimsollcursor';

const KEY_LINE = /^\uFEFF?([ ]*(?:- +)*)([\w./-]*)$/;
const VALUE_LINE = /^\uFEFF?[ ]*(?:- +)*(?:[\w./-]+|"[^"]*"|'[^']*')[ ]*:[ ]+([\w./-]*)$/;

/** What is being typed at an offset of a file; undefined where nothing can be proposed. */
export function typingAt(file: YamlFile, offset: number): Typing | undefined {
  const { text } = file;
  const region = documentAround(text, offset);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const after = text.slice(offset, lineEnd(text, offset));
  const tail = /^[\w./-]*/.exec(after)?.[0] ?? '';
  const key = KEY_LINE.exec(before);
  const value = VALUE_LINE.exec(before);
  const head = key?.[2] ?? value?.[1];
  if (head === undefined) return undefined;
  const word: Span = { start: offset - head.length, end: offset + tail.length };
  const rest = after.slice(tail.length).trim();
  if (key && key[1] === '' && rest === '' && isBlank(text.slice(region.start, word.start) + text.slice(word.end, region.end))) {
    return { type: 'blank', word };
  }
  return key ? keyTyping(file, region, word, { rest, column: word.start - start }) : valueTyping(file, region, word, rest);
}

function keyTyping(file: YamlFile, region: Span, word: Span, { rest, column }: { rest: string; column: number }): Typing | undefined {
  const hasValue = rest.startsWith(':');
  if (!hasValue && rest !== '' && !rest.startsWith('#')) return undefined;
  const document = withMarker(file, region, word, hasValue ? MARKER : `${MARKER}:`);
  const hit = routeAt(document, word.start - region.start);
  if (hit?.part !== 'key' || hit.route.at(-1) !== MARKER) return undefined;
  return { type: 'key', word, parent: hit.route.slice(0, -1), column, hasValue, document };
}

function valueTyping(file: YamlFile, region: Span, word: Span, rest: string): Typing | undefined {
  if (rest !== '' && !rest.startsWith('#')) return undefined;
  const document = withMarker(file, region, word, MARKER);
  const hit = routeAt(document, word.start - region.start);
  if (hit?.part !== 'value' || hit.node.kind !== 'scalar' || hit.node.value !== MARKER) return undefined;
  return { type: 'value', word, route: hit.route, document };
}

function withMarker(file: YamlFile, region: Span, word: Span, marker: string): YamlDocument {
  const { start, end } = region;
  const placed = documentAt(file, start);
  const isWhole = placed?.offset === start && placed.document.text.length === end - start;
  if (isWhole) return editDocument(placed.document, { start: word.start - start, end: word.end - start, text: marker });
  return parseDocument(file.text.slice(start, word.start) + marker + file.text.slice(word.end, end));
}

/** The text between the document marks around an offset. */
function documentAround(text: string, offset: number): Span {
  const mark = /^---(?:\s|$)/;
  let start = offset;
  do {
    start = text.lastIndexOf('\n', start - 1);
  } while (start >= 0 && !mark.test(text.slice(start + 1, start + 5)));
  let end = offset;
  do {
    end = text.indexOf('\n', end);
    if (end >= 0) end++;
  } while (end >= 0 && !mark.test(text.slice(end, end + 4)));
  return { start: start + 1, end: end < 0 ? text.length : end };
}

function isBlank(text: string): boolean {
  return /^\uFEFF?(?:(?:---)?\s*(?:#[^\n]*)?(?:\n|$))*$/.test(text);
}

function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/\r?\n/);
  return end < 0 ? text.length : offset + end;
}
