import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestFile } from './corpus.mts';
import { percentile } from './figures.mts';
import { createProbe } from './probe.mts';

/** Whole-process figures of checking one folder, medians of several runs. */
export interface CheckingFigures {
  readonly folder: string;
  readonly files: number;
  readonly megabytes: number;
  readonly seconds: number;
  readonly peakMemory: number | undefined;
  /** Seconds of a process that only parses the same files with `yaml`, on one thread. */
  readonly parseSeconds: number;
}

const RUNS = 3;
const GENERATED_FILES = 300;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Checks a generated folder, and a given one where there is one. */
export function measureChecking(given: { readonly path: string; readonly name: string } | undefined): CheckingFigures[] {
  const generated = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    for (let i = 0; i < GENERATED_FILES; i++) writeFileSync(path.join(generated, `app-${i}.yaml`), manifestFile(100 + (i % 10) * 30));
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
    return median(() => run([path.join(root, 'dist/cli.js'), 'check', folder])).seconds * 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: string, folder: string): CheckingFigures {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => path.join(folder, file));
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  const checked = median(() => run([path.join(root, 'dist/cli.js'), 'check', '--format', 'json', folder]));
  const parsed = median(() => run(['-e', PARSE_ONLY, folder]));
  return {
    folder: name,
    files: files.length,
    megabytes,
    seconds: checked.seconds,
    peakMemory: checked.memory,
    parseSeconds: parsed.seconds,
  };
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

function median(once: () => Run): Run {
  const runs = Array.from({ length: RUNS }, once);
  const memories = runs.flatMap((one) => (one.memory === undefined ? [] : [one.memory]));
  return {
    seconds: percentile(
      runs.map((one) => one.seconds),
      0.5,
    ),
    memory: memories.length > 0 ? Math.max(...memories) : undefined,
  };
}

/** Runs Node.js with arguments. */
function run(args: readonly string[]): Run {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    const probe = createProbe(folder);
    const start = performance.now();
    spawnSync(process.execPath, [probe.options, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    return { seconds: (performance.now() - start) / 1000, memory: probe.peak() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
