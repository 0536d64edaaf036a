import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
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
  const edits: TextEdit[] = splices.map((splice) => ({ range: rangeAt(file, splice), newText: splice.text }));
  return versioned ? { documentChanges: [{ textDocument: { uri, version }, edits }] } : { changes: { [uri]: edits } };
}
