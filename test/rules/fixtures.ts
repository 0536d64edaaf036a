import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

/** The rules' fixtures: `<group>/<name>/{bad,good}*`, each a YAML file or a folder of files that are checked together. */
export const FIXTURES = import.meta.dirname;

/** A finding that a marker asks for. */
export interface Expected {
  readonly rule: string;
  /** From 0. */
  readonly line: number;
  /** Columns from 0, end exclusive, where carets point at them. */
  readonly columns: { readonly start: number; readonly end: number } | undefined;
}

/** A file of a fixture, without its markers. */
export interface FixtureFile {
  readonly uri: string;
  readonly text: string;
  readonly expected: readonly Expected[];
  /** Its text once the rule's first fix was applied to all findings. */
  readonly fixed: string | undefined;
}

/** A fixture: one case of a rule. */
export interface Fixture {
  readonly name: string;
  readonly bad: boolean;
  readonly files: readonly FixtureFile[];
}

const FIXED = /\.fixed(\.ya?ml)$/;
const EXPECT = /[ \t]*# expect: (\S+(?:, ?\S+)*)[ \t]*$/;
const CARETS = /^[ \t]*#[ \t]*(\^+)[ \t]+(\S+)[ \t]*$/;

/** Ids of the rules that have fixtures. */
export function rulesWithFixtures(): readonly string[] {
  return foldersIn(FIXTURES).flatMap((group) => foldersIn(join(FIXTURES, group)).map((name) => `${group}/${name}`));
}

/** The fixtures of a rule. */
export function fixturesOf(rule: string): readonly Fixture[] {
  const folder = join(FIXTURES, rule);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^(bad|good)/.test(name) && !FIXED.test(name));
  return names.sort().map((name) => ({
    name: `${rule}/${name}`,
    bad: name.startsWith('bad'),
    files: filesBelow(join(folder, name)).map((path) => readFixture(path, folder)),
  }));
}

/** A text without its markers, and what they ask for. */
export function readMarkers(source: string): { readonly text: string; readonly expected: readonly Expected[] } {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of source.split('\n')) {
    const carets = CARETS.exec(line);
    if (carets !== null) {
      const start = line.indexOf('^');
      const columns = { start, end: start + (carets[1] ?? '').length };
      expected.push({ rule: carets[2] ?? '', line: lines.length - 1, columns });
      continue;
    }
    const rules = EXPECT.exec(line)?.[1]?.split(/, ?/) ?? [];
    expected.push(...rules.map((rule) => ({ rule, line: lines.length, columns: undefined })));
    lines.push(line.replace(EXPECT, ''));
  }
  return { text: lines.join('\n'), expected };
}

function readFixture(path: string, folder: string): FixtureFile {
  const fixedPath = path.replace(/(\.ya?ml)$/, '.fixed$1');
  const { text, expected } = readMarkers(readFileSync(path, 'utf8'));
  return {
    uri: `file:///workspace/${relative(folder, path).split(sep).join('/')}`,
    text,
    expected,
    fixed: existsSync(fixedPath) ? readMarkers(readFileSync(fixedPath, 'utf8')).text : undefined,
  };
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path).filter((name) => !FIXED.test(basename(name)));
  return entries.sort().flatMap((name) => filesBelow(join(path, name)));
}

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).sort();
}
