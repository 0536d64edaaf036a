import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AUTOSCALER, plimsoll, temporaryFolders } from './cli.ts';

const folderOf = temporaryFolders();

/** The files that a run reports on, in order. */
async function checked(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const { stdout } = await plimsoll(['check', '--only', 'scaling/cpu-target', '--format', 'json', ...args], { cwd });
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly file: string }[] };
  return findings.map(({ file }) => file);
}

describe.concurrent('the files that are checked', () => {
  test('are each taken once, however often a path leads to them', async () => {
    const cwd = folderOf({ 'a.yaml': AUTOSCALER, 'b.yml': AUTOSCALER, 'README.md': AUTOSCALER });
    expect(await checked(['.', 'a.yaml', './a.yaml', path.join(cwd, 'b.yml'), '*.yaml'], cwd)).toEqual(['a.yaml', 'b.yml']);
  });

  test('are a kustomization without an extension, too', async () => {
    const cwd = folderOf({ 'a/Kustomization': AUTOSCALER, 'b/kustomization': AUTOSCALER });
    expect(await checked([], cwd)).toEqual(['a/Kustomization', 'b/kustomization']);
  });

  test('are no hidden ones, no dependencies and nothing that a symbolic link in a folder leads to', async () => {
    const cwd = folderOf({
      'a.yaml': AUTOSCALER,
      'folder.yaml/b.yaml': AUTOSCALER,
      '.hidden/c.yaml': AUTOSCALER,
      'node_modules/d/d.yaml': AUTOSCALER,
    });
    symlinkSync('nowhere.yaml', path.join(cwd, 'broken.yaml'));
    symlinkSync('.', path.join(cwd, 'again'));
    expect(await checked([], cwd)).toEqual(['a.yaml', 'folder.yaml/b.yaml']);
    expect(await checked(['.hidden', 'node_modules/d/d.yaml'], cwd)).toEqual(['.hidden/c.yaml', 'node_modules/d/d.yaml']);
  });

  test('are not those that .gitignore files on the way leave out, unless they are named', async () => {
    const cwd = folderOf({
      '.git/HEAD': '',
      '.gitignore': 'rendered/\n/deploy/*.local.yaml\n',
      'deploy/.gitignore': '*.draft.yaml\n!kept.local.yaml\n',
      'deploy/a.yaml': AUTOSCALER,
      'deploy/b.draft.yaml': AUTOSCALER,
      'deploy/c.local.yaml': AUTOSCALER,
      'deploy/kept.local.yaml': AUTOSCALER,
      'deploy/rendered/d.yaml': AUTOSCALER,
    });
    const kept = ['deploy/a.yaml', 'deploy/kept.local.yaml'];
    expect(await checked([], cwd)).toEqual(kept);
    expect(await checked(['deploy'], cwd)).toEqual(kept);
    expect(await checked(['deploy/**/*.yaml'], cwd)).toEqual(kept);
    expect(await checked(['deploy/rendered', 'deploy/b.draft.yaml'], cwd)).toEqual(['deploy/b.draft.yaml', 'deploy/rendered/d.yaml']);
  });

  test('are named in full outside of the working directory', async () => {
    const [cwd, other] = [folderOf({}), folderOf({ 'a.yaml': AUTOSCALER })];
    expect(await checked([other], cwd)).toEqual([path.join(other, 'a.yaml').replaceAll(path.sep, '/')]);
  });
});

describe.concurrent('paths that lead nowhere', () => {
  test.each([
    ['', 'plimsoll: A path is empty; . is the current folder.\n'],
    ['typo/*.yaml', 'plimsoll: typo/*.yaml matches no file.\n'],
    ['self.yaml', 'plimsoll: self.yaml cannot be read: ELOOP.\n'],
    ['a.yaml/b.yaml', 'plimsoll: a.yaml/b.yaml: no such file or folder.\n'],
  ])('%j is said in one line', async (given, stderr) => {
    const cwd = folderOf({ 'a.yaml': AUTOSCALER });
    symlinkSync('self.yaml', path.join(cwd, 'self.yaml'));
    expect(await plimsoll(['check', 'a.yaml', given], { cwd })).toEqual({ code: 2, stdout: '', stderr });
  });
});

describe.concurrent('encodings', () => {
  test.each<[string, Buffer]>([
    ['is UTF-16', Buffer.from(`\uFEFF${AUTOSCALER}`, 'utf16le')],
    ['is UTF-16', Buffer.from(AUTOSCALER, 'utf16le').swap16()],
    ['is UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
    ['is not valid UTF-8', Buffer.from(`# caf\xe9\n${AUTOSCALER}`, 'latin1')],
  ])('a file that %s is not passed over', async (problem, bytes) => {
    const cwd = folderOf({ 'a.yaml': bytes });
    for (const command of ['check', 'size']) {
      const { code, stdout, stderr } = await plimsoll([command], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`a.yaml ${problem}`);
    }
  });

  test('standard input is read as a file is', async () => {
    expect(await plimsoll(['check', '-'], { stdin: Buffer.from('kind: caf\xe9', 'latin1') })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('<stdin> is not valid UTF-8.'),
    });
    const { stdout } = await plimsoll(['check', '--fix', '-'], { stdin: `\uFEFF${AUTOSCALER}` });
    expect(stdout).toBe(`\uFEFF${AUTOSCALER.replace('85', '70')}`);
  });
});

describe.concurrent('what can be read in part', () => {
  const template = 'apiVersion: v1\nkind: Service\nmetadata:\n  {{ if .Values.name }}\nname: [\n{{ end }}\n';

  test('templates whose actions make up the structure are left out, and that is said', async () => {
    const cwd = folderOf({ 'a.yaml': AUTOSCALER, 'b.yaml': template });
    const { code, stderr } = await plimsoll(['check', '--fail-on', 'error'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('made up by its template actions left out') });
    expect(await plimsoll(['check', 'b.yaml'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('template actions') });
  });

  test('the sizing of a file that does not parse is not taken for the whole', async () => {
    const cwd = folderOf({ 'a.yaml': `${AUTOSCALER}  metrics: [\n` });
    expect(await plimsoll(['size'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('a.yaml does not parse') });
  });
});
