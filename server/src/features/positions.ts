import type { Position, Range } from 'vscode-languageserver-types';
import type { Analysis, DocumentAnalysis } from '../analyzer.ts';
import { memo } from '../yaml/memo.ts';
import {
  documentAt,
  documentAtLine,
  lastAtOrBefore,
  lineStartsOf,
  offsetAt as offsetInDocument,
  positionAt as positionInDocument,
} from '../yaml/position.ts';
import type { PlacedDocument, Span, YamlFile } from '../yaml/types.ts';

/** The position of an offset of the file. Offsets outside of the text give its first or last position. */
export function positionAt(file: YamlFile, offset: number): Position {
  return positionIn(placedAt(file, offset), offset);
}

/** The offset of a position in the file: behind a line's end it is that end, behind the last line the end of the text. */
export function offsetAt(file: YamlFile, position: Position): number {
  const placed = placedAtLine(file, position.line);
  return placed.offset + offsetInDocument(placed.document, { line: position.line - placed.line, character: position.character });
}

/** The range of a span of the file. */
export function rangeAt(file: YamlFile, span: Span): Range {
  return { start: positionAt(file, span.start), end: positionAt(file, span.end) };
}

/** The range in the file of a span that is relative to a document. */
export function rangeIn(placed: PlacedDocument, span: Span): Range {
  return { start: positionIn(placed, placed.offset + span.start), end: positionIn(placed, placed.offset + span.end) };
}

/** The document around an offset of the file, with what it holds; undefined for an empty file. */
export function documentAround({ documents }: Analysis, offset: number): DocumentAnalysis | undefined {
  return documents[lastAtOrBefore(documents, offset, ({ placed }) => placed.offset)];
}

/** The lines of the file that a document covers: from its first up to, but without, the line behind its last. */
export function linesOf({ line, document }: PlacedDocument): { readonly first: number; readonly end: number } {
  return { first: line, end: line + document.lineStarts.length };
}

function positionIn({ document, offset: start, line }: PlacedDocument, offset: number): Position {
  const relative = positionInDocument(document, offset - start);
  return { line: line + relative.line, character: relative.character };
}

function placedAt(file: YamlFile, offset: number): PlacedDocument {
  return documentAt(file, offset) ?? unparsed(file);
}

function placedAtLine(file: YamlFile, line: number): PlacedDocument {
  return documentAtLine(file, line) ?? unparsed(file);
}

/** The whole text of a file that is none of ours. It is not parsed, but has positions. */
const unparsed = memo(({ text }: YamlFile): PlacedDocument => {
  const nothing = { dialect: 'core', root: undefined, problems: [], comments: [], templated: false } as const;
  return { document: { ...nothing, text, lineStarts: lineStartsOf(text) }, offset: 0, line: 0 };
});
