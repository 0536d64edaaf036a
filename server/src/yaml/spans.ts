import type { ScalarNode } from './types.ts';

/** The value of a key that has none: nothing, at `place`. */
export function absent(place: number): ScalarNode {
  return { kind: 'scalar', style: 'plain', start: place, end: place, value: null };
}

/** The offset behind the last character before `from` that is no space or tab. */
export function skipBlanksBack(text: string, from: number): number {
  let at = from;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The first offset from `from` on that holds no space or tab. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** True for a space or a tab. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Offset of the start of the line that `from` is on. */
export function startOfLineFrom(text: string, from: number): number {
  return from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
}

/** Offset of the end of the line that `from` is on, before its line break. */
export function endOfLineFrom(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

/**
 * End of a block scalar whose header is at `start` and whose lines reach to `limit`: behind its last line that isn't blank, before the
 * line break. Where the header keeps trailing lines (`|+`) they are text, and the end is before the last of their line breaks.
 */
export function blockScalarEnd(text: string, start: number, limit: number): number {
  const header = blockScalarHeader(text, start);
  const headerEnd = start + header.length;
  const firstLineEnd = endOfLineFrom(text, start);
  if (header.includes('+')) {
    const blank = skipBlanksBack(text, limit);
    const end = skipLineBreakBack(text, text[blank - 1] === '\n' ? blank : limit);
    return end > firstLineEnd ? end : headerEnd;
  }
  let end = limit;
  while (end > firstLineEnd && isSpace(text.charCodeAt(end - 1))) end--;
  return end > firstLineEnd ? Math.min(limit, endOfLineFrom(text, end)) : headerEnd;
}

/** The header of a block scalar: `|` or `>`, and what it says about indentation and the end. */
export function blockScalarHeader(text: string, start: number): string {
  return /^[|>][-+0-9]*/.exec(text.slice(start, start + 4))?.[0] ?? '';
}

function skipLineBreakBack(text: string, from: number): number {
  if (text[from - 1] !== '\n') return from;
  return text[from - 2] === '\r' ? from - 2 : from - 1;
}

/** True for a space, a tab or a character of a line break. */
function isSpace(code: number): boolean {
  return isBlank(code) || code === 0x0a || code === 0x0d;
}
