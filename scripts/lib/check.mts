/**
 * `npm run check`: formatting, lint, types, dead code and the tests that need no build and no process of their own, side by side. Of what is
 * tried with many cases, it tries a tenth. `npm test` leaves nothing out.
 */
import { cpus } from 'node:os';
import { runQuietly, tool } from './process.mts';
import { main, say } from './report.mts';

interface Check {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Options of Node.js itself. */
  readonly node?: readonly string[];
}

/**
 * Node.js 20 would optimise code for longer than that then runs, as these tests are over within seconds. Later versions have a quicker
 * compiler for such code, and know no such option.
 */
const OPTIMISE_LITTLE = process.version.startsWith('v20.') ? ['--interrupt-budget=600000'] : [];

const CHECKS: readonly Check[] = [
  {
    name: 'tests',
    program: 'vitest/vitest.mjs',
    args: ['run', '--tags-filter=!large', '--exclude=test/cli/**', '--exclude=test/server/process.test.ts'],
    node: OPTIMISE_LITTLE,
  },
  { name: 'types', program: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'dead code', program: 'knip/bin/knip.js', args: ['--cache'] },
  { name: 'format and lint', program: '@biomejs/biome/bin/biome', args: ['ci', '.'] },
];

process.env.FUZZ_FACTOR ??= '0.05';
const LEFT_OUT = `the built command line and server, VS Code, and ${100 - 100 * Number(process.env.FUZZ_FACTOR)} % of what is tried with many cases`;

await main(async () => {
  const waiting = [...CHECKS];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  say(`left to npm test: ${LEFT_OUT}`);
  say(failed.length === 0 ? 'all checks pass' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});

/** Only a failure's output is worth reading. */
async function passes({ name, program, args, node = [] }: Check): Promise<boolean> {
  const start = performance.now();
  const { code, output } = await runQuietly(process.execPath, [...node, tool(program), ...args]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}
