import type { Snippet } from '../features/snippets.ts';
import type { ReadSchema } from '../schema/types.ts';

/** What the server needs of the machine it runs on, so that it runs in Node.js, in a browser's worker and in tests. */
export interface Platform {
  /** A file's text without byte order mark; undefined where it cannot be read or is larger than {@link LARGEST_FILE}. */
  readFile(uri: string): Promise<string | undefined>;
  /** URIs of the YAML files below a folder, in batches as they are found; `node_modules`, `.git` and the like are left out. */
  listFiles(folder: string): AsyncIterable<readonly string[]>;
  readonly readSchema: ReadSchema;
  /** The snippets that ship with the product. Called once, when the first completion asks. */
  readSnippets(): readonly Snippet[];
}

/** Bytes of the largest file that is read without being opened. */
export const LARGEST_FILE = 2_000_000;

/** Characters of the largest document that is looked at: three times the largest bundles of manifests that projects publish. */
export const LARGEST_DOCUMENT = 10_000_000;
