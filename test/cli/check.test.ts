import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { AUTOSCALER, plimsoll, schemaFile, temporaryFolders } from './cli.ts';

const clean = AUTOSCALER.replace('85', '70');

const folderOf = temporaryFolders();

describe.concurrent('plimsoll check', () => {
  test('shows place, level, rule, message, code frame and summary, and exits with 1', async () => {
    const cwd = folderOf({ 'k8s/hpa.yaml': AUTOSCALER });
    const { code, stdout } = await plimsoll(['check', 'k8s'], { cwd });
    expect(stdout).toContain('k8s/hpa.yaml:18:31  warning  scaling/cpu-target (fixable)');
    expect(stdout).toContain('HorizontalPodAutoscaler "api" scales at 85% CPU');
    expect(stdout).toMatch(/18 │ {11}averageUtilization: 85 # it was 70 once\n +│ {31}\^\^\n/);
    expect(stdout).toContain('1 finding (0 errors, 1 warning, 0 info) in 1 file, 1 document.');
    expect(code).toBe(1);
  });

  test('a clean folder exits with 0 and says what was checked', async () => {
    const cwd = folderOf({ 'hpa.yaml': clean });
    expect(await plimsoll(['check'], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No findings in 1 file, 1 document.'),
    });
  });

  test('--fail-on moves the level from which on it fails', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER });
    expect((await plimsoll(['check', '--fail-on', 'error'], { cwd })).code).toBe(0);
  });

  test('--rule sets a level, --only narrows the rules, and unknown ones are bad usage', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER });
    expect((await plimsoll(['check', '--rule', 'scaling/cpu-target=off'], { cwd })).code).toBe(0);
    expect((await plimsoll(['check', '--only', 'images/tag'], { cwd })).code).toBe(0);
    expect((await plimsoll(['check', '--only', 'scaling/cpu-target', '--only', 'images/tag'], { cwd })).code).toBe(1);
    expect(await plimsoll(['check', '--only', 'images/tags'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('images/tags'),
    });
    expect(await plimsoll(['check', '--rule', 'scaling/cpu-targt=off'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('scaling/cpu-target'),
    });
  });

  test('reads standard input', async () => {
    const { code, stdout } = await plimsoll(['check', '-'], { stdin: AUTOSCALER });
    expect(stdout).toContain('<stdin>:18:31');
    expect(code).toBe(1);
  });

  test('--fix mends the file, and nothing but the value', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER.replaceAll('\n', '\r\n') });
    expect(await plimsoll(['check', '--fix'], { cwd })).toMatchObject({ code: 0, stderr: expect.stringContaining('Fixed 1 file.') });
    expect(readFileSync(path.join(cwd, 'hpa.yaml'), 'utf8')).toBe(clean.replaceAll('\n', '\r\n'));
  });

  test('--fix of standard input writes the mended text to standard output', async () => {
    expect((await plimsoll(['check', '--fix', '-'], { stdin: AUTOSCALER })).stdout).toBe(clean);
  });

  test('--fix-dry-run prints a diff and writes nothing', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER });
    const { stdout, code } = await plimsoll(['check', '--fix-dry-run'], { cwd });
    expect(stdout).toContain('-          averageUtilization: 85 # it was 70 once\n+          averageUtilization: 70 # it was 70 once\n');
    expect(code).toBe(1);
    expect(readFileSync(path.join(cwd, 'hpa.yaml'), 'utf8')).toBe(AUTOSCALER);
  });

  test('--format json keeps to its schema and carries the edits', async () => {
    const cwd = folderOf({ 'hpa.yaml': AUTOSCALER });
    const output: unknown = JSON.parse((await plimsoll(['check', '--format', 'json'], { cwd })).stdout);
    const ajv = new Ajv();
    expect(ajv.validate(schemaFile('check.schema.json'), output), ajv.errorsText()).toBe(true);
    expect(output).toMatchObject({
      findings: [
        {
          rule: 'scaling/cpu-target',
          file: 'hpa.yaml',
          line: 18,
          column: 31,
          endColumn: 33,
          resource: { kind: 'HorizontalPodAutoscaler', name: 'api' },
          fixes: [{ safe: true, replacements: [{ line: 18, column: 31, endLine: 18, endColumn: 33, text: '70' }] }],
        },
      ],
      summary: { files: 1, warnings: 1, fixable: 1 },
    });
  });

  test('--format sarif gives regions, rule descriptors and fixes', async () => {
    const cwd = folderOf({ 'a b/hpa.yaml': AUTOSCALER });
    const log = JSON.parse((await plimsoll(['check', '--format', 'sarif'], { cwd })).stdout) as Log;
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run?.tool.driver.rules).toMatchObject([
      { id: 'scaling/cpu-target', helpUri: expect.stringMatching(/scaling\/cpu-target\.md$/) },
    ]);
    expect(run?.results).toMatchObject([
      {
        ruleId: 'scaling/cpu-target',
        ruleIndex: 0,
        level: 'warning',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a%20b/hpa.yaml' },
              region: { startLine: 18, startColumn: 31, endLine: 18, endColumn: 33 },
            },
          },
        ],
        fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: '70' } }] }] }],
      },
    ]);
  });
});

