import { afterEach, expect, test } from 'vitest';
import type { CompletionItem, Hover, MarkupContent, TextEdit } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, FULL_CAPABILITIES } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const FILE = 'file:///work/pod.yaml';
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: example/api:1.0.0
      
`;
const END = { line: 8, character: 6 };

let client: TestClient;
afterEach(() => client.dispose());

async function start(options?: Parameters<TestClient['initialize']>[0], settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  client = connect(new MemoryPlatform(), settings);
  await client.initialize(options);
}

async function proposal(label: string, position = END): Promise<CompletionItem | undefined> {
  const items = await client.request<CompletionItem[]>('completion', FILE, { position });
  return items.find((item) => item.label === label);
}

test('a key is proposed with what it requires, and described when it is shown', async () => {
  await start();
  await client.open(FILE, POD);
  const item = await proposal('livenessProbe');
  expect(item).toMatchObject({
    insertTextFormat: 2,
    insertTextMode: 1,
    textEdit: {
      range: { start: END, end: END },
      newText: 'livenessProbe:\n        httpGet:\n          path: ${1:/healthz}\n          port: ${2:8080}',
    },
  });
  const described = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
  expect(described).toMatchObject({ detail: 'Probe', documentation: { kind: 'markdown', value: expect.stringContaining('liveness') } });
});

test('a proposal follows what is typed', async () => {
  await start();
  await client.open(FILE, POD);
  await client.edit(FILE, [{ range: { start: END, end: END }, newText: 'imagePullPolicy: ' }]);
  const item = await proposal('IfNotPresent', { line: 8, character: 23 });
  await client.edit(FILE, [item?.textEdit as TextEdit]);
  expect(client.text(FILE)).toContain('      imagePullPolicy: IfNotPresent\n');
});

test('choosing a kind writes its API version too', async () => {
  await start();
  await client.open(FILE, 'kind: \n');
  const item = await proposal('Deployment', { line: 0, character: 6 });
  await client.edit(FILE, [...(item?.additionalTextEdits ?? []), item?.textEdit as TextEdit]);
  expect(client.text(FILE)).toBe('apiVersion: apps/v1\nkind: Deployment\n');
});

test('a client without tab stops gets text that ends where typing goes on', async () => {
  await start({ capabilities: { ...FULL_CAPABILITIES, textDocument: { ...FULL_CAPABILITIES.textDocument, completion: {} } } });
  await client.open(FILE, POD);
  const item = await proposal('livenessProbe');
  const newText = 'livenessProbe:\n        httpGet:\n          path: ';
  expect(item).toMatchObject({ insertTextFormat: 1, textEdit: { newText } });
});

test('a field and its object are described', async () => {
  await start();
  await client.open(FILE, POD);
  const text = async (line: number) => {
    const hover = await client.request<Hover | null>('hover', FILE, { position: { line, character: 2 } });
    return (hover?.contents as MarkupContent | undefined)?.value;
  };
  expect(await text(5)).toContain('list of Container, required');
  expect(await text(1)).toMatch(/^`Pod` · `v1`/);
});

test('where schemas are left to others, there is nothing of them', async () => {
  await start({}, { '': { schemas: { enable: 'off' } } });
  await client.open(FILE, POD);
  await client.diagnostics(FILE);
  expect(await proposal('livenessProbe')).toBeUndefined();
  expect(await client.request('hover', FILE, { position: { line: 5, character: 4 } })).toBeNull();
});
