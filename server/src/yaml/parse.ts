import type { Assembly } from './assemble.ts';
import { startAssembly } from './assemble.ts';
import { scanComments } from './comments.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { growsTooFar, maximumDepth, mayBeTooDeep } from './limits.ts';
import { lastAtOrBefore, lineStartsOf } from './position.ts';
import { inOrder, problemAt } from './problems.ts';
import { buildTolerantly } from './reference.ts';
import { documentOffsets } from './split.ts';
import { isTemplate } from './template.ts';
import type { Dialect, PlacedDocument, Splice, SyntaxProblem, YamlDocument, YamlFile, YamlNode } from './types.ts';

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

/** Reads well-formed text quickly, and only what is left over with the parser that tells all that is wrong. */
function build(text: string, dialect: Dialect): Built {
  const built = buildFast(text, dialect) ?? buildSlowly(text, dialect);
  const { assembly, root } = built;
  if (assembly.aliased && root !== undefined && growsTooFar(root)) {
    const message = 'The aliases of this document refer to each other so often that it would grow beyond all measure, so it is not used.';
    assembly.problems.push(problemAt('alias-bomb', root.start, root.end, message, text));
  }
  return built;
}

function buildSlowly(text: string, dialect: Dialect): Built {
  const assembly = startAssembly(text, dialect);
  if (!mayBeTooDeep(text)) return { assembly, root: buildTolerantly(assembly) };
  const message = `This document is nested more than ${maximumDepth} levels deep, so it is not read.`;
  assembly.problems.push(problemAt('too-deep', 0, text.length, message, text));
  return { assembly, root: undefined };
}

/** Kubernetes' objects say their `apiVersion` or `kind` at the top, in block style or as JSON; Compose files and plans say neither. */
function dialectOf(text: string): Dialect {
  return /(?:^|\n|^\s*\{[^{]*)["']?(?:apiVersion|kind)["']?[ \t]*:/.test(text) ? 'kubernetes' : 'core';
}

/** A copy that holds on to its own characters only: a slice would keep the whole old text of its file in memory. */
function unshared(text: string): string {
  return ` ${text}`.slice(1);
}

/** Share of characters that a decoder couldn't read (U+FFFD) from which on a text is taken for something else than UTF-8. */
const unreadableShare = 0.01;

function encodingProblem(text: string): SyntaxProblem | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) return problemAt('encoding', nul, nul + 1, 'This is no text in UTF-8 (it holds a NUL), so it is not read as YAML.', text);
  const first = text.indexOf('\uFFFD');
  if (first < 0 || (text.match(/\uFFFD/g) ?? []).length <= text.length * unreadableShare) return undefined;
  const message = 'Many characters here are not UTF-8, so it is not read as YAML; save the file as UTF-8.';
  return problemAt('encoding', first, first + 1, message, text);
}
