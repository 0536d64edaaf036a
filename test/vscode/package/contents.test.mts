import assert from 'node:assert/strict';
import { vsixPath } from '../../../scripts/lib/package.mts';
import type { ZipEntry } from './zip.mts';
import { listZip } from './zip.mts';

/** Bytes that the package may have at most. */
const LIMIT = 10_000_000;

describe('The package', () => {
  let entries: readonly ZipEntry[];

  before(async () => {
    entries = await listZip(await vsixPath());
  });

  it('holds what runs, what it reads, and the licences', () => {
    const names = entries.map(({ name }) => name);
    const programs = ['extension.js', 'extension.browser.js', 'server.js', 'server.browser.js', 'cli.js'].map((name) => `dist/${name}`);
    const wanted = [...programs, 'package.json', 'README.md', 'LICENSE.txt', 'NOTICE', 'client/icon.png'].map(
      (name) => `extension/${name.toLowerCase()}`,
    );
    const lowered = names.map((name) => name.toLowerCase());
    assert.deepEqual(
      wanted.filter((name) => !lowered.includes(name)),
      [],
    );
    for (const folder of ['schemas', 'snippets', 'docs/rules']) {
      assert.ok(
        names.some((name) => name.startsWith(`extension/${folder}/`)),
        `${folder} is missing`,
      );
    }
  });

  it('holds no sources, tests, dependencies or source maps', () => {
    const unwanted = /^extension\/(client\/src|server|test|node_modules|scripts|out|\.|schemas\/generate)|\.(map|ts|mts|tsbuildinfo)$/;
    assert.deepEqual(
      entries.map(({ name }) => name).filter((name) => unwanted.test(name)),
      [],
    );
  });

  it('is small enough to install in a moment', () => {
    const bytes = entries.reduce((sum, { compressed }) => sum + compressed, 0);
    assert.ok(bytes < LIMIT, `${bytes} bytes`);
  });
});
