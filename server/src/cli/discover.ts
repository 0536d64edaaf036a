import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ignore } from 'ignore';
import ignore from 'ignore';
import { glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from './exit.ts';

const YAML = '**/*.{yaml,yml}';
const NEVER = ['**/node_modules/**', '**/.git/**'];

/**
 * The YAML files that paths and globs stand for, absolute, sorted, each once. Folders are searched for `.yaml` and `.yml`, without
 * `node_modules`, `.git` and what the folder's own `.gitignore` leaves out; a file that is named is taken whatever it is called.
 * @throws UsageError where a path is not there.
 */
export async function discover(paths: readonly string[], cwd: string): Promise<string[]> {
  const found = await Promise.all(paths.map((given) => expand(given, cwd)));
  return [...new Set(found.flat())].sort();
}

async function expand(given: string, cwd: string): Promise<string[]> {
  const absolute = path.resolve(cwd, given);
  const stats = statOf(absolute);
  if (stats?.isFile()) return [absolute];
  if (stats?.isDirectory()) return search(absolute, [YAML]);
  if (isDynamicPattern(given)) return search(cwd, [given.replaceAll('\\', '/')]);
  throw new UsageError(`${given}: no such file or folder.`);
}

async function search(folder: string, patterns: string[]): Promise<string[]> {
  const files = await glob(patterns, {
    cwd: folder,
    ignore: NEVER,
    onlyFiles: true,
    dot: false,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const ignored = await gitignoreOf(folder);
  const inside = (file: string) => !file.startsWith('..') && ignored.ignores(file);
  return files.filter((file) => !inside(file)).map((file) => path.resolve(folder, file));
}

async function gitignoreOf(folder: string): Promise<Ignore> {
  const text = await readFile(path.join(folder, '.gitignore'), 'utf8').catch(() => '');
  return ignore().add(text);
}

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
