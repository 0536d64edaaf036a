import type { EditedDocument, Splice, YamlDocument } from './types.ts';

/**
 * An edit as one of a sound document: of the edited one itself, or of the one that it was before it was broken. Undefined where neither
 * is known to be sound.
 */
export function onSound(document: YamlDocument, edit: Splice): EditedDocument | undefined {
  if (document.root !== undefined && !document.templated && document.problems.length === 0) return { document, edit };
  const { sound } = document;
  return sound && { document: sound.document, edit: joined(document.text, sound.edit, edit) };
}

/** The text that an edit makes. */
export function textAfter(text: string, edit: Splice): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** One edit for two, the first of which has led to `text`. */
function joined(text: string, first: Splice, second: Splice): Splice {
  const grown = first.text.length - (first.end - first.start);
  const start = Math.min(first.start, second.start);
  const end = Math.max(first.end + grown, second.end);
  return { start, end: end - grown, text: text.slice(start, second.start) + second.text + text.slice(second.end, end) };
}
