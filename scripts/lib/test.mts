/**
 * `npm test`: every check and every suite, one after the other, and one line with the sum of them all. A step that could not run counts
 * as a failure.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths.mts';
import { runNode, tool } from './process.mts';
import { findPrograms } from './programs.mts';
import { main, say } from './report.mts';

/** How many tests of a suite passed and failed. */
interface Totals {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  run(folder: string): Promise<Totals>;
}

const STEPS: readonly Step[] = [
  { name: 'format and lint', run: () => check('@biomejs/biome/bin/biome', 'ci', '.') },
  { name: 'types', run: () => check('typescript/bin/tsc', '-b') },
  { name: 'build', run: async () => verdict(await runNode(join(ROOT, 'scripts/build.mjs'))) },
  { name: 'rules, rooms, server and command line', run: runVitest },
  { name: 'the extension in VS Code', run: runInVSCode },
];

await main(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  const sum = { passed: 0, failed: 0 };
  try {
    for (const { name, run } of STEPS) {
      say(name);
      const { passed, failed } = await run(folder);
      sum.passed += passed;
      sum.failed += failed;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
});

/** A check is no test: it adds nothing when it passes. */
async function check(program: string, ...args: readonly string[]): Promise<Totals> {
  return verdict(await runNode(tool(program), args));
}

function verdict(exitCode: number): Totals {
  return { passed: 0, failed: exitCode === 0 ? 0 : 1 };
}

/** What Vitest's report holds of use here. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[] }[];
}

async function runVitest(folder: string): Promise<Totals> {
  await findPrograms();
  const results = join(folder, 'vitest.json');
  const exitCode = await runNode(tool('vitest/vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ]);
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = await readJson<VitestReport>(results);
  tellNotRun(testResults);
  return withExitCode(exitCode, { passed: numPassedTests, failed: numFailedTests });
}

/** Tests that need a program which can't be had here neither pass nor fail. */
function tellNotRun(results: VitestReport['testResults']): void {
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  for (const { fullName, status } of tests) if (status !== 'passed' && status !== 'failed') say(`not run: ${fullName}`);
}

async function runInVSCode(folder: string): Promise<Totals> {
  const results = join(folder, 'vscode.json');
  const exitCode = await runNode(tool('tsx/dist/cli.mjs'), [join(ROOT, 'test/vscode/main.mts'), `--results=${results}`]);
  const { passed = 0, failed = 0 } = await readJson<Totals>(results);
  return withExitCode(exitCode, { passed, failed });
}

/** A suite that failed as a whole, or in which nothing ran, has no failed test to show for it. */
function withExitCode(exitCode: number, { passed, failed }: Totals): Totals {
  return failed === 0 && (exitCode !== 0 || passed === 0) ? { passed, failed: 1 } : { passed, failed };
}

async function readJson<T>(file: string): Promise<Partial<T>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return {};
  }
}
