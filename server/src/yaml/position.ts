import type { PlacedDocument, YamlDocument, YamlFile } from './types.ts';

/** A place by line and character, both from 0, characters in UTF-16 code units: the Language Server Protocol's position. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets at which lines begin. A line ends with `\n`, `\r\n` or a lone `\r`, as in the Language Server Protocol. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
    return starts;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Line and character of an offset, relative to the document. Offsets outside of it give its first or last place. */
export function positionAt(document: YamlDocument, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, document.text.length));
  const line = lineAt(document, inside);
  return { line, character: inside - startOfLine(document, line) };
}

/** Offset of a position relative to the document; a character behind the end of its line counts as that end. */
export function offsetAt(document: YamlDocument, position: Position): number {
  if (position.line < 0) return 0;
  if (position.line >= document.lineStarts.length) return document.text.length;
  const start = startOfLine(document, position.line);
  return Math.max(start, Math.min(start + position.character, endOfLine(document, position.line)));
}

/** Number (from 0) of the line that an offset is on. */
export function lineAt(document: YamlDocument, offset: number): number {
  return lastAtOrBefore(document.lineStarts, offset, (start) => start);
}

/** Offset of the first character of a line. */
export function startOfLine(document: YamlDocument, line: number): number {
  return document.lineStarts[line] ?? document.text.length;
}

/** Offset of the end of a line, before its line break. */
export function endOfLine(document: YamlDocument, line: number): number {
  const { text } = document;
  let end = startOfLine(document, line + 1);
  if (line + 1 >= document.lineStarts.length) return end;
  if (text[end - 1] === '\n') end--;
  if (text[end - 1] === '\r') end--;
  return end;
}

/** Text of a line (from 0), without its line break. */
export function lineText(document: YamlDocument, line: number): string {
  return document.text.slice(startOfLine(document, line), endOfLine(document, line));
}

/** The document that holds an offset of the file (the one that begins there, where two meet); undefined for an empty file. */
export function documentAt(file: YamlFile, offset: number): PlacedDocument | undefined {
  return file.documents[lastAtOrBefore(file.documents, offset, (placed) => placed.offset)];
}

/** The document that holds a line (from 0) of the file; undefined for an empty file. */
export function documentAtLine(file: YamlFile, line: number): PlacedDocument | undefined {
  return file.documents[lastAtOrBefore(file.documents, line, (placed) => placed.line)];
}

/** Index of the last entry whose key is not above `wanted`, or 0; `entries` ascend by key. */
export function lastAtOrBefore<T>(entries: readonly T[], wanted: number, key: (entry: T) => number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (key(entries[middle] as T) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
