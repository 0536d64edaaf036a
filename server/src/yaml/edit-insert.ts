import type { Style } from './format.ts';
import { flowPairText, flowText, indented, itemLines, pairLines } from './format.ts';
import { keyName } from './keys.ts';
import type { Entry } from './layout.ts';
import {
  beginsItsLine,
  canEndInBlockScalar,
  columnOf,
  endOfEntry,
  endOfLineAt,
  entryOf,
  firstCommentLine,
  lastLineOf,
  lineContentStart,
} from './layout.ts';
import { endOfLine, lineAt, startOfLine } from './position.ts';
import { styleAt } from './style.ts';
import type { Json, MapNode, SeqNode, Splice, YamlDocument } from './types.ts';

/** Adds a key to a mapping that has keys already: behind the first of the `after` keys that it has, or else at its end. */
export function addPair(document: YamlDocument, map: MapNode, key: string, value: Json, after: readonly string[]): Splice[] | undefined {
  const names = map.pairs.map((pair) => keyName(pair.key));
  const wanted = after.map((name) => names.lastIndexOf(name)).find((index) => index >= 0);
  const index = wanted ?? map.pairs.length - 1;
  const style = styleAt(document, map.start);
  if (map.flow) return addInFlow(document, map, index + 1, flowPairText(key, value, style), style);
  const sibling = entryOf(document, map, index);
  return sibling && addLinesAfter(document, sibling, style, (how) => pairLines(key, value, how));
}

/** Adds an item to a list that has items already, before the one at `index` or at its end. */
export function addItem(document: YamlDocument, seq: SeqNode, index: number, value: Json): Splice[] | undefined {
  const style = styleAt(document, seq.start);
  if (seq.flow) return addInFlow(document, seq, index, flowText(value, style), style);
  const sibling = entryOf(document, seq, Math.max(0, index - 1));
  if (sibling === undefined) return undefined;
  if (index === 0) return addLinesBefore(document, sibling, itemLines(value, style), style);
  return addLinesAfter(document, sibling, style, (how) => itemLines(value, how));
}

function addLinesAfter(document: YamlDocument, sibling: Entry, style: Style, write: (style: Style) => string[]): Splice[] {
  const column = columnOf(document, sibling.start);
  const last = lastLineOf(document, sibling);
  const lines = write({ ...style, literals: canEndInBlockScalar(document, last, column) });
  const block = indented(lines, column).join(style.lineBreak);
  const next = startOfLine(document, last + 1);
  const end = endOfLine(document, last);
  // The last line of a text may have no line break; then the new last line has none either.
  return next === end ? [{ start: end, end, text: style.lineBreak + block }] : [{ start: next, end: next, text: block + style.lineBreak }];
}

/** Above the comments that belong to the first entry, or, where that shares its line with an outer dash, in front of it. */
function addLinesBefore(document: YamlDocument, first: Entry, lines: readonly string[], style: Style): Splice[] {
  const column = columnOf(document, first.start);
  if (!beginsItsLine(document, first.start)) {
    const [head = '', ...others] = lines;
    const text = [head, ...indented(others, column), ' '.repeat(column)].join(style.lineBreak);
    return [{ start: first.start, end: first.start, text }];
  }
  const line = firstCommentLine(document, lineAt(document, first.start), column);
  const start = lineContentStart(document, line);
  return [{ start, end: start, text: indented(lines, column).join(style.lineBreak) + style.lineBreak }];
}

function addInFlow(document: YamlDocument, flow: MapNode | SeqNode, index: number, text: string, style: Style): Splice[] | undefined {
  if (flow.kind === 'map' && document.text[flow.start] !== '{') return undefined;
  const count = flow.kind === 'map' ? flow.pairs.length : flow.items.length;
  if (index === 0) {
    const first = entryOf(document, flow, 0);
    return first && [{ start: first.start, end: first.start, text: text + separatorAt(document, flow, first, style) }];
  }
  const sibling = entryOf(document, flow, index - 1);
  if (sibling === undefined) return undefined;
  const commented = behindComment(document, sibling, text, index === count, style);
  if (commented !== undefined) return commented;
  const end = endOfEntry(sibling);
  return [{ start: end, end, text: separatorAt(document, flow, sibling, style) + text }];
}

/** A comma, and what the entries beside are parted by: blanks, or a line break where each has its own line. */
function separatorAt(document: YamlDocument, flow: MapNode | SeqNode, entry: Entry, style: Style): string {
  const ownLine = beginsItsLine(document, entry.start) && lineAt(document, entry.start) > lineAt(document, flow.start);
  return ownLine ? `,${style.lineBreak}${' '.repeat(columnOf(document, entry.start))}` : style.flow.comma;
}

/** Where a comment follows the entry before, the comma goes in front of it and the new entry on the line below. */
function behindComment(document: YamlDocument, sibling: Entry, text: string, last: boolean, style: Style): Splice[] | undefined {
  const end = endOfEntry(sibling);
  const lineEnd = endOfLineAt(document, end);
  const between = /^[ \t]*(,?)[ \t]*#/.exec(document.text.slice(end, lineEnd));
  if (between === null) return undefined;
  const hasComma = between[1] === ',';
  const line = style.lineBreak + ' '.repeat(columnOf(document, sibling.start));
  const entry = { start: lineEnd, end: lineEnd, text: line + text + (hasComma && !last ? ',' : '') };
  return hasComma ? [entry] : [{ start: end, end, text: ',' }, entry];
}
