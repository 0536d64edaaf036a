import type { Dirent, Stats } from 'node:fs';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { errorCode, UsageError } from './exit.ts';
import type { GitIgnore } from './gitignore.ts';
import { gitIgnoreFrom } from './gitignore.ts';

/** kustomize finds its file under a name without an extension, too. */
const YAML = /\.ya?ml$|^[Kk]ustomization$/;
/** Folders that hold what others have written. */
const NEVER = ['**/node_modules/**', '**/.git/**'];

/** The files that were found, and the folders that couldn't be searched. */
export interface Discovery {
  readonly files: readonly string[];
  /** With half a sentence each: `cannot be read: EACCES`. */
  readonly unreadable: readonly { readonly path: string; readonly problem: string }[];
}

/**
 * The files that paths and globs stand for, absolute, sorted, each once. Folders are searched for `.yaml`, `.yml` and `Kustomization`, without hidden ones,
 * `node_modules` and what `.gitignore` files leave out; symbolic links in them are not followed. A file that is named is taken whatever it is
 * called.
 * @throws UsageError where a path is not there, or a glob matches nothing.
 */
export async function discover(paths: readonly string[], cwd: string): Promise<Discovery> {
  const found = new Set<string>();
  const unreadable: { path: string; problem: string }[] = [];
  for (const given of paths) {
    for (const file of await expand(given, cwd, (folder, problem) => unreadable.push({ path: folder, problem }))) found.add(file);
  }
  return { files: [...found].sort(), unreadable };
}

type Report = (folder: string, problem: string) => void;

async function expand(given: string, cwd: string, report: Report): Promise<readonly string[]> {
  if (given === '') throw new UsageError('A path is empty; . is the current folder.');
  const absolute = path.resolve(cwd, given);
  const stats = statOf(absolute, given);
  if (stats?.isDirectory()) return search(absolute, gitIgnoreFrom(absolute), report);
  // A pipe is what a shell makes of `<(kustomize build)`.
  if (stats?.isFile() || stats?.isFIFO()) return [absolute];
  if (stats) throw new UsageError(`${given} is neither a file nor a folder.`);
  if (!isDynamicPattern(given)) throw new UsageError(`${given}: no such file or folder.`);
  return matches(given, cwd);
}

function search(folder: string, gitIgnore: GitIgnore, report: Report): readonly string[] {
  return entriesOf(folder, report).flatMap((entry) => {
    const found = path.join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return gitIgnore.ignores(found + path.sep) ? [] : search(found, gitIgnore, report);
    return entry.isFile() && YAML.test(entry.name) && !gitIgnore.ignores(found) ? [found] : [];
  });
}

function entriesOf(folder: string, report: Report): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    report(folder, `cannot be read: ${errorCode(error)}`);
    return [];
  }
}

async function matches(pattern: string, cwd: string): Promise<readonly string[]> {
  const found = await glob([pattern.replaceAll('\\', '/')], {
    cwd,
    ignore: NEVER,
    onlyFiles: true,
    dot: false,
    followSymbolicLinks: false,
    expandDirectories: false,
    absolute: true,
  });
  if (found.length === 0) throw new UsageError(`${pattern} matches no file.`);
  const gitIgnore = gitIgnoreFrom(cwd);
  return found.map((file) => path.resolve(file)).filter((file) => !gitIgnore.ignores(file));
}

/** undefined where there is nothing. */
function statOf(file: string, given: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return undefined;
    throw new UsageError(`${given} cannot be read: ${errorCode(error)}.`);
  }
}
