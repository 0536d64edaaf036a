import { skipBlanks } from './spans.ts';

/** `---` or `...` at the beginning of a line, followed by a blank or the line's end: where documents begin and end. */
const markers = /(?:^\uFEFF?|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;

/**
 * Offsets at which the documents of a text begin; the first is 0 for any text but the empty one. A `---` line always begins a document,
 * even in the midst of a quoted or block scalar. What follows a `...` line begins one too, but where it is only comments, directives
 * and blank lines it is the head of the next document, or at the end of the text the tail of the last.
 */
export function documentOffsets(text: string): number[] {
  if (text === '') return [];
  const offsets = [0];
  let piece = 0;
  for (const boundary of boundaries(text)) {
    if (!isHead(text, piece, boundary)) offsets.push(boundary);
    piece = boundary;
  }
  if (offsets.length > 1 && offsets.at(-1) === piece && isHead(text, piece, text.length)) offsets.pop();
  return offsets;
}

/** Where pieces meet: at each `---`, and behind each line of `...`. */
function* boundaries(text: string): Generator<number> {
  for (const match of text.matchAll(markers)) {
    const marker = match.index + match[0].length - 3;
    if (match[1] === '---') {
      if (match.index > 0) yield marker;
      continue;
    }
    const lineEnd = text.indexOf('\n', marker);
    if (lineEnd >= 0 && lineEnd + 1 < text.length) yield lineEnd + 1;
  }
}

/** True where a piece of text holds nothing but blank lines, comments and directives. */
function isHead(text: string, start: number, end: number): boolean {
  let line = text[start] === '\uFEFF' ? start + 1 : start;
  while (line < end) {
    const first = skipBlanks(text, line);
    const directive = first === line && text[first] === '%';
    if (first < end && !directive && !'#\r\n'.includes(text.charAt(first))) return false;
    const lineEnd = text.indexOf('\n', first);
    if (lineEnd < 0) return true;
    line = lineEnd + 1;
  }
  return true;
}
