import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { application, manifestFile } from './corpus.mts';
import { percentile } from './figures.mts';
import { createProbe } from './probe.mts';

/** Whole-process figures of checking one folder: the fastest of several runs, and the most memory of any. */
export interface CheckingFigures {
  readonly folder: string;
  readonly files: number;
  readonly megabytes: number;
  readonly seconds: number;
  readonly peakMemory: number | undefined;
  /** Seconds of a process that only parses the same files with `yaml`, on one thread. */
  readonly parseSeconds: number;
  /** Of the two, run by run: the median, since a machine's speed changes from one minute to the next. */
  readonly ratio: number;
}

const RUNS = 7;
const GENERATED_FILES = 1000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const CLI = path.join(root, 'dist/cli.js');

/** Checks a generated folder, and a given one where there is one. */
export function measureChecking(given: { readonly path: string; readonly name: string } | undefined): CheckingFigures[] {
  const generated = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    for (let i = 0; i < GENERATED_FILES; i++) writeFileSync(path.join(generated, `app-${i}.yaml`), application(i));
    return [measure(`${GENERATED_FILES} generated files`, generated), ...(given === undefined ? [] : [measure(given.name, given.path)])];
  } finally {
    rmSync(generated, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of the command line to its end on one small file. */
export function measureStartUp(): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    writeFileSync(path.join(folder, 'app.yaml'), manifestFile(60));
    return best(Array.from({ length: RUNS }, () => run([CLI, 'check', folder]))).seconds * 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: string, folder: string): CheckingFigures {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => path.join(folder, file));
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  // In turn, so that whatever else the machine does falls on both alike.
  const runs = Array.from({ length: RUNS }, () => ({
    checked: run([CLI, 'check', folder]),
    parsed: run(['-e', PARSE_ONLY, folder]),
  }));
  const { seconds, memory } = best(runs.map(({ checked }) => checked));
  const { seconds: parseSeconds } = best(runs.map(({ parsed }) => parsed));
  const ratio = percentile(
    runs.map(({ checked, parsed }) => checked.seconds / parsed.seconds),
    0.5,
  );
  return { folder: name, files: files.length, megabytes, seconds, peakMemory: memory, parseSeconds, ratio };
}

const PARSE_ONLY = `
const { parseAllDocuments } = require(${JSON.stringify(path.join(root, 'node_modules/yaml'))});
const fs = require('node:fs'), path = require('node:path');
for (const file of fs.readdirSync(process.argv[1], { recursive: true }))
  if (/\\.ya?ml$/.test(file)) parseAllDocuments(fs.readFileSync(path.join(process.argv[1], file), 'utf8'), { logLevel: 'silent' });
`;

interface Run {
  readonly seconds: number;
  readonly memory: number | undefined;
}

function best(runs: readonly Run[]): Run {
  const memories = runs.flatMap(({ memory }) => memory ?? []);
  return { seconds: Math.min(...runs.map(({ seconds }) => seconds)), memory: memories.length > 0 ? Math.max(...memories) : undefined };
}

/**
 * Runs Node.js with arguments.
 * @throws Error where the program fails: 1 is the exit code of a check with findings.
 */
function run(args: readonly string[]): Run {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    const probe = createProbe(folder);
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [probe.options, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0 && status !== 1) throw new Error(`node ${args[0]} ended with ${status}: ${stderr}`);
    return { seconds, memory: probe.peak() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
