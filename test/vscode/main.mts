/**
 * Runs the suites on the built extension: what its package holds, the tests inside VS Code's extension host, those that drive its window, and
 * those with the extension in a browser's worker. Usage: main.mts [package] [suite] [ui] [web] [--results=<file>] [--update]; no name means all,
 * --update renews the pictures in docs/images.
 */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { packExtension } from '../../scripts/lib/package.mts';
import { ROOT } from '../../scripts/lib/paths.mts';
import { main, say } from '../../scripts/lib/report.mts';
import { createTemporaryFolder, removeFolder } from './host/folders.mts';
import { chooseHost } from './host/host.mts';
import type { Totals } from './mocha.ts';
import { runMocha } from './mocha.ts';
import { clearScreenshots, publishScreenshots } from './ui/screenshots.mts';

const HERE = import.meta.dirname;
const BUNDLES = join(ROOT, 'out/test-vscode');

/** Milliseconds that a test which drives the window may take on a slow machine. */
const WINDOW_TIMEOUT = 120_000;

/** In a browser VS Code saves by itself after a second, which makes of every edit a race. */
const SETTINGS = { 'files.autoSave': 'off' };

const SUITES = {
  package: async () => runMocha(await testFiles('package'), WINDOW_TIMEOUT),
  suite: runInExtensionHost,
  ui: runInWindow,
  web: runInWorker,
} satisfies Record<string, () => Promise<Totals>>;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: { results: { type: 'string' }, update: { type: 'boolean' } },
    allowPositionals: true,
  });
  say(`packed ${await packExtension()}`);
  const sum = { passed: 0, failed: 0 };
  for (const [name, run] of Object.entries(SUITES)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const { passed, failed } = await countFailure(run);
    sum.passed += passed;
    sum.failed += failed;
  }
  if (values.results !== undefined) await writeFile(values.results, JSON.stringify(sum));
  if (values.update && sum.failed === 0) await publishScreenshots();
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});

/** A suite that breaks down hides no other; it counts as one failure. */
async function countFailure(run: () => Promise<Totals>): Promise<Totals> {
  try {
    return await run();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1 };
  }
}

async function runInWindow(): Promise<Totals> {
  await clearScreenshots();
  return runMocha(await testFiles('ui'), WINDOW_TIMEOUT);
}

/** On the desktop there are no workers to run in. */
async function runInWorker(): Promise<Totals> {
  const host = await chooseHost();
  return host.openWorkerWindow ? runMocha(await testFiles('web'), WINDOW_TIMEOUT) : { passed: 0, failed: 0 };
}

async function testFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(HERE, folder));
  return names.filter((name) => /\.test\.m?ts$/.test(name)).map((name) => join(HERE, folder, name));
}

async function runInExtensionHost(): Promise<Totals> {
  const host = await chooseHost();
  await build({
    entryPoints: [join(HERE, 'suite/index.ts'), ...(await testFiles('suite'))],
    outdir: BUNDLES,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  const folder = await createTemporaryFolder();
  try {
    const workspace = join(folder, 'workspace');
    const results = join(folder, 'results.json');
    await cp(join(HERE, 'workspace'), workspace, { recursive: true });
    // The exit code says no more than the results do, and less when something broke before the first test.
    await host.runTests({ tests: join(BUNDLES, 'index'), workspace, settings: SETTINGS, env: { PLIMSOLL_TEST_RESULTS: results } });
    return JSON.parse(await readFile(results, 'utf8')) as Totals;
  } finally {
    await removeFolder(folder);
  }
}
