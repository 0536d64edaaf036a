import type { CancellationToken } from 'vscode-languageserver';
import type { Analyzers } from './analyzers.ts';
import { isConfigFile } from './config-files.ts';
import type { OpenDocuments } from './documents.ts';
import type { Log } from './guard.ts';
import { throwIfCancelled } from './guard.ts';
import type { Platform } from './platform.ts';
import { inSlices } from './schedule.ts';
import { canonicalUri, innermost, isInsideAny, isYamlFile, parentFolder } from './uris.ts';

/** Most files of a workspace that are read; a larger one is surely no folder of manifests. */
const MOST_FILES = 10_000;
/** Characters of a workspace that are kept, after which no more files are read. */
const MOST_TEXT = 64_000_000;
/** Files read at a time. */
const AT_A_TIME = 16;

/** What the workspace needs of the rest of the server. */
export interface WorkspaceHost {
  readonly platform: Platform;
  readonly analyzers: Analyzers;
  readonly documents: OpenDocuments;
  readonly log: Log;
  /** Told of each file of which a new text was read, or that is gone. */
  readonly onFile: (uri: string, text: string | undefined) => void;
}

/** Whoever waits for the workspace to be read. */
export interface Waiting {
  readonly token?: CancellationToken;
  /** Told how far it is, 0 to 1. */
  readonly report?: (share: number) => void;
}

/** One attempt at reading a file. */
interface Reading {
  readonly uri: string;
  readonly read: () => Promise<string | undefined>;
}

/**
 * The files of the workspace's folders: reads them in the background, and again when they change outside of the editor. What is on the disk when
 * a file is read is what counts, whatever events have told of it and in which order.
 */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #folders: Set<string>;
  /** Length of the text of each file that was read from the disk. */
  readonly #lengths = new Map<string, number>();
  /** The latest attempt at each file that is being read: what earlier ones find is out of date. */
  readonly #underway = new Map<string, Reading>();
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
    return innermost(uri, this.#folders);
  }

  /**
   * What a file belongs to: files of different groups never meet. Those outside of all folders belong with those beside them, documents
   * that were never saved with each other.
   */
  groupOf(uri: string): string {
    return this.folderOf(uri) ?? `outside ${parentFolder(uri) ?? ''}`;
  }

  /**
   * Reads every file of every folder.
   * @throws CancelledError where the token asks for it; what was read until then stays
   */
  async scan(waiting: Waiting = {}): Promise<void> {
    await this.#scanFolders(this.folders(), waiting);
  }

  /** Opens and closes folders: reads what is new, forgets what is gone, and moves what is in another folder now. */
  async changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
    for (const folder of removed) this.#folders.delete(folder);
    const fresh = added.filter((folder) => !this.#folders.has(folder));
    for (const folder of fresh) this.#folders.add(folder);
    const misplaced = this.#host.analyzers.misplaced();
    for (const uri of misplaced) {
      if (this.#isOpen(uri)) this.#host.analyzers.move(uri);
      else this.#forget(uri);
    }
    await this.refresh(misplaced);
    await this.#scanFolders(fresh, {});
  }

  /** Reads files again that were made, changed or deleted on the disk, and all that is known below folders; open ones are the client's. */
  async refresh(paths: readonly string[]): Promise<void> {
    const named = new Set(paths.map(canonicalUri));
    const known = new Set([...this.#host.analyzers.uris(), ...this.#underway.keys()]);
    const below = [...known].filter((uri) => isInsideAny(uri, named));
    const files = new Set([...[...named].filter(isYamlFile), ...below]);
    const readings = [...files].map((uri) => ({ uri, read: () => this.#readListed(uri) }));
    await this.#readAll(readings, {});
  }

  async #scanFolders(folders: readonly string[], waiting: Waiting): Promise<void> {
    const found = new Set<string>();
    for (const folder of folders) await this.#list(folder, found, waiting);
    const { platform } = this.#host;
    await this.#readAll(
      [...found].map((uri) => ({ uri, read: () => platform.readFile(uri) })),
      waiting,
    );
    if (this.#isFull()) {
      this.#host.log.warn(`The workspace is too large to be read as a whole: Plimsoll knows ${this.#lengths.size} of its YAML files.`);
    }
  }

  async #list(folder: string, found: Set<string>, { token }: Waiting): Promise<void> {
    for await (const batch of this.#host.platform.listFiles(folder)) {
      throwIfCancelled(token);
      for (const uri of batch) found.add(canonicalUri(uri));
      if (found.size >= MOST_FILES) return;
    }
  }

  async #readAll(readings: readonly Reading[], { token, report }: Waiting): Promise<void> {
    const closed = readings.filter(({ uri }) => !this.#isOpen(uri));
    for (let start = 0; start < closed.length; start += AT_A_TIME) {
      throwIfCancelled(token);
      const some = closed.slice(start, start + AT_A_TIME);
      for (const reading of some) this.#underway.set(reading.uri, reading);
      const texts = await Promise.all(some.map(async (reading) => ({ reading, text: await reading.read() })));
      await inSlices(texts, ({ reading, text }) => this.#take(reading, text));
      report?.(Math.min(1, (start + AT_A_TIME) / closed.length));
    }
  }

  /** The text of a file, if a scan of its folder would find it. Configuration files count above the folders, too. */
  async #readListed(uri: string): Promise<string | undefined> {
    const { platform } = this.#host;
    const folder = this.folderOf(uri);
    const isListed = isConfigFile(uri) || (folder !== undefined && (await platform.lists(folder, uri)));
    return isListed ? platform.readFile(uri) : undefined;
  }

  /** The client may have opened the file while it was being read; then the client's text counts. */
  #take(reading: Reading, text: string | undefined): void {
    const { uri } = reading;
    if (this.#underway.get(uri) !== reading) return;
    this.#underway.delete(uri);
    if (this.#isOpen(uri)) return;
    const isOurs = this.folderOf(uri) !== undefined || isConfigFile(uri);
    if (text === undefined || !isOurs || (this.#isFull() && !this.#lengths.has(uri))) {
      this.#forget(uri);
      return;
    }
    this.#total += text.length - (this.#lengths.get(uri) ?? 0);
    this.#lengths.set(uri, text.length);
    this.#host.analyzers.set(uri, text);
    this.#host.onFile(uri, text);
  }

  #isOpen(uri: string): boolean {
    return this.#host.documents.get(uri) !== undefined;
  }

  #isFull(): boolean {
    return this.#lengths.size >= MOST_FILES || this.#total >= MOST_TEXT;
  }

  #forget(uri: string): void {
    this.#total -= this.#lengths.get(uri) ?? 0;
    this.#lengths.delete(uri);
    this.#host.analyzers.remove(uri);
    this.#host.onFile(uri, undefined);
  }
}
