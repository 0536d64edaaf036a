import { lastAtOrBefore } from './position.ts';
import type { PlacedDocument, YamlDocument, YamlFile } from './types.ts';

/** Where in a file a document begins. */
export interface Place {
  readonly offset: number;
  readonly line: number;
}

/** Where the first document of a file begins. */
export const FILE_START: Place = { offset: 0, line: 0 };

/** A file that consists of documents. To copy the text of a large one at each keystroke would take as long as all the rest. */
export function fileOf(documents: readonly PlacedDocument[]): YamlFile {
  let text: string | undefined;
  return {
    documents,
    get text() {
      text ??= documents.map(({ document }) => document.text).join('');
      return text;
    },
  };
}

/** The length of a file's text. */
export function lengthOf(file: YamlFile): number {
  const last = file.documents.at(-1);
  return last ? last.offset + last.document.text.length : file.text.length;
}

/** Puts documents one behind the other, and tells the place behind the last. */
export function place(documents: readonly YamlDocument[], from: Place): Place & { readonly documents: PlacedDocument[] } {
  let { offset, line } = from;
  const placed = documents.map((document) => {
    const here = { document, offset, line };
    offset += document.text.length;
    line += document.lineStarts.length - 1;
    return here;
  });
  return { documents: placed, offset, line };
}

/** Placed documents, the first of which comes to stand at another place. */
export function movedTo(to: Place, documents: readonly PlacedDocument[]): readonly PlacedDocument[] {
  const [first] = documents;
  if (first === undefined || (first.offset === to.offset && first.line === to.line)) return documents;
  const [offset, line] = [to.offset - first.offset, to.line - first.line];
  return documents.map((placed) => ({ document: placed.document, offset: placed.offset + offset, line: placed.line + line }));
}

/** Index of the document that an offset of the file is in; of two that meet there, the second. */
export function indexAt(documents: readonly PlacedDocument[], offset: number): number {
  return lastAtOrBefore(documents, offset, (placed) => placed.offset);
}
