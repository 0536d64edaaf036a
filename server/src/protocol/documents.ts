import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Analyzer } from '../analyzer.ts';
import { offsetAt } from '../features/positions.ts';
import { canonicalUri } from './uris.ts';

/** A document that the client has open, and therefore owns. */
export interface OpenDocument {
  /** As the client spells it. */
  readonly uri: string;
  readonly version: number;
}

/** The documents that are open in the client, kept in step with the analyzer. All URIs it takes are the client's own or canonical. */
export class OpenDocuments {
  readonly #analyzer: Analyzer;
  readonly #open = new Map<string, OpenDocument>();

  constructor(analyzer: Analyzer) {
    this.#analyzer = analyzer;
  }

  /** The canonical URIs of the open documents. */
  uris(): Iterable<string> {
    return this.#open.keys();
  }

  /** The open document of a URI; undefined where the client has none. */
  get(uri: string): OpenDocument | undefined {
    return this.#open.get(canonicalUri(uri));
  }

  /** Takes an opened document's text over from the client. */
  open({ uri, version, text }: OpenDocument & { readonly text: string }): void {
    const key = canonicalUri(uri);
    this.#open.set(key, { uri, version });
    this.#analyzer.set(key, text);
  }

  /** Applies the client's changes, each of which is relative to the text as the one before has left it. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const key = canonicalUri(uri);
    if (!this.#open.has(key)) return;
    this.#open.set(key, { uri, version });
    for (const change of changes) this.#apply(key, change);
  }

  /** Forgets that the document is open; its text stays until the caller reads the file or removes it. */
  close(uri: string): void {
    this.#open.delete(canonicalUri(uri));
  }

  #apply(key: string, change: TextDocumentContentChangeEvent): void {
    const file = this.#analyzer.analysisOf(key)?.file;
    if (!('range' in change) || !file) {
      this.#analyzer.set(key, change.text);
      return;
    }
    const [start, end] = [offsetAt(file, change.range.start), offsetAt(file, change.range.end)];
    this.#analyzer.edit(key, [{ start: Math.min(start, end), end: Math.max(start, end), text: change.text }]);
  }
}
