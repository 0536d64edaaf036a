import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readSnippets } from '../features/snippets.ts';
import { readSchema, readSnippetFiles } from '../node/assets.ts';
import { findHelm, renderChart } from '../node/helm.ts';
import type { Platform } from './platform.ts';
import { LARGEST_FILE } from './platform.ts';
import { isSkipped, isYamlFile } from './uris.ts';

/** The machine that the server's process runs on. */
export const nodePlatform: Platform = {
  async readFile(uri) {
    try {
      return withoutMark(await readText(fileURLToPath(uri)));
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
      folders.push(...entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name)).map(({ name }) => path.join(current, name)));
      const files = entries.filter((entry) => entry.isFile() && isYamlFile(entry.name));
      if (files.length > 0) yield files.map(({ name }) => pathToFileURL(path.join(current, name)).href);
    }
  },
  async lists(folder, uri) {
    if (!folder.startsWith('file:') || !uri.startsWith('file:')) return false;
    const [root, file] = [fileURLToPath(folder), fileURLToPath(uri)];
    const names = path.relative(root, file).split(path.sep);
    if (!isYamlFile(file) || names.includes('..') || names.slice(0, -1).some(isSkipped)) return false;
    const paths = names.map((_, index) => path.join(root, ...names.slice(0, index + 1)));
    const steps = await Promise.all(paths.map((step) => lstat(step).catch(() => undefined)));
    return steps.at(-1)?.isFile() === true && steps.slice(0, -1).every((step) => step?.isDirectory());
  },
  async renderChart(folder) {
    const helm = findHelm();
    return helm === undefined || !folder.startsWith('file:') ? undefined : renderChart(helm, fileURLToPath(folder));
  },
  readSchema,
  readSnippets: () => readSnippetFiles().flatMap(readSnippets),
};

/** Half the time that `stat` and `readFile` take for thousands of small files: each step is a turn of the event loop. */
async function readText(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > LARGEST_FILE) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(size), 0, size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function withoutMark(text: string | undefined): string | undefined {
  return text?.startsWith('\uFEFF') ? text.slice(1) : text;
}
