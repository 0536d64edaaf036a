import type { Style } from './format.ts';
import { flowText, indented, itemTail, keyText, pairTail, rootLines } from './format.ts';
import { isMap } from './json.ts';
import type { Entry } from './layout.ts';
import { canEndInBlockScalar, columnOf, endOfEntry, endOfLineAt } from './layout.ts';
import { isBlockScalar } from './leaves.ts';
import { lineAt, startOfLine } from './position.ts';
import { quotedText } from './scalar-text.ts';
import { blockScalarHeader } from './spans.ts';
import { styleAt } from './style.ts';
import type { Json, Splice, YamlDocument, YamlNode } from './types.ts';

/** What a head (`key:`, `-`) is followed by: the rest of its line, and the lines below, relative to the head's column. */
interface Tail {
  readonly rest: string;
  readonly lines: readonly string[];
}

/** Writes a new value into an entry, in the place and as far as possible in the manner of the old one. */
export function replaceValue(document: YamlDocument, entry: Entry, value: Json): Splice[] {
  const style = styleFor(document, entry);
  if (entry.parent.flow) return [inFlow(document, entry, value, style)];
  const quoted = sameQuotes(entry.value, value);
  if (quoted !== undefined) return [{ start: entry.value.start, end: entry.value.end, text: quoted }];
  const tail = tailOf(entry, value, style);
  if (tail.lines.length === 0 && isInline(entry.value) && entry.value.end > entry.value.start) {
    return [{ start: entry.value.start, end: entry.value.end, text: tail.rest.trimStart() }];
  }
  return writeTail(document, entry, tail, style);
}

/** Makes a value the document's whole content. */
export function replaceRoot(document: YamlDocument, value: Json): Splice[] {
  const { root, text } = document;
  const literals = root === undefined || canEndInBlockScalar(document, lineAt(document, root.end), -1);
  const style = { ...styleAt(document, 0), literals };
  const quoted = root && sameQuotes(root, value);
  if (root !== undefined && quoted !== undefined) return [{ start: root.start, end: root.end, text: quoted }];
  const lines = rootLines(value, style);
  if (root === undefined) return [appendLines(document, lines, style)];
  const lineStart = startOfLine(document, lineAt(document, root.start));
  const marker = /^---.*\S/.exec(text.slice(lineStart, root.start))?.[0];
  const end = isInline(root) ? root.end : endOfLineAt(document, root.end);
  const block = lines.join(style.lineBreak);
  if (marker === undefined || (lines.length === 1 && isInline(root))) return [{ start: root.start, end, text: block }];
  return [{ start: lineStart + marker.length, end, text: style.lineBreak + block }];
}

function styleFor(document: YamlDocument, entry: Entry): Style {
  const literals = canEndInBlockScalar(document, lineAt(document, endOfEntry(entry)), columnOf(document, entry.start));
  return { ...styleAt(document, entry.start), literals };
}

/** Lines added at the end of a document that has no content yet, before a `...` that ends it. */
function appendLines(document: YamlDocument, lines: readonly string[], style: Style): Splice {
  const { text } = document;
  const block = lines.join(style.lineBreak);
  const end = /^\.\.\.(?:[ \t].*)?\r?\n?$/m.exec(text)?.index ?? text.length;
  const begun = end === 0 || text[end - 1] === '\n' || text === '\uFEFF';
  const open = end === text.length && !begun;
  return { start: end, end, text: open ? style.lineBreak + block : block + style.lineBreak };
}

/** A scalar in quotes keeps its quotes when it gets another text. */
function sameQuotes(node: YamlNode, value: Json): string | undefined {
  if (node.kind !== 'scalar' || typeof value !== 'string' || node.tag !== undefined) return undefined;
  return node.style === 'single' || node.style === 'double' ? quotedText(value, node.style) : undefined;
}

function inFlow(document: YamlDocument, entry: Entry, value: Json, style: Style): Splice {
  const { start, end } = entry.value;
  const text = sameQuotes(entry.value, value) ?? flowText(value, style);
  if (start < end) return { start, end, text };
  const { key, headEnd } = entry;
  const hasColon = key === undefined || document.text.slice(key.end, headEnd).includes(':');
  return { start: headEnd, end: headEnd, text: hasColon ? ` ${text}` : `: ${text}` };
}

function tailOf(entry: Entry, value: Json, style: Style): Tail {
  if (entry.key !== undefined) return pairTail(value, style);
  const { anchor, tag } = entry.value;
  const collides = (anchor !== undefined || tag !== undefined) && isMap(value) && Object.keys(value).length > 0;
  if (!collides) return itemTail(value, style);
  // On the dash's line, an anchor would be taken for that of the first key.
  return { rest: '', lines: indented(rootLines(value, style), 1 + style.dashGap) };
}

function isInline(node: YamlNode): boolean {
  if (node.kind === 'map' || node.kind === 'seq') return node.flow;
  return !isBlockScalar(node);
}

/**
 * Replaces what follows a head. The head's own line keeps its comment, new lines go below it; the lines of an old block go as a whole.
 */
function writeTail(document: YamlDocument, entry: Entry, tail: Tail, style: Style): Splice[] {
  const { headEnd, value } = entry;
  const headLineEnd = endOfLineAt(document, headEnd);
  const below = belowHead(document, entry, tail, style);
  const head = { start: headEnd, end: headEnd, text: tail.rest };
  const absent = value.start === value.end;
  if (absent || value.start > headLineEnd) {
    const end = absent ? headLineEnd : endOfLineAt(document, value.end);
    return [head, { start: headLineEnd, end, text: below }];
  }
  if (isBlockScalar(value)) {
    const header = blockScalarHeader(document.text, value.start);
    const end = Math.max(headLineEnd, value.end);
    return [
      { ...head, end: value.start + header.length },
      { start: headLineEnd, end, text: below },
    ];
  }
  if (!isInline(value)) return [{ ...head, end: endOfLineAt(document, value.end), text: tail.rest + below }];
  const lineEnd = endOfLineAt(document, value.end);
  return [
    { ...head, end: value.end },
    { start: lineEnd, end: lineEnd, text: below },
  ];
}

function belowHead(document: YamlDocument, entry: Entry, tail: Tail, style: Style): string {
  const lines = indented(tail.lines, columnOf(document, entry.start));
  return lines.map((line) => style.lineBreak + line).join('');
}

/** Writes another name into a key, in the quotes it has. */
export function renameKey(document: YamlDocument, entry: Entry, to: string): Splice[] | undefined {
  const { key, parent } = entry;
  if (key?.kind !== 'scalar' || key.start === key.end) return undefined;
  const style = styleAt(document, key.start);
  const text = sameQuotes(key, to) ?? keyText(to, style, parent.flow ? 'flow' : 'block');
  return [{ start: key.start, end: key.end, text }];
}
