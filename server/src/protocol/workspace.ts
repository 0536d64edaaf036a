import type { Analyzer } from '../analyzer.ts';
import type { OpenDocuments } from './documents.ts';
import type { Log } from './guard.ts';
import type { Platform } from './platform.ts';
import { inSlices } from './schedule.ts';
import { canonicalUri, isInside, isInsideAny } from './uris.ts';

/** Most files of a workspace that are read; a larger one is surely no folder of manifests. */
const MOST_FILES = 10_000;
/** Characters of a workspace that are kept, after which no more files are read. */
const MOST_TEXT = 64_000_000;
/** Files read at a time. */
const AT_A_TIME = 16;

/** What the workspace needs of the rest of the server. */
export interface WorkspaceHost {
  readonly platform: Platform;
  readonly analyzer: Analyzer;
  readonly documents: OpenDocuments;
  readonly log: Log;
  /** Told of each file of which a new text was read, or that is gone. */
  readonly onFile: (uri: string, text: string | undefined) => void;
}

/** The files of the workspace's folders: reads them in the background, and again when they change outside of the editor. */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #folders: Set<string>;
  /** Length of the text of each file that was read from the disk. */
  readonly #lengths = new Map<string, number>();
  #total = 0;

  constructor(host: WorkspaceHost, folders: readonly string[]) {
    this.#host = host;
    this.#folders = new Set(folders);
  }

  /** The folders that are open, canonical. */
  folders(): readonly string[] {
    return [...this.#folders];
  }

  /** The folder that a file is in, the innermost of several. */
  folderOf(uri: string): string | undefined {
    const around = this.folders().filter((folder) => isInside(uri, folder));
    return around.toSorted((a, b) => b.length - a.length)[0];
  }

  /** Reads every file of every folder. */
  async scan(): Promise<void> {
    for (const folder of this.folders()) await this.#scanFolder(folder);
  }

  /** Opens and closes folders, and reads what is new. */
  async changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
    for (const folder of removed) this.#folders.delete(folder);
    const fresh = added.filter((folder) => !this.#folders.has(folder));
    for (const folder of fresh) this.#folders.add(folder);
    this.#forgetWhere((uri) => removed.some((folder) => isInside(uri, folder)) && this.folderOf(uri) === undefined);
    for (const folder of fresh) await this.#scanFolder(folder);
  }

  /** Reads files again that were made or changed on the disk; those that the client has open are the client's. */
  async refresh(uris: readonly string[]): Promise<void> {
    await this.#readAll(new Set(uris.map(canonicalUri)));
  }

  /** Takes files, or whole folders, out that are gone from the disk. */
  remove(uris: readonly string[]): void {
    const gone = new Set(uris.map(canonicalUri));
    this.#forgetWhere((uri) => isInsideAny(uri, gone));
  }

  async #scanFolder(folder: string): Promise<void> {
    for await (const batch of this.#host.platform.listFiles(folder)) {
      await this.#readAll(new Set(batch.map(canonicalUri)));
      if (this.#isFull()) {
        this.#host.log.warn(`The workspace is too large to be read as a whole: Plimsoll knows ${this.#lengths.size} of its YAML files.`);
        return;
      }
    }
  }

  async #readAll(uris: ReadonlySet<string>): Promise<void> {
    const closed = [...uris].filter((uri) => !this.#host.documents.get(uri));
    for (let start = 0; start < closed.length; start += AT_A_TIME) {
      const some = closed.slice(start, start + AT_A_TIME);
      const texts = await Promise.all(some.map(async (uri) => ({ uri, text: await this.#host.platform.readFile(uri) })));
      await inSlices(texts, ({ uri, text }) => this.#take(uri, text));
    }
  }

  /** The client may have opened the file while it was being read; then the client's text counts. */
  #take(uri: string, text: string | undefined): void {
    if (this.#host.documents.get(uri)) return;
    if (text === undefined || (this.#isFull() && !this.#lengths.has(uri))) {
      this.#forget(uri);
      return;
    }
    this.#total += text.length - (this.#lengths.get(uri) ?? 0);
    this.#lengths.set(uri, text.length);
    this.#host.analyzer.set(uri, text);
    this.#host.onFile(uri, text);
  }

  #isFull(): boolean {
    return this.#lengths.size >= MOST_FILES || this.#total >= MOST_TEXT;
  }

  #forgetWhere(isGone: (uri: string) => boolean): void {
    for (const uri of [...this.#host.analyzer.uris()]) {
      if (isGone(uri) && !this.#host.documents.get(uri)) this.#forget(uri);
    }
  }

  #forget(uri: string): void {
    this.#total -= this.#lengths.get(uri) ?? 0;
    this.#lengths.delete(uri);
    this.#host.analyzer.remove(uri);
    this.#host.onFile(uri, undefined);
  }
}
