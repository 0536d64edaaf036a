import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Analysis } from '../analyzer.ts';
import { Analyzer } from '../analyzer.ts';
import { readSchema } from '../node/assets.ts';
import { allRules, ruleOf } from '../rules/registry.ts';
import type { Rule } from '../rules/types.ts';
import { createSchemas } from '../schema/schemas.ts';
import { applySplices } from '../yaml/edit.ts';
import type { Splice } from '../yaml/types.ts';
import type { ConfigSource } from './config.ts';
import { createConfig } from './config.ts';
import { discover } from './discover.ts';
import { UsageError } from './exit.ts';
import type { Streams } from './output.ts';
import { count } from './output.ts';
import type { Progress } from './progress.ts';
import type { ReadResult } from './read.ts';
import { readStdin, readText } from './read.ts';
import { displayPath } from './report/report.ts';
import { noSuchRule } from './rule-name.ts';
import { hasValuesSchema } from './values.ts';

/** Name of standard input that was given none. */
export const STDIN_NAME = '<stdin>';

/** A file that is being checked. */
export interface SessionFile {
  readonly uri: string;
  /** undefined for standard input. */
  readonly path: string | undefined;
  /** As it is printed. */
  readonly name: string;
}

/** The files of one run, analysed together. */
export interface Session {
  readonly analyzer: Analyzer;
  /** Files that hold deployment YAML, in order. */
  readonly files: readonly SessionFile[];
  /** Sentences about files that could not be read, and about the configuration. */
  readonly problems: readonly string[];
  /** Sentences about what was left out on purpose. */
  readonly notes: readonly string[];
}

export interface SessionOptions extends ConfigSource {
  readonly cwd: string;
  /** Stands in for the name of standard input, so that its configuration can be found. */
  readonly stdinFilename?: string | undefined;
  /** Ids of the rules to run; all where absent. */
  readonly only?: readonly string[] | undefined;
  /** True where no file is given another text once all are read. */
  readonly settled?: boolean;
  /** Whether charts are rendered, so that a folder of nothing else holds something to check. */
  readonly helm?: boolean | undefined;
}

/**
 * Reads paths, globs and `-` (standard input) into one analyzer.
 * @throws UsageError where a path is not there, or where there is nothing to check.
 */
export async function openSession(paths: readonly string[], options: SessionOptions, progress: Progress): Promise<Session> {
  const config = createConfig(options);
  const schemas = createSchemas(readSchema);
  const { settled = false } = options;
  const analyzer = new Analyzer({ schemas, settingsFor: (uri) => config.settingsFor(uri), rules: chosenRules(options.only), settled });
  const files: SessionFile[] = [];
  const problems: string[] = [];
  let templates = 0;
  for await (const { file, result } of inputsOf(paths, options, progress)) {
    if (config.excludes(file.uri)) continue;
    if ('problem' in result) {
      problems.push(`${file.name} ${result.problem}.`);
      continue;
    }
    analyzer.set(file.uri, result.text);
    const analysis = analyzer.analysisOf(file.uri);
    if (analysis?.ours || hasValuesSchema(file)) files.push(file);
    if (isUnreadTemplate(analysis)) templates += 1;
  }
  const notes = options.helm ? [] : templatesLeftOut(templates);
  if (files.length === 0 && problems.length === 0 && !options.helm) throw new UsageError([nothingFound(paths), ...notes].join(' '));
  return { analyzer, files, problems: [...problems, ...config.problems()], notes };
}

interface Input {
  readonly file: SessionFile;
  readonly result: ReadResult;
}

/** One input after the other, so that no more than one text is held that nobody needs. */
async function* inputsOf(paths: readonly string[], options: SessionOptions, progress: Progress): AsyncGenerator<Input> {
  const onDisk = paths.filter((given) => given !== '-');
  const { files, unreadable } = await discover(onDisk, options.cwd);
  for (const { path: folder, problem } of unreadable) yield { file: fileAt(folder, options), result: { problem } };
  for (const [index, file] of files.entries()) {
    progress.step('Reading', index, files.length);
    yield { file: fileAt(file, options), result: readText(file) };
  }
  progress.end();
  if (paths.includes('-')) yield { file: stdinFile(options), result: await readStdin() };
}

function fileAt(file: string, { cwd }: SessionOptions): SessionFile {
  return { uri: pathToFileURL(file).href, path: file, name: displayPath(file, cwd) };
}

/** Says on standard error what could not be read, and what was left out. */
export function tell({ problems, notes }: Session, streams: Streams): void {
  for (const sentence of [...problems, ...notes]) streams.err(`plimsoll: ${sentence}\n`);
}

/** The analysis of a file of the session. */
export function analysisOf(session: Session, file: SessionFile): Analysis {
  const analysis = session.analyzer.analysisOf(file.uri);
  if (analysis === undefined) throw new Error(`No analysis of ${file.name}`);
  return analysis;
}

/** Applies splices to a file of the session and returns its new text. */
export function rewrite(session: Session, file: SessionFile, splices: readonly Splice[]): string {
  const text = applySplices(analysisOf(session, file).file.text, splices);
  session.analyzer.set(file.uri, text);
  return text;
}

/**
 * The rules with these ids; all where there are none given.
 * @throws UsageError where there is no such rule
 */
export function chosenRules(only: readonly string[] | undefined): readonly Rule[] {
  const unknown = only?.find((id) => ruleOf(id) === undefined);
  if (unknown !== undefined) throw new UsageError(`--only ${noSuchRule(unknown)}`);
  return only === undefined ? allRules : allRules.filter((rule) => only.includes(rule.id));
}

function stdinFile(options: SessionOptions): SessionFile {
  const assumed = path.resolve(options.cwd, options.stdinFilename ?? 'stdin.yaml');
  return { uri: pathToFileURL(assumed).href, path: undefined, name: options.stdinFilename ?? STDIN_NAME };
}

/** A template whose actions make up its structure, so that not even its plain parts can be checked. */
function isUnreadTemplate(analysis: Analysis | undefined): boolean {
  return analysis?.documents.some(({ placed: { document } }) => document.templated && document.template === undefined) ?? false;
}

function templatesLeftOut(templates: number): readonly string[] {
  if (templates === 0) return [];
  const few = templates === 1 ? 'is made up by its' : 'are made up by their';
  return [`${count(templates, 'file')} whose structure ${few} template actions left out; --helm checks what charts render.`];
}

function nothingFound(paths: readonly string[]): string {
  const where = paths.map((given) => NAMES_OF_INPUTS[given] ?? given).join(', ');
  return `Nothing to check: no deployment YAML (Kubernetes manifests, Compose files or a deployment plan) in ${where}.`;
}

const NAMES_OF_INPUTS: Readonly<Record<string, string>> = { '-': 'standard input', '.': 'this folder' };
