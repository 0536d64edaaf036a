// `npm run build`: bundles the extension, the language server and the command line into dist/.
import { chmod, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({ options: { watch: { type: 'boolean', default: false } } });

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  target: 'es2022',
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  legalComments: 'none',
};
// `module` first: the CommonJS builds of some dependencies are UMD, whose `require` a bundler cannot follow.
const node = { ...common, platform: 'node', target: 'node20', mainFields: ['module', 'main'] };
const browser = { ...common, platform: 'browser', mainFields: ['browser', 'module', 'main'] };

const bundles = [
  { ...node, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...browser, entryPoints: ['client/src/extension.browser.ts'], outfile: 'dist/extension.browser.js', external: ['vscode'] },
  { ...node, entryPoints: ['server/src/main.server.ts'], outfile: 'dist/server.js' },
  { ...browser, entryPoints: ['server/src/main.browser.ts'], outfile: 'dist/server.browser.js', format: 'iife' },
  {
    ...node,
    entryPoints: ['server/src/main.cli.ts'],
    outfile: 'dist/cli.js',
    // Names stay, so that a stack trace in a bug report tells something; what else there is to read would only have to be loaded.
    minify: false,
    minifySyntax: true,
    minifyWhitespace: true,
    // A dependency that exists as a module only asks where it is; in a bundle that is here.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "#!/usr/bin/env node\nconst bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
];

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
if (options.watch) {
  await Promise.all(bundles.map(async (bundle) => (await context({ ...bundle, logLevel: 'info' })).watch()));
} else {
  await Promise.all(bundles.map(build));
  // V8 holds a program of nothing but ASCII in half the memory, which is megabytes. The bundler escapes what is in strings.
  for (const { outfile } of bundles.filter((bundle) => bundle.platform === 'node')) {
    const [found] = /[^\0-\x7f].{0,40}/.exec(await readFile(new URL(`../${outfile}`, import.meta.url), 'utf8')) ?? [];
    if (found !== undefined) throw new Error(`${outfile} is not ASCII; write \\u escapes in regular expressions: ${found}`);
  }
  await chmod(new URL('../dist/cli.js', import.meta.url), 0o755);
}