describe.concurrent('plimsoll check of bad input', () => {
  test('a path that is not there exits with 2', async () => {
    expect(await plimsoll(['check', 'nowhere'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'plimsoll: nowhere: no such file or folder.\n',
    });
  });

  test('a folder without deployment YAML is said, and is no silent pass', async () => {
    const cwd = folderOf({ 'notes.yaml': 'todo: [write, rest]\n' });
    expect(await plimsoll(['check'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing to check') });
  });

  test('an option that is unknown or absurd exits with 2 and names it', async () => {
    expect(await plimsoll(['check', '--format', 'xml'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^plimsoll: .*--format.*xml/),
    });
    expect(await plimsoll(['check', '--kubernetes-version', 'old'])).toMatchObject({ code: 2, stderr: expect.stringContaining('old') });
  });

  test('an unreadable file does not hide the findings of the others', async () => {
    const cwd = folderOf({ 'bad.yaml': Buffer.from([0xff, 0xfe, 0x61, 0x00]), 'hpa.yaml': AUTOSCALER });
    const { code, stdout, stderr } = await plimsoll(['check'], { cwd });
    expect(stdout).toContain('hpa.yaml:18:31');
    expect(stderr).toContain('bad.yaml is UTF-16; save it as UTF-8.');
    expect(code).toBe(2);
  });

  test('broken YAML is a finding', async () => {
    const cwd = folderOf({ 'hpa.yaml': `${AUTOSCALER}  metrics: [\n` });
    const { code, stdout } = await plimsoll(['check'], { cwd });
    expect(stdout).toContain('schema/syntax');
    expect(code).toBe(1);
  });
});

describe.concurrent('configuration', () => {
  test('the nearest .plimsoll.yaml wins, and the command line wins over it', async () => {
    const cwd = folderOf({
      '.plimsoll.yaml': 'rules:\n  scaling/cpu-target: error\n',
      'hpa.yaml': AUTOSCALER,
      'team/.plimsoll.yaml': 'rules:\n  scaling/cpu-target: "off"\n',
      'team/hpa.yaml': AUTOSCALER.replaceAll('name: api', 'name: worker'),
    });
    const { stdout } = await plimsoll(['check'], { cwd });
    expect(stdout).toContain('hpa.yaml:18:31  error');
    expect(stdout).not.toContain('team/hpa.yaml:18');
    expect((await plimsoll(['check', '--rule', 'scaling/cpu-target=info'], { cwd })).stdout).toContain('team/hpa.yaml:18:31  info');
  });

  test('globs of `exclude` are relative to the file that holds them', async () => {
    const cwd = folderOf({
      '.plimsoll.yaml': 'exclude: ["vendor/**"]\n',
      'hpa.yaml': clean,
      'vendor/hpa.yaml': AUTOSCALER.replaceAll('name: api', 'name: vendored'),
    });
    expect((await plimsoll(['check'], { cwd })).code).toBe(0);
  });

  test('a setting that cannot be used is said and not passed over', async () => {
    const cwd = folderOf({ '.plimsoll.yaml': 'kubernetesVersoin: "1.34"\n', 'hpa.yaml': clean });
    expect(await plimsoll(['check'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('kubernetesVersoin') });
  });
});
