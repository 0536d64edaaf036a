import type { Connection } from 'vscode-languageserver';
import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Client } from './client.ts';
import type { Guard } from './guard.ts';

/** Milliseconds that the first diagnostics wait for the client's settings; the defaults hold until they come. */
const PATIENCE = 1000;

/** Section of the client's settings that is ours. */
const SECTION = 'plimsoll';

/** What the client's settings say, per folder; read once, and again when the client says that they have changed. */
export class EditorConfiguration {
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #guard: Guard;
  readonly #byFolder = new Map<string, unknown>();
  #common: unknown;

  constructor(connection: Connection, client: Client, guard: Guard, initial: unknown) {
    this.#connection = connection;
    this.#client = client;
    this.#guard = guard;
    this.#common = sectionOf(initial);
  }

  /** The settings for a folder, as the client gave them; those for no folder where it is undefined or unknown. */
  of(folder: string | undefined): unknown {
    return folder !== undefined && this.#byFolder.has(folder) ? this.#byFolder.get(folder) : this.#common;
  }

  /** Asks the client for the settings of these folders, and for those outside of all folders. */
  async pull(folders: readonly string[]): Promise<void> {
    if (!this.#client.configuration) return;
    const items = [{ section: SECTION }, ...folders.map((scopeUri) => ({ scopeUri, section: SECTION }))];
    try {
      const asked: Promise<unknown[]> = this.#connection.workspace.getConfiguration(items);
      const [common, ...each] = await asked;
      this.#common = common ?? undefined;
      this.#byFolder.clear();
      for (const [index, folder] of folders.entries()) this.#byFolder.set(folder, each[index] ?? undefined);
    } catch (error) {
      this.#guard.failed('Reading the settings', error);
    }
  }

  /** Like {@link pull}, but gives up waiting for a client that does not answer. The answer still counts when it comes. */
  async pullFirst(folders: readonly string[]): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([this.pull(folders), patience]);
    clearTimeout(timer);
  }

  /** Takes the settings that come with `workspace/didChangeConfiguration`, which only clients that cannot be asked fill in. */
  push(settings: unknown): void {
    if (!this.#client.configuration) this.#common = sectionOf(settings);
  }

  /** Asks the client to be told of changes. */
  async register(): Promise<void> {
    if (this.#client.registers.configuration) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    }
  }
}

/** Clients push either all settings or our section alone. */
function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return undefined;
  return SECTION in settings ? settings[SECTION] : settings;
}
