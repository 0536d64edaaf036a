import { build } from './build.ts';
import { scanComments } from './comments.ts';
import { lastAtOrBefore, lineStartsOf } from './position.ts';
import { inOrder } from './problems.ts';
import { documentOffsets } from './split.ts';
import { isTemplate } from './template.ts';
import { encodingProblem } from './text-problems.ts';
import type { Dialect, PlacedDocument, Splice, YamlDocument, YamlFile } from './types.ts';

/**
 * Reads a file. Nothing is an error: what can't be read is told by the documents' problems. Documents whose text a `previous` version of
 * the file holds already are taken over from it as they are, each at most once.
 */
export function parseFile(text: string, previous?: YamlFile): YamlFile {
  return { text, documents: place(readDocuments(text, previous?.documents ?? []), { offset: 0, line: 0 }).documents };
}

/**
 * The file after one edit. The documents that the edit leaves as they are stay the same objects. Only the documents it touches and one
 * to each side are cut and read again: a document's first line can't be changed without touching the document or the one before.
 */
export function editFile(file: YamlFile, edit: Splice): YamlFile {
  const text = file.text.slice(0, edit.start) + edit.text + file.text.slice(edit.end);
  const { documents } = file;
  const from = Math.max(0, indexAt(documents, edit.start) - 1);
  const until = Math.min(documents.length, indexAt(documents, edit.end) + 2);
  const first = documents[from];
  const behind = documents[until];
  if (first === undefined || (first.offset > 0 && text[first.offset] === '\uFEFF')) return parseFile(text, file);
  const shift = edit.text.length - (edit.end - edit.start);
  const touched = text.slice(first.offset, (behind?.offset ?? file.text.length) + shift);
  const middle = place(readDocuments(touched, documents.slice(from, until)), first);
  const rest = behind === undefined ? [] : moved(documents.slice(until), middle.offset - behind.offset, middle.line - behind.line);
  return { text, documents: [...documents.slice(0, from), ...middle.documents, ...rest] };
}

/** Reads one document; its dialect is told from its content where it isn't given. */
export function parseDocument(text: string, dialect: Dialect = dialectOf(text)): YamlDocument {
  const own = unshared(text);
  const base = { text: own, dialect, lineStarts: lineStartsOf(own) };
  const unreadable = encodingProblem(own);
  if (unreadable !== undefined) return { ...base, root: undefined, problems: [unreadable], comments: [], templated: false };
  const { assembly, root } = build(own, dialect);
  const comments = scanComments(own, root);
  if (isTemplate(assembly, root)) return { ...base, root: undefined, problems: [], comments, templated: true };
  return { ...base, root, problems: inOrder(assembly.problems, own), comments, templated: false };
}

/** The documents of a text, those that are known by their text taken over in order. */
function readDocuments(text: string, previous: readonly PlacedDocument[]): YamlDocument[] {
  const known = new Map<string, YamlDocument[]>();
  for (const { document } of previous) {
    const same = known.get(document.text);
    if (same === undefined) known.set(document.text, [document]);
    else same.push(document);
  }
  const offsets = documentOffsets(text);
  return offsets.map((offset, index) => {
    const part = text.slice(offset, offsets[index + 1]);
    return known.get(part)?.shift() ?? parseDocument(part);
  });
}

interface Place {
  readonly offset: number;
  readonly line: number;
}

/** Puts documents one behind the other, and tells the place behind the last. */
function place(documents: readonly YamlDocument[], from: Place): Place & { readonly documents: PlacedDocument[] } {
  let { offset, line } = from;
  const placed = documents.map((document) => {
    const here = { document, offset, line };
    offset += document.text.length;
    line += document.lineStarts.length - 1;
    return here;
  });
  return { documents: placed, offset, line };
}

function moved(documents: readonly PlacedDocument[], offset: number, line: number): readonly PlacedDocument[] {
  if (offset === 0 && line === 0) return documents;
  return documents.map((placed) => ({ document: placed.document, offset: placed.offset + offset, line: placed.line + line }));
}

function indexAt(documents: readonly PlacedDocument[], offset: number): number {
  return lastAtOrBefore(documents, offset, (placed) => placed.offset);
}

/** Kubernetes' objects say their `apiVersion` or `kind` at the top, in block style or as JSON; Compose files and plans say neither. */
function dialectOf(text: string): Dialect {
  return /(?:^|\n|^\s*\{[^{]*)["']?(?:apiVersion|kind)["']?[ \t]*:/.test(text) ? 'kubernetes' : 'core';
}

/** A copy that holds on to its own characters only: a slice would keep the whole old text of its file in memory. */
function unshared(text: string): string {
  return ` ${text}`.slice(1);
}
