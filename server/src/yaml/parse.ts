import type { Assembly } from './assemble.ts';
import { startAssembly } from './assemble.ts';
import { scanComments } from './comments.ts';
import { growsTooFar, maximumDepth, mayBeTooDeep } from './limits.ts';
import { lineStartsOf } from './position.ts';
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
  const known = new Map<string, YamlDocument[]>();
  for (const { document } of previous?.documents ?? []) {
    const same = known.get(document.text);
    if (same === undefined) known.set(document.text, [document]);
    else same.push(document);
  }
  const documents = documentTexts(text).map((part) => known.get(part)?.shift() ?? parseDocument(part));
  return { text, documents: place(documents) };
}

/** The file after one edit; the documents that the edit leaves as they are stay the same objects. */
export function editFile(file: YamlFile, edit: Splice): YamlFile {
  return parseFile(file.text.slice(0, edit.start) + edit.text + file.text.slice(edit.end), file);
}

/** Reads one document; its dialect is told from its content where it isn't given. */
export function parseDocument(text: string, dialect: Dialect = dialectOf(text)): YamlDocument {
  const own = unshared(text);
  const base = { text: own, dialect, lineStarts: lineStartsOf(own) };
  const unreadable = encodingProblem(own);
  if (unreadable !== undefined) return { ...base, root: undefined, problems: [unreadable], comments: [], templated: false };
  const assembly = startAssembly(own, dialect);
  const root = build(assembly);
  const comments = scanComments(own, root);
  if (isTemplate(assembly, root)) return { ...base, root: undefined, problems: [], comments, templated: true };
  return { ...base, root, problems: inOrder(assembly.problems, own), comments, templated: false };
}

function documentTexts(text: string): string[] {
  const offsets = documentOffsets(text);
  return offsets.map((offset, index) => text.slice(offset, offsets[index + 1]));
}

function place(documents: readonly YamlDocument[]): PlacedDocument[] {
  let offset = 0;
  let line = 0;
  return documents.map((document) => {
    const placed = { document, offset, line };
    offset += document.text.length;
    line += document.lineStarts.length - 1;
    return placed;
  });
}

function build(assembly: Assembly): YamlNode | undefined {
  const { text, problems } = assembly;
  if (mayBeTooDeep(text)) {
    const message = `This document is nested more than ${maximumDepth} levels deep, so it is not read.`;
    problems.push(problemAt('too-deep', 0, text.length, message, text));
    return undefined;
  }
  const root = buildTolerantly(assembly);
  if (assembly.aliased && root !== undefined && growsTooFar(root)) {
    const message = 'The aliases of this document refer to each other so often that it would grow beyond all measure, so it is not used.';
    problems.push(problemAt('alias-bomb', root.start, root.end, message, text));
  }
  return root;
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
