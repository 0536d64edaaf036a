/** `npm run check`: formatting, lint, types, dead code and the tests that need no build and no process of their own, side by side. */
import { cpus } from 'node:os';
import { runQuietly, tool } from './process.mts';
import { main, say } from './report.mts';

interface Check {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const CHECKS: readonly Check[] = [
  { name: 'tests', program: 'vitest/vitest.mjs', args: ['run', '--exclude=test/cli/**', '--exclude=test/server/process.test.ts'] },
  { name: 'types', program: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'dead code', program: 'knip/bin/knip.js', args: ['--cache'] },
  { name: 'format and lint', program: '@biomejs/biome/bin/biome', args: ['ci', '.'] },
];

// One case in five of what is tried with many; `npm test` tries them all.
process.env.FUZZ_FACTOR ??= '0.2';

await main(async () => {
  const waiting = [...CHECKS];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  say(failed.length === 0 ? 'all checks pass' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});

/** Only a failure's output is worth reading. */
async function passes({ name, program, args }: Check): Promise<boolean> {
  const start = performance.now();
  const { code, output } = await runQuietly(process.execPath, [tool(program), ...args]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}
