import { build } from './build.ts';
import { toDocument, unshared } from './document.ts';
import { FILE_START, fileOf, place } from './places.ts';
import { lineStartsOf } from './position.ts';
import { worthwhileLength } from './recover.ts';
import { reread } from './reread.ts';
import { textAfter } from './sound.ts';
import { documentOffsets } from './split.ts';
import { encodingProblem } from './text-problems.ts';
import type { Dialect, PlacedDocument, Splice, YamlDocument, YamlFile } from './types.ts';

/**
 * Reads a file. Nothing is an error: what can't be read is told by the documents' problems. Documents whose text a `previous` version of
 * the file holds already are taken over from it as they are, each at most once.
 */
export function parseFile(text: string, previous?: YamlFile): YamlFile {
  return text === '' ? { text, documents: [] } : fileOf(place(readDocuments(text, previous?.documents ?? []), FILE_START).documents);
}

/** The document after an edit, in the same dialect; where it is long, only the entry around the edit is read, where that is enough. */
export function editDocument(document: YamlDocument, edit: Splice): YamlDocument {
  const known = isLong(document) ? reread(document, edit) : undefined;
  return known ?? parseDocument(textAfter(document.text, edit), document.dialect);
}

/** Reads one document; its dialect is told from its content where it isn't given. */
export function parseDocument(text: string, dialect: Dialect = dialectOf(text)): YamlDocument {
  const own = unshared(text);
  const unreadable = encodingProblem(own);
  if (unreadable === undefined) return toDocument(own, dialect, build(own, dialect));
  return { text: own, dialect, root: undefined, problems: [unreadable], comments: [], lineStarts: lineStartsOf(own), templated: false };
}

/** Short documents are read in less time than it takes to find out what of them need not be read. */
export function isLong({ text }: YamlDocument): boolean {
  return text.length >= worthwhileLength;
}

/** The documents of a text, those that are known by their text taken over in order. */
export function readDocuments(text: string, previous: readonly PlacedDocument[]): YamlDocument[] {
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

/** Kubernetes' objects say their `apiVersion` or `kind` at the top, in block style or as JSON; Compose files and plans say neither. */
export function dialectOf(text: string): Dialect {
  return /(?:^|\n|^\s*\{[^{]*)["']?(?:apiVersion|kind)["']?[ \t]*:/.test(text) ? 'kubernetes' : 'core';
}
