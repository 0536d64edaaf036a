import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { wantsColors } from '../../server/src/cli/output.ts';
import { AUTOSCALER, plimsoll, temporaryFolders } from './cli.ts';
import { sarifFaults, textIn } from './sarif.ts';

const folderOf = temporaryFolders();
const mended = AUTOSCALER.replace('85', '70');

describe.concurrent('--fix', () => {
  test('keeps permissions and symbolic links, and leaves nothing behind', async () => {
    const cwd = folderOf({ 'a.yaml': AUTOSCALER, 'b.yaml': mended });
    chmodSync(path.join(cwd, 'a.yaml'), 0o750);
    symlinkSync('a.yaml', path.join(cwd, 'link.yaml'));
    expect(await plimsoll(['check', '--fix', 'link.yaml'], { cwd })).toMatchObject({ code: 0, stderr: 'Fixed 1 file.\n' });
    expect(readFileSync(path.join(cwd, 'a.yaml'), 'utf8')).toBe(mended);
    expect(statSync(path.join(cwd, 'a.yaml')).mode & 0o777).toBe(0o750);
    expect(lstatSync(path.join(cwd, 'link.yaml')).isSymbolicLink()).toBe(true);
    expect(readdirSync(cwd)).toEqual(['a.yaml', 'b.yaml', 'link.yaml']);
  });

  test('mends any number of findings', async () => {
    const cwd = folderOf({
      'a.yaml': Array.from({ length: 1500 }, (_, n) => AUTOSCALER.replaceAll('name: api', `name: api-${n}`)).join('---\n'),
    });
    expect((await plimsoll(['check', '--fix', '--only', 'scaling/cpu-target'], { cwd })).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'a.yaml'), 'utf8')).not.toContain('averageUtilization: 85');
  });

  test('is not promised where it can do nothing', async () => {
    const cwd = folderOf({ 'a.yaml': `${AUTOSCALER}kind: HorizontalPodAutoscaler\n` });
    const { stdout } = await plimsoll(['check', '--fix'], { cwd });
    expect(stdout).toContain('averageUtilization: 85');
    expect(stdout).not.toContain('fix');
    expect(readFileSync(path.join(cwd, 'a.yaml'), 'utf8')).toContain('averageUtilization: 85');
  });

  test('a dry run with an unreadable file exits with 2, and prints the diff of the others', async () => {
    const cwd = folderOf({ 'a.yaml': AUTOSCALER, 'b.yaml': Buffer.from([0xff]) });
    const { code, stdout } = await plimsoll(['check', '--fix-dry-run'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('+++ b/a.yaml');
  });
});

describe.concurrent('colours', () => {
  test.each<[NodeJS.ProcessEnv, { pipe: boolean; terminal: boolean }]>([
    [{}, { pipe: false, terminal: true }],
    [{ CI: 'true' }, { pipe: false, terminal: true }],
    [{ TERM: 'dumb' }, { pipe: false, terminal: false }],
    [{ NO_COLOR: '1' }, { pipe: false, terminal: false }],
    [{ NO_COLOR: '' }, { pipe: false, terminal: true }],
    [{ FORCE_COLOR: '0' }, { pipe: false, terminal: false }],
    [{ FORCE_COLOR: '1' }, { pipe: true, terminal: true }],
    [
      { FORCE_COLOR: '1', NO_COLOR: '1' },
      { pipe: false, terminal: false },
    ],
  ])('with %j', (env, { pipe, terminal }) => {
    expect({ pipe: wantsColors(env, false), terminal: wantsColors(env, true) }).toEqual({ pipe, terminal });
  });

  test('are left out of pipes, unless they are asked for', async () => {
    const [plain, forced] = await Promise.all(
      [{}, { FORCE_COLOR: '1' }].map((env) => plimsoll(['check', '-'], { stdin: AUTOSCALER, env })),
    );
    expect(plain?.stdout).not.toContain('\u001b[');
    expect(forced?.stdout).toContain('\u001b[');
  });
});

describe.concurrent('--format sarif', () => {
  const folder = '50 % #1 [x] ü?';

  test('keeps to the standard whatever files are called and however they are written', async () => {
    const texts: Readonly<Record<string, string>> = {
      [`${folder}/a b.yaml`]: AUTOSCALER,
      'crlf.yaml': AUTOSCALER.replaceAll('\n', '\r\n'),
      'bom.yaml': `\uFEFF${AUTOSCALER}`,
      'second.yaml': `# 😀\n${AUTOSCALER}---\n${AUTOSCALER.replaceAll('name: api', 'name: "😀"')}`,
      'flow.yaml': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "😀"}, "data": {"😀": 85}}',
    };
    const cwd = folderOf(texts);
    const log = JSON.parse((await plimsoll(['check', '--format', 'sarif'], { cwd })).stdout) as Log;
    expect(sarifFaults(log)).toEqual([]);
    const cited = log.runs[0]?.results?.flatMap(({ locations }) => {
      const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
      return [textIn(texts[decodeURIComponent(artifactLocation?.uri ?? '')] ?? '', region ?? {})];
    });
    expect(cited?.filter((text) => text === '85')).toHaveLength(6);
  });

  test('says that a run was not whole', async () => {
    const cwd = folderOf({ 'a.yaml': Buffer.from([0xff]) });
    const { code, stdout } = await plimsoll(['check', '--format', 'sarif'], { cwd });
    const log = JSON.parse(stdout) as Log;
    expect(code).toBe(2);
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0]?.invocations).toMatchObject([
      { executionSuccessful: false, toolExecutionNotifications: [{ message: { text: 'a.yaml is not valid UTF-8.' } }] },
    ]);
  });
});
