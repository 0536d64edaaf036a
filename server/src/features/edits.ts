import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { FixBeside } from '../analyzer-companions.ts';
import type { Splice, YamlFile } from '../yaml/types.ts';
import { rangeAt } from './positions.ts';

/** The document that an edit is for, as the client knows it. */
export interface EditTarget {
  readonly uri: string;
  /** null where the document isn't open: then the edit is for what is on disk. */
  readonly version: number | null;
  /** Whether the client takes edits that name their version. */
  readonly versioned: boolean;
}

/** Splices of a file (by its offsets) as an edit of the client's document. */
export function workspaceEdit(file: YamlFile, splices: readonly Splice[], { uri, version, versioned }: EditTarget): WorkspaceEdit {
  const edits = textEdits(file, splices);
  return versioned ? { documentChanges: [{ textDocument: { uri, version }, edits }] } : { changes: { [uri]: edits } };
}

/** Splices of several files as one edit. All of its documents name their version, or none does. */
export function workspaceEdits(
  edits: readonly { readonly file: YamlFile; readonly splices: readonly Splice[]; readonly target: EditTarget }[],
): WorkspaceEdit {
  if (edits.some(({ target }) => target.versioned)) {
    return { documentChanges: edits.map(({ file, splices, target }) => documentEdit(target, textEdits(file, splices))) };
  }
  return { changes: Object.fromEntries(edits.map(({ file, splices, target }) => [target.uri, textEdits(file, splices)])) };
}

/** What the edits of several files need. */
export interface BesideContext {
  /** The file that is fixed. */
  readonly target: EditTarget;
  /** Another file, as the client knows it. */
  readonly targetOf: (uri: string) => EditTarget;
  /** Whether the client lets its user confirm parts of an edit. */
  readonly confirms: boolean;
}

/** Id of the annotation of edits in files that the user may not be looking at. */
const LISTING = 'listing';

/** A fix that writes a new file, and lists it where the fixed one is listed, as an edit of all these files. */
export function besideEdit(file: YamlFile, beside: FixBeside, { target, targetOf, confirms }: BesideContext): WorkspaceEdit {
  const { created, splices, listings } = beside;
  // The client may spell the folder in another way than the server does.
  const uri = target.uri.slice(0, target.uri.lastIndexOf('/') + 1) + encodeURIComponent(created.name);
  const create: CreateFile = { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } };
  const start = { line: 0, character: 0 };
  const text: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: created.text }],
  };
  const own = splices.length > 0 ? [documentEdit(target, textEdits(file, splices))] : [];
  const isAnnotated = confirms && listings.length > 0;
  const lists = listings.map((listing) => {
    const edits = textEdits(listing.file, listing.splices);
    return documentEdit(targetOf(listing.uri), isAnnotated ? edits.map((edit) => ({ ...edit, annotationId: LISTING })) : edits);
  });
  const edit: WorkspaceEdit = { documentChanges: [create, text, ...own, ...lists] };
  return isAnnotated ? { ...edit, changeAnnotations: { [LISTING]: listingAnnotation(created.name) } } : edit;
}

function listingAnnotation(name: string): ChangeAnnotation {
  return { label: `List ${name} in the kustomization`, description: 'so that it is deployed with the rest', needsConfirmation: true };
}

function documentEdit({ uri, version }: EditTarget, edits: (TextEdit | AnnotatedTextEdit)[]): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}

function textEdits(file: YamlFile, splices: readonly Splice[]): TextEdit[] {
  return splices.map((splice) => ({ range: rangeAt(file, splice), newText: splice.text }));
}
