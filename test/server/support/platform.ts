import type { Snippet } from '../../../server/src/features/snippets.ts';
import type { Platform } from '../../../server/src/protocol/platform.ts';
import { isSkipped, isYamlFile } from '../../../server/src/protocol/uris.ts';
import { readSchema } from '../../schemas.ts';

/** A workspace in memory that notes what is read of it. */
export class MemoryPlatform implements Platform {
  readonly files: Map<string, string>;
  readonly reads: string[] = [];
  readonly snippets: readonly Snippet[];

  constructor(files: Readonly<Record<string, string>> = {}, snippets: readonly Snippet[] = []) {
    this.files = new Map(Object.entries(files));
    this.snippets = snippets;
  }

  readonly readSchema: (file: string) => unknown = readSchema;

  async readFile(uri: string): Promise<string | undefined> {
    this.reads.push(uri);
    return this.files.get(uri);
  }

  async *listFiles(folder: string): AsyncIterable<readonly string[]> {
    yield [...this.files.keys()].filter((uri) => this.#lists(folder, uri));
  }

  async lists(folder: string, uri: string): Promise<boolean> {
    return this.files.has(uri) && this.#lists(folder, uri);
  }

  readSnippets(): readonly Snippet[] {
    return this.snippets;
  }

  #lists(folder: string, uri: string): boolean {
    return uri.startsWith(`${folder}/`) && isYamlFile(uri) && !uri.slice(folder.length).split('/').some(isSkipped);
  }
}
