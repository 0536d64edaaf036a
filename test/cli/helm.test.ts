import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { HELM, KUSTOMIZE } from '../programs.ts';
import { plimsoll, temporaryFolders } from './cli.ts';

const folderOf = temporaryFolders();

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  {{- if .Values.replicas }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: "{{ .Values.image }}"
          {{- with .Values.extra }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
`;

/** A chart whose image has a tag, and whose container is told apart by its values. */
const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'replicas: 3\nimage: acme/web\nextra:\n  securityContext:\n    privileged: true\n',
  'chart/templates/deployment.yaml': DEPLOYMENT,
};

const ONLY = ['--only', 'images/tag,security/privileged,schema/syntax,schema/invalid,schema/unknown-property'];

/** Where the findings of a JSON report are. */
function placesIn(stdout: string): readonly string[] {
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string; line: number; message: string }[] };
  return findings.map(({ rule, file, line, message }) => `${rule} ${file}:${line}${message.endsWith(' (rendered)') ? ' (rendered)' : ''}`);
}

/** The environment in which a program is on the PATH, and nothing of the user's own Helm is read. */
function withProgram(program: string, cwd: string): NodeJS.ProcessEnv {
  const homes = Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((kind) => [`HELM_${kind}_HOME`, path.join(cwd, '.helm', kind)]));
  return { NO_COLOR: '1', ...homes, PATH: path.dirname(program) };
}

describe.concurrent('templates without Helm', () => {
  test('are checked as far as their plain YAML goes', async () => {
    const cwd = folderOf({ ...CHART, 'chart/templates/deployment.yaml': `${DEPLOYMENT}      hostNetwrok: true\n` });
    const { code, stdout, stderr } = await plimsoll(['check', '--format', 'json', ...ONLY], { cwd });
    expect({ code, places: placesIn(stdout), stderr }).toEqual({
      code: 1,
      places: ['schema/unknown-property chart/templates/deployment.yaml:21'],
      stderr: '',
    });
  });

  test('--helm says that there is none', async () => {
    const cwd = folderOf(CHART);
    const { code, stdout, stderr } = await plimsoll(['check', '--helm'], { cwd, env: { PATH: path.join(cwd, 'nothing') } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'plimsoll: --helm needs the program `helm`, which is not on the PATH (https://helm.sh/docs/intro/install/ tells how to get it).\n',
    );
  });

  test('a program in the folder that one is in is not taken for Helm', async () => {
    const cwd = folderOf({ ...CHART, helm: '#!/bin/sh\ntouch started\n', 'helm.exe': '' });
    expect((await plimsoll(['check', '--helm'], { cwd, env: { PATH: `.${path.delimiter}${path.delimiter}..` } })).code).toBe(2);
  });
});

describe.concurrent("a chart's values", () => {
  const schema = '{"properties":{"replicas":{"type":"integer"}}}';

  test('are checked by the schema beside them', async () => {
    const cwd = folderOf({ ...CHART, 'chart/values.yaml': 'image: a\nreplicas: many\n', 'chart/values.schema.json': schema });
    const { code, stdout } = await plimsoll(['check', '--format', 'json', ...ONLY], { cwd });
    expect({ code, places: placesIn(stdout) }).toEqual({ code: 1, places: ['schema/invalid chart/values.yaml:2'] });
    expect((await plimsoll(['check', 'chart/values.yaml'], { cwd })).code).toBe(1);
  });

  test('without one are none of ours', async () => {
    const cwd = folderOf({ 'values.yaml': 'apiVersion: 1\nreplicas: many\n' });
    expect((await plimsoll(['check'], { cwd })).code).toBe(2);
  });
});

describe.concurrent('manifests from a pipe', () => {
  const rendered =
    '---\n# Source: web/templates/a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: busybox\n';

  test('as `helm template` and `kustomize build` write them', async () => {
    const { code, stdout } = await plimsoll(['check', '-', '--format', 'json', ...ONLY], {
      stdin: `${rendered}${rendered.replaceAll('name: a', 'name: b')}`,
    });
    expect({ code, places: placesIn(stdout) }).toEqual({ code: 1, places: ['images/tag <stdin>:10', 'images/tag <stdin>:20'] });
  });
});

describe.skipIf(HELM === undefined).concurrent('Helm itself', () => {
  const helm = HELM ?? '';

  test('its rendering is checked, and shown in the templates', async () => {
    const cwd = folderOf(CHART);
    const { code, stdout, stderr } = await plimsoll(['check', '--helm', '--format', 'json', ...ONLY], { cwd, env: withProgram(helm, cwd) });
    expect({ code, places: placesIn(stdout), stderr }).toEqual({
      code: 1,
      places: ['security/privileged chart/templates/deployment.yaml:16 (rendered)', 'images/tag chart/templates/deployment.yaml:17'],
      stderr: '',
    });
  });

  test('with other values', async () => {
    const cwd = folderOf({ ...CHART, 'prod.yaml': 'image: acme/web:1.2.3\nextra: null\n' });
    const args = ['check', 'chart', '--helm', '--helm-values', 'prod.yaml', ...ONLY];
    expect(await plimsoll(args, { cwd, env: withProgram(helm, cwd) })).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    ['a template that fails', { 'chart/templates/b.yaml': '{{ fail "set a domain" }}\n' }, 'set a domain'],
    [
      'a dependency that is not there',
      {
        'chart/Chart.yaml': `${CHART['chart/Chart.yaml']}dependencies:\n  - name: db\n    version: 1.0.0\n    repository: https://charts.example\n`,
      },
      'db',
    ],
    ['values that its schema refuses', { 'chart/values.schema.json': '{"required":["domain"]}' }, 'domain'],
  ])('%s is one line with its own message', async (_, files, message) => {
    const cwd = folderOf({ ...CHART, ...files });
    const { code, stderr } = await plimsoll(['check', '--helm', ...ONLY], { cwd, env: withProgram(helm, cwd) });
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 2, lines: 2 });
    expect(stderr).toMatch(/^plimsoll: chart cannot be rendered: /);
    expect(stderr).toContain(message);
  });

  test('a folder without a chart is told', async () => {
    const cwd = folderOf({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n' });
    expect(await plimsoll(['check', '--helm'], { cwd, env: withProgram(helm, cwd) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no chart'),
    });
  });

  test('findings in renderings go into a baseline', async () => {
    const cwd = folderOf(CHART);
    const env = withProgram(helm, cwd);
    expect((await plimsoll(['check', '--helm', '--write-baseline', 'known.json', ...ONLY], { cwd, env })).code).toBe(0);
    expect(await plimsoll(['check', '--helm', '--baseline', 'known.json', ...ONLY], { cwd, env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 known findings'),
    });
  });

  test('the chart that `helm create` makes has no false findings in its templates', async () => {
    const cwd = folderOf({ 'readme.txt': '' });
    execFileSync(helm, ['create', 'demo'], { cwd, env: { ...process.env, ...withProgram(helm, cwd) } });
    const { stdout } = await plimsoll(['check', 'demo', '--format', 'json'], { cwd });
    // Its test's pod runs an image without a tag.
    expect(placesIn(stdout)).toEqual(['images/tag demo/templates/tests/test-connection.yaml:12']);
    const rendered = await plimsoll(['check', 'demo', '--helm', '--format', 'json'], { cwd, env: withProgram(helm, cwd) });
    expect(placesIn(rendered.stdout)).toContain('availability/replicas demo/templates/deployment.yaml:9');
    rmSync(path.join(cwd, 'demo/templates/tests'), { recursive: true });
    expect((await plimsoll(['check', 'demo'], { cwd })).code).toBe(0);
  });

  test('its output can be piped', async () => {
    const cwd = folderOf(CHART);
    const stdin = execFileSync(helm, ['template', 'x', 'chart'], { cwd, env: { ...process.env, ...withProgram(helm, cwd) } });
    const { code, stdout } = await plimsoll(['check', '-', '--format', 'json', ...ONLY], { stdin });
    expect(code).toBe(1);
    expect(placesIn(stdout).map((place) => place.split(' ')[0])).toEqual(['images/tag', 'security/privileged']);
  });
});

describe.skipIf(KUSTOMIZE === undefined)('Kustomize itself', () => {
  test('its output can be piped', async () => {
    const cwd = folderOf({
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: busybox\n',
      'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
    });
    const build = () => execFileSync(KUSTOMIZE ?? '', ['build', 'prod'], { cwd });
    const { code, stdout } = await plimsoll(['check', '-', '--format', 'json', ...ONLY], { stdin: build() });
    expect({ code, rules: placesIn(stdout).map((place) => place.split(' ')[0]) }).toEqual({ code: 1, rules: ['images/tag'] });
    const images = 'images:\n  - name: busybox\n    newTag: "1.37"\n';
    writeFileSync(path.join(cwd, 'prod/kustomization.yaml'), `${readFileSync(path.join(cwd, 'prod/kustomization.yaml'), 'utf8')}${images}`);
    expect((await plimsoll(['check', '-', ...ONLY], { stdin: build() })).code).toBe(0);
  });
});
