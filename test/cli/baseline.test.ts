import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { AUTOSCALER, plimsoll, schemaFile, temporaryFolders } from './cli.ts';

const folderOf = temporaryFolders();
const CHECK = ['check', '--only', 'scaling/cpu-target'];
const other = AUTOSCALER.replaceAll('name: api', 'name: worker');

/** A folder with a file that has a finding, and with the baseline that `--write-baseline` makes of it. */
async function acceptedFolder(): Promise<string> {
  const cwd = folderOf({ 'k8s/hpa.yaml': AUTOSCALER, 'ci/readme.txt': '' });
  expect(await plimsoll([...CHECK, '--write-baseline', 'ci/known.json'], { cwd })).toEqual({
    code: 0,
    stdout: '✔ No new findings in 1 file, 1 document. 1 known finding left out.\n',
    stderr: 'Wrote 1 finding to ci/known.json; --baseline ci/known.json leaves them out.\n',
  });
  return cwd;
}

describe.concurrent('--write-baseline', () => {
  test('keeps to the schema, names files from its own folder, and leaves nothing else behind', async () => {
    const cwd = await acceptedFolder();
    const baseline: unknown = JSON.parse(readFileSync(path.join(cwd, 'ci/known.json'), 'utf8'));
    const ajv = new Ajv();
    expect(ajv.validate(schemaFile('baseline.schema.json'), baseline), ajv.errorsText()).toBe(true);
    expect(baseline).toMatchObject({
      version: 1,
      findings: [{ file: '../k8s/hpa.yaml', rule: 'scaling/cpu-target', resource: 'HorizontalPodAutoscaler/api' }],
    });
    expect(readdirSync(path.join(cwd, 'ci'))).toEqual(['known.json', 'readme.txt']);
  });

  test('takes the place of the baseline that is there, however broken', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER, 'known.json': '<<<<<<< HEAD' });
    expect((await plimsoll([...CHECK, '--baseline', 'known.json', '--write-baseline', 'known.json'], { cwd })).code).toBe(0);
    expect((await plimsoll([...CHECK, '--baseline', 'known.json'], { cwd })).code).toBe(0);
  });

  test('writes nothing where a file cannot be read, and reports the findings', async () => {
    const cwd = folderOf({ 'bad.yaml': Buffer.from([0xff]), 'hpa.yaml': AUTOSCALER });
    const { code, stdout, stderr } = await plimsoll([...CHECK, '--write-baseline', 'known.json'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('hpa.yaml:18:31');
    expect(stderr).toContain('plimsoll: known.json was not written, since not everything could be read.\n');
    expect(existsSync(path.join(cwd, 'known.json'))).toBe(false);
  });

  test('says where it cannot write, and does not go together with a dry run', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER });
    expect(await plimsoll([...CHECK, '--write-baseline', 'nowhere/known.json'], { cwd })).toMatchObject({
      code: 2,
      stderr: 'plimsoll: nowhere/known.json cannot be written: ENOENT.\n',
    });
    expect((await plimsoll(['check', '--fix-dry-run', '--write-baseline', 'known.json'], { cwd })).code).toBe(2);
  });
});

describe.concurrent('--baseline', () => {
  test('holds after lines have moved, and wherever it is run from', async () => {
    const cwd = await acceptedFolder();
    writeFileSync(path.join(cwd, 'k8s/hpa.yaml'), `# moved\n\n${AUTOSCALER.replace('metrics:', '# these\n  metrics:')}`);
    const { code, stdout, stderr } = await plimsoll([...CHECK, '--baseline', '../ci/known.json', '--format', 'json'], {
      cwd: path.join(cwd, 'k8s'),
    });
    expect({ code, stderr, output: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      stderr: '',
      output: { findings: [], summary: { warnings: 0, known: 1 } },
    });
  });

  test('reports what is new: another file, another object, a worse value', async () => {
    const cwd = await acceptedFolder();
    writeFileSync(path.join(cwd, 'k8s/hpa.yaml'), `${AUTOSCALER}---\n${other}`);
    writeFileSync(path.join(cwd, 'k8s/worse.yaml'), AUTOSCALER.replace('85', '95').replaceAll('name: api', 'name: sync'));
    const { code, stdout } = await plimsoll([...CHECK, '--baseline', 'ci/known.json', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        { file: 'k8s/hpa.yaml', resource: { name: 'worker' } },
        { file: 'k8s/worse.yaml', resource: { name: 'sync' } },
      ],
      summary: { warnings: 2, known: 1 },
    });
  });

  test('says what is gone of the files and rules that were checked, and of no others', async () => {
    const cwd = await acceptedFolder();
    writeFileSync(path.join(cwd, 'k8s/hpa.yaml'), AUTOSCALER.replace('85', '70'));
    writeFileSync(path.join(cwd, 'k8s/other.yaml'), other.replace('85', '70'));
    const known = ['--baseline', 'ci/known.json'];
    expect(await plimsoll([...CHECK, ...known], { cwd })).toMatchObject({
      code: 0,
      stderr: 'plimsoll: 1 finding of ci/known.json is no longer there; --write-baseline ci/known.json forgets what is gone.\n',
    });
    expect((await plimsoll([...CHECK, ...known, 'k8s/other.yaml'], { cwd })).stderr).toBe('');
    expect((await plimsoll(['check', '--only', 'images/tag', ...known], { cwd })).stderr).toBe('');
  });

  test.each([
    ['[]', 'is no baseline: it has no list of findings.'],
    ['{"version": 2, "findings": []}', 'has the version 2, not 1; write it anew with --write-baseline known.json.'],
    ['{"version": 1, "findings": [{"file": "a.yaml"}]}', 'is no baseline: findings[0].rule is not a text.'],
    ['{\n"version": 1,\n}', ':3 is not JSON; restore it, or write it anew with --write-baseline known.json.'],
  ])('that reads %j is said in one line, before anything is checked', async (text, problem) => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER, 'known.json': text });
    const stderr = `plimsoll: --baseline known.json${problem.startsWith(':') ? '' : ' '}${problem}\n`;
    expect(await plimsoll(['check', '--baseline', 'known.json'], { cwd })).toEqual({ code: 2, stdout: '', stderr });
  });

  test('that is not there is said', async () => {
    expect(await plimsoll(['check', '--baseline', 'nowhere.json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'plimsoll: --baseline nowhere.json: no such file; --write-baseline nowhere.json makes it.\n',
    });
  });
});

test('--format sarif carries the fingerprints, one for each result', async () => {
  const { stdout } = await plimsoll(['check', '--format', 'sarif', '-'], { stdin: `${AUTOSCALER}---\n${other}` });
  const results = (JSON.parse(stdout) as Log).runs[0]?.results ?? [];
  const prints = results.map(({ partialFingerprints }) => partialFingerprints?.['plimsollFinding/v1'] ?? '');
  expect(prints.filter((print) => !/^[0-9a-f]{16}$/.test(print))).toEqual([]);
  expect(new Set(prints).size).toBe(results.length);
});
