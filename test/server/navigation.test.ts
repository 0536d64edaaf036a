import { afterEach, describe, expect, test } from 'vitest';
import type {
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  Location,
  SymbolInformation,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { applyEdits, connect, FULL_CAPABILITIES } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const POD = `${FOLDER}/pod.yaml`;
const CONFIG = `${FOLDER}/config.yaml`;
const MORE = `${FOLDER}/more.yaml`;
const LISTING = `${FOLDER}/kustomization.yaml`;

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: main
      image: registry.example.com/main:1.0.0
      envFrom:
        - configMapRef:
            name: settings
`;
const NAME_IN_POD = { line: 10, character: 20 };
const CONFIG_TEXT = 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: settings # shared\r\n';
const NAME_IN_CONFIG = { line: 3, character: 10 };

let client: TestClient;
afterEach(() => client.dispose());

/** A client with a workspace of which only one file is open. */
async function start(capabilities = FULL_CAPABILITIES): Promise<void> {
  const files = {
    [POD]: pod('api'),
    [CONFIG]: CONFIG_TEXT,
    [MORE]: pod('worker'),
    [LISTING]: 'resources:\n  - pod.yaml\n  - config.yaml\n  - more.yaml\n',
  };
  client = connect(new MemoryPlatform(files));
  await client.initialize({ capabilities, folders: [FOLDER] });
  await client.open(POD, pod('api'));
  await leadsTo(1);
}

const definition = (uri = POD, position = NAME_IN_POD) => client.request<Location[]>('definition', uri, { position });

/** Asks until the name in the Pod leads to so many places: files are read in the background. */
async function leadsTo(count: number): Promise<void> {
  while ((await definition()).length !== count) await new Promise((resolve) => setTimeout(resolve, 5));
}

const rename = (newName: string, uri = POD, position = NAME_IN_POD) => client.request<WorkspaceEdit>('rename', uri, { position, newName });

describe('names lead', () => {
  test('to a file that is not open', async () => {
    await start();
    expect(await definition()).toEqual([{ uri: CONFIG, range: { start: { line: 3, character: 8 }, end: { line: 3, character: 16 } } }]);
  });

  test('to all places, and to those in the file', async () => {
    await start();
    const found = await client.request<Location[]>('references', POD, { position: NAME_IN_POD, context: { includeDeclaration: false } });
    expect(found.map(({ uri }) => uri)).toEqual([MORE, POD]);
    const highlights = await client.request<DocumentHighlight[]>('documentHighlight', POD, { position: NAME_IN_POD });
    expect(highlights).toMatchObject([{ range: { start: { line: 10 } } }]);
  });

  test('from a kustomization to its files, and from a query to objects', async () => {
    await start();
    await client.open(LISTING, 'resources:\n  - config.yaml\n');
    expect(await client.request<DocumentLink[]>('documentLink', LISTING)).toMatchObject([{ target: CONFIG }]);
    const symbols = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'ConfigMap/settings' });
    expect(symbols).toMatchObject([{ name: 'ConfigMap/settings', location: { uri: CONFIG } }]);
  });

  test('as the buffers have them, not the files', async () => {
    await start();
    await client.open(CONFIG, CONFIG_TEXT.replace('settings', 'options'));
    await leadsTo(0);
    await client.close(CONFIG);
    await leadsTo(1);
    expect(await definition()).toMatchObject([{ uri: CONFIG }]);
  });

  test('to a document that was never saved', async () => {
    await start();
    const untitled = 'untitled:Untitled-1';
    await client.open(untitled, `${pod('new')}---\n${CONFIG_TEXT.replaceAll('\r', '').replace('settings', 'own')}`);
    await client.replace(untitled, 'name: settings', 'name: own');
    expect(await definition(untitled, NAME_IN_POD)).toMatchObject([{ uri: untitled, range: { start: { line: 15 } } }]);
  });
});

describe('a rename', () => {
  test('edits open files by their version, and others as they are on disk', async () => {
    await start();
    await client.replace(POD, 'name: api', 'name: api-2');
    const { documentChanges } = await rename('options');
    const edits = (documentChanges as TextDocumentEdit[]).map(({ textDocument }) => textDocument);
    expect(edits).toEqual(
      expect.arrayContaining([
        { uri: POD, version: 2 },
        { uri: CONFIG, version: null },
        { uri: MORE, version: null },
      ]),
    );
    const config = (documentChanges as TextDocumentEdit[]).find(({ textDocument }) => textDocument.uri === CONFIG);
    expect(applyEdits(CONFIG_TEXT, config?.edits as never)).toBe(CONFIG_TEXT.replace('settings', 'options'));
  });

  test('is taken by a client without versions', async () => {
    await start({ ...FULL_CAPABILITIES, workspace: { ...FULL_CAPABILITIES.workspace, workspaceEdit: {} } });
    const { changes } = await rename('options');
    expect(Object.keys(changes ?? {}).sort()).toEqual([CONFIG, MORE, POD]);
  });

  test('begins from where the name is given too', async () => {
    await start();
    await client.open(CONFIG, CONFIG_TEXT);
    const { documentChanges } = await rename('options', CONFIG, NAME_IN_CONFIG);
    expect(documentChanges).toHaveLength(3);
  });

  test('is refused with a reason', async () => {
    await start();
    await expect(rename('No Way')).rejects.toThrow(/"No Way" can be no name of this ConfigMap, because/);
    await expect(rename('a', POD, { line: 0, character: 2 })).rejects.toThrow('Nothing that can be renamed stands here.');
    await client.open(`${FOLDER}/namespace.yaml`, 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n');
    const prepared = client.request('prepareRename', `${FOLDER}/namespace.yaml`, { position: { line: 3, character: 9 } });
    await expect(prepared).rejects.toThrow('its name is left as it is');
  });

  test('is offered for the bare name', async () => {
    await start();
    expect(await client.request('prepareRename', POD, { position: NAME_IN_POD })).toEqual({
      range: { start: { line: 10, character: 18 }, end: { line: 10, character: 26 } },
      placeholder: 'settings',
    });
    expect(await client.request('prepareRename', POD, { position: { line: 0, character: 0 } })).toBeNull();
  });
});

test('names of the workspace complete, from files that are not open', async () => {
  await start();
  await client.replace(POD, 'name: settings', 'name: ');
  const position = { line: 10, character: 18 };
  const [first] = await client.request<CompletionItem[]>('completion', POD, { position });
  expect(first).toMatchObject({
    label: 'settings',
    detail: 'ConfigMap · config.yaml',
    textEdit: { newText: 'settings', range: { start: position } },
  });
  expect(await client.connection.sendRequest('completionItem/resolve', first)).toMatchObject({ detail: 'ConfigMap · config.yaml' });
});

test('a workload says who selects it', async () => {
  await start();
  const file = `${FOLDER}/web.yaml`;
  const labels = '{ app: web }';
  await client.open(
    file,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: ${labels} }\n  template: { metadata: { labels: ${labels} } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  selector: ${labels}\n  ports: [{ port: 80 }]\n`,
  );
  const lenses = await client.request<CodeLens[]>('codeLens', file);
  expect(lenses.map(({ command }) => command?.title)).toContain('selected by 1 Service, 0 budgets, 0 policies');
});
