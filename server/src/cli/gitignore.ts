import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ignore } from 'ignore';
import ignore from 'ignore';

/** What the `.gitignore` files of a working tree leave out. */
export interface GitIgnore {
  /** @param entry absolute path; that of a folder ends in the separator */
  ignores(entry: string): boolean;
}

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Reads the `.gitignore` files from the top of the working tree that holds a folder (or from the folder itself, where it is in none) down to each
 * entry that is asked about. A deeper file wins over those above it. A folder that is ignored itself but was asked for is taken as it is.
 */
export function gitIgnoreFrom(folder: string): GitIgnore {
  const top = topOf(folder);
  const above = top === folder ? undefined : ignoreBelow(top);
  return above?.ignores(folder + path.sep) ? ignoreBelow(folder) : (above ?? ignoreBelow(folder));
}

function ignoreBelow(top: string): GitIgnore {
  const known = new Map<string, readonly Level[]>();
  const levelsOf = (folder: string): readonly Level[] => {
    const levels = known.get(folder) ?? [...(folder === top ? [] : levelsOf(path.dirname(folder))), ...levelIn(folder)];
    known.set(folder, levels);
    return levels;
  };
  return {
    ignores: (entry) => {
      if (!entry.startsWith(withSeparator(top)) || entry === withSeparator(top)) return false;
      return levelsOf(path.dirname(entry)).reduce((ignored, { folder, rules }) => verdict(rules, folder, entry) ?? ignored, false);
    },
  };
}

/** undefined where the rules say nothing of the entry. */
function verdict(rules: Ignore, folder: string, entry: string): boolean | undefined {
  const inside = entry.slice(withSeparator(folder).length).replaceAll(path.sep, '/');
  const { ignored, unignored } = rules.test(inside);
  return ignored || unignored ? ignored : undefined;
}

function levelIn(folder: string): readonly Level[] {
  try {
    return [{ folder, rules: ignore().add(readFileSync(path.join(folder, '.gitignore'), 'utf8')) }];
  } catch {
    return [];
  }
}

/** The nearest folder that holds `.git`; the folder itself where none does. */
function topOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return folder;
  }
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}
