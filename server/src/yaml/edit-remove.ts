import type { Entry } from './layout.ts';
import { beginsItsLine, columnOf, endOfEntry, endOfLineAt, entryOf, firstCommentLine, lastLineOf } from './layout.ts';
import { isBlockScalar, lastLeaf } from './leaves.ts';
import { endOfLine, lineAt, lineText, startOfLine } from './position.ts';
import { blockScalarHeader, skipBlanks, skipBlanksBack } from './spans.ts';
import type { MapNode, SeqNode, Splice, YamlDocument } from './types.ts';

/**
 * Removes one of several entries. In block style its whole lines go, with the comment at their end, the more deeply indented comments
 * right below, and the comments directly above that are indented like it. Those above a collection's first entry stay: they may
 * be about the collection.
 */
export function removeEntry(document: YamlDocument, parent: MapNode | SeqNode, index: number): Splice[] | undefined {
  const entry = entryOf(document, parent, index);
  if (entry === undefined) return undefined;
  if (parent.flow) return removeFromFlow(document, entry);
  return beginsItsLine(document, entry.start) ? [removeLines(document, entry)] : removeSharedLine(document, entry);
}

function removeLines(document: YamlDocument, entry: Entry): Splice {
  const line = lineAt(document, entry.start);
  const first = entry.index === 0 ? line : firstCommentLine(document, line, columnOf(document, entry.start));
  return withoutLines(document, first, withBlankLines(document, entry, lastLineOf(document, entry)));
}

/** Behind a block scalar that keeps its trailing lines (`|+`), blank lines would become part of it, so those below the entry go too. */
function withBlankLines(document: YamlDocument, { parent, index }: Entry, last: number): number {
  const before = parent.kind === 'map' ? parent.pairs[index - 1]?.value : parent.items[index - 1];
  const leaf = before && lastLeaf(before);
  if (leaf === undefined || !isBlockScalar(leaf) || !blockScalarHeader(document.text, leaf.start).includes('+')) return last;
  let end = last;
  while (end + 2 < document.lineStarts.length && lineText(document, end + 1).trim() === '') end++;
  return end;
}

/** Whole lines with their line breaks; at the end of a text that ends without one, the break before them goes instead. */
function withoutLines(document: YamlDocument, first: number, last: number): Splice {
  const end = startOfLine(document, last + 1);
  const endsOpen = endOfLine(document, last) === end;
  const start = endsOpen && first > 0 ? endOfLine(document, first - 1) : startOfLine(document, first);
  return { start: document.text.startsWith('\uFEFF') && start === 0 ? 1 : start, end, text: '' };
}

/** The first entry of a collection that begins on the line of an outer dash: the next entry moves up to the dash. */
function removeSharedLine(document: YamlDocument, entry: Entry): Splice[] | undefined {
  const next = entryOf(document, entry.parent, entry.index + 1);
  if (next === undefined) return undefined;
  const last = lastLineOf(document, entry);
  const commented = document.comments.some(
    (comment) => comment.ownLine && comment.start > endOfLine(document, last) && comment.start < next.start,
  );
  if (!commented) return [{ start: entry.start, end: next.start, text: '' }];
  // The comments between stay below the dash, which now stands alone.
  return [{ start: skipBlanksBack(document.text, entry.start), end: endOfLine(document, last), text: '' }];
}

function removeFromFlow(document: YamlDocument, entry: Entry): Splice[] | undefined {
  const { parent, index } = entry;
  const previous = index > 0 ? entryOf(document, parent, index - 1) : undefined;
  const next = entryOf(document, parent, index + 1);
  const lines = ownLines(document, entry);
  if (lines !== undefined) {
    const comma = next === undefined && previous !== undefined && !lines.hasComma ? commaAfter(document, previous) : undefined;
    return comma === undefined ? [lines.splice] : [{ start: comma, end: comma + 1, text: '' }, lines.splice];
  }
  if (next !== undefined) return [{ start: entry.start, end: next.start, text: '' }];
  if (previous !== undefined) return [{ start: endOfEntry(previous), end: endOfEntry(entry), text: '' }];
  return undefined;
}

/** The whole lines of an entry in brackets that shares them with no other. */
function ownLines(document: YamlDocument, entry: Entry): { readonly splice: Splice; readonly hasComma: boolean } | undefined {
  if (!beginsItsLine(document, entry.start) || document.text[entry.start - 1] === undefined) return undefined;
  const rest = document.text.slice(endOfEntry(entry), endOfLineAt(document, endOfEntry(entry)));
  const tail = /^[ \t]*(,?)[ \t]*(?:[ \t]#.*)?$/.exec(rest);
  if (tail === null) return undefined;
  return { splice: withoutLines(document, lineAt(document, entry.start), lineAt(document, endOfEntry(entry))), hasComma: tail[1] === ',' };
}

function commaAfter(document: YamlDocument, entry: Entry): number | undefined {
  const comma = skipBlanks(document.text, endOfEntry(entry));
  return document.text[comma] === ',' ? comma : undefined;
}
