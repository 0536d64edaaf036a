import type { Snippet } from '../features/snippets.ts';
import type { ReadSchema } from '../schema/types.ts';

/** What the server needs of the machine it runs on, so that it runs in Node.js, in a browser's worker and in tests. */
export interface Platform {
  /** A file's text without byte order mark; undefined where it cannot be read or is larger than {@link LARGEST_FILE}. */
  readFile(uri: string): Promise<string | undefined>;
  /**
   * URIs of the YAML files below a folder, in batches as they are found. `node_modules` and `.git` are left out, and symbolic links aren't
   * followed: what they lead to would count twice, or without end.
   */
  listFiles(folder: string): AsyncIterable<readonly string[]>;
  /** Whether {@link listFiles} of a folder would give this file now. */
  lists(folder: string, uri: string): Promise<boolean>;
  /**
   * Renders the chart in a folder with Helm: its manifests, or half a sentence on why there are none; undefined where there is no Helm.
   * It starts a program, so it is called in workspaces that their user trusts alone. Absent where no program can be started.
   */
  renderChart?(folder: string): Promise<{ readonly text: string } | { readonly problem: string } | undefined>;
  readonly readSchema: ReadSchema;
  /** The snippets that ship with the product. Called once, when the first completion asks. */
  readSnippets(): readonly Snippet[];
}

/** Bytes of the largest file that is read without being opened. */
export const LARGEST_FILE = 2_000_000;

/** Characters of the largest document that is looked at: three times the largest bundles of manifests that projects publish. */
export const LARGEST_DOCUMENT = 10_000_000;
