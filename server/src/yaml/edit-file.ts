import { dialectOf, isLong, parseFile, readDocuments } from './parse.ts';
import { fileOf, indexAt, movedTo, place } from './places.ts';
import { reread } from './reread.ts';
import { onSound, textAfter } from './sound.ts';
import type { EditedDocument, PlacedDocument, Splice, YamlDocument, YamlFile } from './types.ts';

/**
 * The file after one edit. The documents that the edit leaves as they are stay the same objects. Of a long document only the entry around
 * the edit is read, where that is enough.
 */
export function editFile(file: YamlFile, edit: Splice): YamlFile {
  const inside = insideLong(file, edit);
  if (inside === undefined) return cutAgain(file, edit);
  const edited = reread(inside.document, inside.edit);
  if (edited === undefined || !staysItself(edited, inside)) return withSound(cutAgain(file, edit), inside);
  const { documents } = file;
  const own = place([edited], inside.placed);
  const behind = movedTo(own, documents.slice(inside.index + 1));
  return fileOf([...documents.slice(0, inside.index), ...own.documents, ...behind]);
}

/** Only the documents that an edit touches and one to each side are cut and read: to change a document's first line touches it or the one before. */
function cutAgain(file: YamlFile, edit: Splice): YamlFile {
  const { documents } = file;
  const from = Math.max(0, indexAt(documents, edit.start) - 1);
  const until = Math.min(documents.length, indexAt(documents, edit.end) + 2);
  const first = documents[from];
  if (first === undefined) return parseFile(textAfter(file.text, edit), file);
  const touched = documents.slice(from, until);
  const before = touched.map(({ document }) => document.text).join('');
  const text = textAfter(before, { ...edit, start: edit.start - first.offset, end: edit.end - first.offset });
  // At the beginning of a file, and nowhere else, that is a mark.
  if (first.offset > 0 && text[0] === '\uFEFF') return parseFile(textAfter(file.text, edit), file);
  const middle = place(readDocuments(text, touched), first);
  return fileOf([...documents.slice(0, from), ...middle.documents, ...movedTo(middle, documents.slice(until))]);
}

/** A long document of a file, and an edit within it. */
interface Inside extends EditedDocument {
  readonly index: number;
  readonly placed: PlacedDocument;
  readonly isLast: boolean;
}

function insideLong({ documents }: YamlFile, edit: Splice): Inside | undefined {
  const index = indexAt(documents, edit.start);
  const placed = documents[index];
  if (placed === undefined || !isLong(placed.document)) return undefined;
  const { document, offset } = placed;
  if (edit.end > offset + document.text.length) return undefined;
  const own = { start: edit.start - offset, end: edit.end - offset, text: edit.text };
  return { document, edit: own, index, placed, isLast: index === documents.length - 1 };
}

/** True where a document that was read in part still ends where the next one begins, and in the dialect that the whole of it would have. */
function staysItself({ text, dialect }: YamlDocument, { isLast }: Inside): boolean {
  return (isLast || text.endsWith('\n')) && dialectOf(text) === dialect;
}

/** The file, in which a document that an edit has broken knows what it was before. */
function withSound(file: YamlFile, { document, edit, index, placed }: Inside): YamlFile {
  const now = file.documents[index];
  const sound = onSound(document, edit);
  if (now === undefined || sound === undefined || now.offset !== placed.offset || now.document.problems.length === 0) return file;
  const isSame = now.document.dialect === sound.document.dialect && now.document.text === textAfter(document.text, edit);
  return isSame ? fileOf(file.documents.with(index, { ...now, document: { ...now.document, sound } })) : file;
}
