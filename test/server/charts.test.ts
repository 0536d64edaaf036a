import { afterAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const ROOT = 'file:///work';
const CHART = `${ROOT}/charts/web`;
const TEMPLATE = `${CHART}/templates/pod.yaml`;
const VALUES = `${CHART}/values.yaml`;

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
  containers:
    - name: web
      image: {{ .Values.image }}
`;
const RENDERED = `---\n# Source: web/templates/pod.yaml\n${POD.replace('{{ .Release.Name }}', 'release').replace('{{ .Values.image }}', 'acme/web')}`;

const FILES = {
  [`${CHART}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  [VALUES]: 'image: acme/web\n',
  [TEMPLATE]: POD,
};

/** A machine with a Helm that gives what it is told to. */
class HelmPlatform extends MemoryPlatform {
  readonly rendered: string[] = [];
  answer: { readonly text: string } | { readonly problem: string } | undefined = { text: RENDERED };

  async renderChart(folder: string): Promise<typeof this.answer> {
    this.rendered.push(folder);
    return this.answer;
  }
}

const clients: TestClient[] = [];
afterAll(() => {
  for (const client of clients) client.dispose();
});

const settings = { '': { rules: { 'images/tag': 'error' } } };

async function start(
  initializationOptions: unknown,
  files: Readonly<Record<string, string>> = FILES,
): Promise<{ readonly client: TestClient; readonly platform: HelmPlatform }> {
  const platform = new HelmPlatform(files);
  const client = connect(platform, settings);
  clients.push(client);
  await client.initialize({ folders: [ROOT], initializationOptions });
  await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
  return { client, platform };
}

function save(client: TestClient, uri: string): Promise<void> {
  return client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
}

const saysTag = (diagnostics: readonly Diagnostic[]) => diagnostics.some(({ code }) => code === 'images/tag');

// Each waits until files have been left alone for a while; they do so side by side.
describe.concurrent('what a chart renders', () => {
  // By itself: with others at work, together may take too long.
  test('is looked at once where files are saved together', { concurrent: false }, async () => {
    const { client, platform } = await start({ trusted: true });
    await client.open(TEMPLATE, POD);
    await Promise.all([save(client, VALUES), save(client, TEMPLATE), save(client, `${CHART}/Chart.yaml`)]);
    await client.diagnostics(TEMPLATE, saysTag);
    expect(platform.rendered).toEqual([CHART]);
  });

  test('is shown in its templates once one of its files is saved, until that is edited', async () => {
    const { client, platform } = await start({ trusted: true });
    await client.open(TEMPLATE, POD);
    expect(saysTag(await client.diagnostics(TEMPLATE))).toBe(false);
    await save(client, VALUES);
    const [found] = (await client.diagnostics(TEMPLATE, saysTag)).filter(({ code }) => code === 'images/tag');
    expect(found?.range).toEqual({ start: { line: 7, character: 13 }, end: { line: 7, character: 32 } });
    expect(platform.rendered).toEqual([CHART]);
    await client.replace(TEMPLATE, 'name: web', 'name: other');
    await client.diagnostics(TEMPLATE, (diagnostics) => !saysTag(diagnostics));
  });

  test('goes when the chart is mended', async () => {
    const { client, platform } = await start({ trusted: true });
    await client.open(TEMPLATE, POD);
    await save(client, VALUES);
    await client.diagnostics(TEMPLATE, saysTag);
    platform.answer = { text: RENDERED.replace('acme/web', 'acme/web:1.0') };
    await save(client, VALUES);
    await client.diagnostics(TEMPLATE, (diagnostics) => !saysTag(diagnostics));
  });

  test.each([
    ['nothing is said', undefined],
    ['it says no', { trusted: false }],
    ['it says anything but yes', { trusted: 'true' }],
    ['the settings say it', { plimsoll: { trusted: true } }],
  ])('is unknown in a workspace that nobody trusts: %s', async (_, options) => {
    const { client, platform } = await start(options);
    await client.open(TEMPLATE, POD);
    await save(client, TEMPLATE);
    await client.connection.sendNotification('plimsoll/trusted');
    await save(client, VALUES);
    await client.diagnostics(TEMPLATE, saysTag);
    // The first save was before the trust.
    expect(platform.rendered).toEqual([CHART]);
  });

  test('is not asked for where no chart is', async () => {
    const other = `${ROOT}/k8s/pod.yaml`;
    const { client, platform } = await start({ trusted: true }, { ...FILES, [other]: RENDERED });
    await client.open(TEMPLATE, POD);
    await save(client, other);
    await save(client, TEMPLATE);
    await client.diagnostics(TEMPLATE, saysTag);
    expect(platform.rendered).toEqual([CHART]);
  });

  test.each([
    ['without Helm', undefined, 'no `helm` on the PATH'],
    ['of a chart that Helm refuses', { problem: 'cannot be rendered: no domain' }, 'cannot be rendered: no domain'],
  ])('%s is told in the log', async (_, answer, message) => {
    const { client, platform } = await start({ trusted: true });
    platform.answer = answer;
    await save(client, VALUES);
    await client.until(() => client.logged.some((line) => line.includes(message)));
  });
});

describe("a chart's values", () => {
  const schema = JSON.stringify({ properties: { replicas: { type: 'integer' } } });

  test('are checked by the schema beside them as they are typed, trusted or not', async () => {
    const { client } = await start(undefined, { ...FILES, [`${CHART}/values.schema.json`]: schema });
    await client.open(VALUES, 'replicas: two\n');
    const [found] = await client.diagnostics(VALUES, (diagnostics) => diagnostics.length > 0);
    expect(found).toMatchObject({ code: 'schema/invalid', range: { start: { line: 0, character: 10 }, end: { line: 0, character: 13 } } });
    await client.replace(VALUES, 'two', '2');
    await client.diagnostics(VALUES, (diagnostics) => diagnostics.length === 0);
  });
});
