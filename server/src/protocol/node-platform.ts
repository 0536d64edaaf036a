import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readSnippets } from '../features/snippets.ts';
import { readSchema, readSnippetFiles } from '../node/assets.ts';
import type { Platform } from './platform.ts';
import { LARGEST_FILE } from './platform.ts';

/** Folders that hold no manifests of the workspace's own. */
const SKIPPED = new Set(['node_modules', '.git']);

/** The machine that the server's process runs on. */
export const nodePlatform: Platform = {
  async readFile(uri) {
    try {
      const file = fileURLToPath(uri);
      const { size } = await stat(file);
      return size > LARGEST_FILE ? undefined : withoutMark(await readFile(file, 'utf8'));
    } catch {
      // Gone, unreadable, or no file at all (`untitled:`, `git:`): the caller can do without it.
      return undefined;
    }
  },
  async *listFiles(folder) {
    if (!folder.startsWith('file:')) return;
    for (const folders = [fileURLToPath(folder)]; folders.length > 0; ) {
      const current = folders.pop() as string;
      const entries = await readdir(current, { withFileTypes: true }).catch(() => []);
      folders.push(
        ...entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name)).map(({ name }) => path.join(current, name)),
      );
      const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name));
      if (files.length > 0) yield files.map(({ name }) => pathToFileURL(path.join(current, name)).href);
    }
  },
  readSchema,
  readSnippets: () => readSnippetFiles().flatMap(readSnippets),
};

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
