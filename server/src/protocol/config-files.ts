import { parseDocument } from '../yaml/parse.ts';
import type { Json } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { Platform } from './platform.ts';
import { baseName, fileIn, parentFolder } from './uris.ts';

/** Name of the configuration file; the nearest one above a file wins. */
export const CONFIG_FILE = '.plimsoll.yaml';

/** The configuration file that applies to a file. */
export interface ConfigFile {
  /** Folder that it is in; its globs are relative to that. */
  readonly folder: string;
  readonly json: Json | undefined;
}

/** The `.plimsoll.yaml` files above the files that the server has met. */
export class ConfigFiles {
  readonly #platform: Platform;
  /** What each folder that was looked into holds; undefined: no such file. */
  readonly #folders = new Map<string, ConfigFile | undefined>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Looks into the folders above a file that weren't looked into before; undefined where there is none of these. */
  discover(uri: string): Promise<void> | undefined {
    const unknown = foldersAbove(uri).filter((folder) => !this.#folders.has(folder));
    return unknown.length > 0 ? this.#read(unknown) : undefined;
  }

  /** The nearest configuration file above a file, of those discovered. */
  nearest(uri: string): ConfigFile | undefined {
    return foldersAbove(uri)
      .map((folder) => this.#folders.get(folder))
      .find((config) => config !== undefined);
  }

  /** Takes a configuration file's new text; undefined: it is gone. */
  set(uri: string, text: string | undefined): void {
    const folder = parentFolder(uri);
    if (folder !== undefined) this.#folders.set(folder, text === undefined ? undefined : read(folder, text));
  }

  async #read(folders: readonly string[]): Promise<void> {
    await Promise.all(
      folders.map(async (folder) => {
        const text = await this.#platform.readFile(fileIn(folder, CONFIG_FILE));
        // It may have been opened, or discovered for another file, in the meantime.
        if (!this.#folders.has(folder)) this.#folders.set(folder, text === undefined ? undefined : read(folder, text));
      }),
    );
  }
}

/** Whether a file is a configuration file. */
export function isConfigFile(uri: string): boolean {
  return baseName(uri) === CONFIG_FILE;
}

function read(folder: string, text: string): ConfigFile {
  return { folder, json: valueOf(parseDocument(text, 'core')) };
}

/** The folders that a file is in, the nearest first. */
function foldersAbove(uri: string): string[] {
  const folders: string[] = [];
  for (let folder = parentFolder(uri); folder !== undefined; folder = parentFolder(folder)) folders.push(folder);
  return folders;
}
