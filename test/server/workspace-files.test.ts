import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodePlatform } from '../../server/src/protocol/node-platform.ts';
import { LARGEST_FILE } from '../../server/src/protocol/platform.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const uriOf = (file: string) => pathToFileURL(path.join(root, file)).href;

function write(file: string, text = 'a: 1\n'): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** Paths below the folder, in order. */
async function listed(folder = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of nodePlatform.listFiles(uriOf(folder))) found.push(...batch);
  return found.map((uri) => decodeURIComponent(uri.slice(pathToFileURL(root).href.length + 1))).sort();
}

describe('the files of a folder', () => {
  test('are YAML by their ending, and kustomize’s without one, but not what others have written', async () => {
    for (const file of ['a.yaml', 'b.YML', 'deep/er/c d.yml', '.plimsoll.yaml', '.github/ci.yaml', 'base/Kustomization']) write(file);
    for (const file of ['notes.txt', 'yaml', 'node_modules/x/a.yaml', 'deep/.git/a.yaml']) write(file);
    expect(await listed()).toEqual(['.github/ci.yaml', '.plimsoll.yaml', 'a.yaml', 'b.YML', 'base/Kustomization', 'deep/er/c d.yml']);
  });

  test('are each found once, whatever links lead to them, and links that lead in circles end', async () => {
    write('base/a.yaml');
    symlinkSync(path.join(root, 'base'), path.join(root, 'copy'));
    symlinkSync(root, path.join(root, 'base/up'));
    symlinkSync(path.join(root, 'base/a.yaml'), path.join(root, 'a.yaml'));
    symlinkSync(path.join(root, 'gone.yaml'), path.join(root, 'broken.yaml'));
    symlinkSync(path.join(root, 'itself.yaml'), path.join(root, 'itself.yaml'));
    expect(await listed()).toEqual(['base/a.yaml']);
  });

  test('are found where the folder itself is a link', async () => {
    write('real/a.yaml');
    symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
    expect(await listed('link')).toEqual(['link/a.yaml']);
    expect(await nodePlatform.lists(uriOf('link'), uriOf('link/a.yaml'))).toBe(true);
  });

  test('are none in a folder that is not there', async () => {
    expect(await listed('gone')).toEqual([]);
  });
});

test('a single file is of a folder exactly when it is among its files', async () => {
  const files = ['a.yaml', 'base/a.yaml', 'notes.txt', 'node_modules/a.yaml', 'base/Kustomization', 'folder.yaml/a.yaml'];
  for (const file of files) write(file);
  symlinkSync(path.join(root, 'base'), path.join(root, 'copy'));
  symlinkSync(path.join(root, 'a.yaml'), path.join(root, 'link.yaml'));
  const asked = [...files, 'copy/a.yaml', 'copy/Kustomization', 'link.yaml', 'folder.yaml', 'gone.yaml', 'gone/a.yaml', '../a.yaml'];
  const single: string[] = [];
  for (const file of asked) if (await nodePlatform.lists(uriOf(''), uriOf(file))) single.push(file);
  expect(single.sort()).toEqual(await listed());
});

describe('a file', () => {
  test('is read without its byte order mark', async () => {
    write('a.yaml', '\uFEFFkind: ü\n');
    expect(await nodePlatform.readFile(uriOf('a.yaml'))).toBe('kind: ü\n');
    write('empty.yaml', '');
    expect(await nodePlatform.readFile(uriOf('empty.yaml'))).toBe('');
  });

  test.each([
    ['is gone', 'gone.yaml'],
    ['is a folder', 'folder'],
    ['is too large', 'large.yaml'],
  ])('that %s is not read', async (_, file) => {
    mkdirSync(path.join(root, 'folder'));
    write('large.yaml', ' '.repeat(LARGEST_FILE + 1));
    expect(await nodePlatform.readFile(uriOf(file))).toBeUndefined();
  });

  test('that is no file of a disk is not read', async () => {
    expect(await nodePlatform.readFile('untitled:Untitled-1')).toBeUndefined();
    expect(await nodePlatform.lists('vscode-vfs://github/a', 'vscode-vfs://github/a/b.yaml')).toBe(false);
  });
});
