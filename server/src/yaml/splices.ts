import type { Splice } from './types.ts';

/** A stretch of a text under change: a range of the original, or new text. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** A text and what became of it by successive edits; the edits can be told as splices of the original. */
export interface Revision {
  readonly original: string;
  readonly pieces: readonly Piece[];
}

/** The revision of a text that nothing was done to yet. */
export function startRevision(original: string): Revision {
  return { original, pieces: original === '' ? [] : [{ start: 0, end: original.length }] };
}

/** Adds an edit whose offsets are those of the revision's present text. */
export function revise(revision: Revision, splice: Splice): Revision {
  const before: Piece[] = [];
  const after: Piece[] = [];
  let offset = 0;
  for (const piece of revision.pieces) {
    const length = lengthOf(piece);
    const kept = Math.max(0, Math.min(length, splice.start - offset));
    const resumed = Math.max(0, Math.min(length, splice.end - offset));
    if (kept > 0) before.push(part(piece, 0, kept));
    if (resumed < length) after.push(part(piece, resumed, length));
    offset += length;
  }
  return { original: revision.original, pieces: [...before, { text: splice.text }, ...after] };
}

/** Several splices of a text, which are in order and do not overlap, as one. */
export function asOne(text: string, splices: readonly Splice[]): Splice {
  const start = splices[0]?.start ?? 0;
  let [joined, end] = ['', start];
  for (const splice of splices) {
    joined += text.slice(end, splice.start) + splice.text;
    end = splice.end;
  }
  return { start, end, text: joined };
}

/** What was done to the original, as few and as short splices as possible, in order. */
export function splicesOf({ original, pieces }: Revision): Splice[] {
  const splices: Splice[] = [];
  let from = 0;
  let text = '';
  for (const piece of [...pieces, { start: original.length, end: original.length }]) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    const splice = trimmed(original, { start: from, end: piece.start, text });
    if (splice !== undefined) splices.push(splice);
    from = piece.end;
    text = '';
  }
  return splices;
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function part(piece: Piece, from: number, to: number): Piece {
  return 'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to };
}

/** The splice without what it would write just as it stands; undefined where nothing is left. */
function trimmed(original: string, { start, end, text }: Splice): Splice | undefined {
  const old = original.slice(start, end);
  const longest = Math.min(old.length, text.length);
  let head = 0;
  while (head < longest && old[head] === text[head]) head++;
  if (splitsPair(old, head) || splitsPair(text, head)) head--;
  let tail = 0;
  while (tail < longest - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  if (splitsPair(old, old.length - tail) || splitsPair(text, text.length - tail)) tail--;
  if (head + tail === old.length && old.length === text.length) return undefined;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

/** True where an offset falls into a surrogate pair or between `\r` and `\n`. */
function splitsPair(text: string, offset: number): boolean {
  return /^(?:[\ud800-\udbff][\udc00-\udfff]|\r\n)$/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
