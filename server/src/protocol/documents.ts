import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { offsetAt } from '../features/positions.ts';
import { lengthOf } from '../yaml/places.ts';
import type { Analyzers } from './analyzers.ts';
import { LARGEST_DOCUMENT } from './platform.ts';
import { canonicalUri, isView } from './uris.ts';

/** A document that the client has open, and therefore owns. */
export interface OpenDocument {
  /** As the client spells it. */
  readonly uri: string;
  readonly version: number;
  /** It holds manifests, but its text is too large to be looked at, so it isn't kept. */
  readonly isTooLarge: boolean;
}

/** What tells a file of manifests, near its beginning. */
const MANIFEST = /^apiVersion\s*:/m;
/** Characters in which {@link MANIFEST} is looked for. */
const HEAD = 100_000;

/** The documents that are open in the client, kept in step with the analyzers. All URIs it takes are the client's own or canonical. */
export class OpenDocuments {
  readonly #analyzers: Analyzers;
  readonly #open = new Map<string, OpenDocument>();

  constructor(analyzers: Analyzers) {
    this.#analyzers = analyzers;
  }

  /** The canonical URIs of the open documents. */
  uris(): Iterable<string> {
    return this.#open.keys();
  }

  /** The open document of a URI; undefined where the client has none. */
  get(uri: string): OpenDocument | undefined {
    return this.#open.get(canonicalUri(uri));
  }

  /** Takes an opened document's text over from the client. Another view of a file, such as its last commit in a comparison, is left alone. */
  open({ uri, version, text }: Pick<OpenDocument, 'uri' | 'version'> & { readonly text: string }): void {
    if (isView(uri)) return;
    const key = canonicalUri(uri);
    this.#open.set(key, { uri, version, isTooLarge: false });
    this.#replace(key, text);
  }

  /** Applies the client's changes, each of which is relative to the text as the one before has left it. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const key = canonicalUri(uri);
    const document = this.#open.get(key);
    if (!document) return;
    this.#open.set(key, { ...document, version });
    for (const change of changes) this.#apply(key, change);
  }

  /** Forgets that the document is open; its text stays until the caller reads the file or removes it. */
  close(uri: string): void {
    this.#open.delete(canonicalUri(uri));
  }

  #apply(key: string, change: TextDocumentContentChangeEvent): void {
    if (!('range' in change)) {
      this.#replace(key, change.text);
      return;
    }
    const file = this.#analyzers.analysisOf(key)?.file;
    // What is too large isn't kept, so it can't be edited; it is looked at again when the client sends it as a whole.
    if (!file) return;
    const [start, end] = [offsetAt(file, change.range.start), offsetAt(file, change.range.end)];
    if (lengthOf(file) + change.text.length > LARGEST_DOCUMENT) this.#giveUp(key, file.text);
    else this.#analyzers.edit(key, [{ start: Math.min(start, end), end: Math.max(start, end), text: change.text }]);
  }

  #replace(key: string, text: string): void {
    if (text.length > LARGEST_DOCUMENT) {
      this.#giveUp(key, text);
      return;
    }
    this.#mark(key, false);
    this.#analyzers.set(key, text);
  }

  #giveUp(key: string, text: string): void {
    this.#mark(key, MANIFEST.test(text.slice(0, HEAD)));
    this.#analyzers.remove(key);
  }

  #mark(key: string, isTooLarge: boolean): void {
    const document = this.#open.get(key);
    if (document) this.#open.set(key, { ...document, isTooLarge });
  }
}
