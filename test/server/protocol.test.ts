import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, CompletionItem, DocumentSymbol, Hover, SymbolInformation } from 'vscode-languageserver/node';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect } from './support/client.ts';
import { BROKEN, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FILE = 'file:///work/worker.yaml';
const AT_REPLICAS = { position: { line: 9, character: 4 } };

let client: TestClient;
afterEach(() => client.dispose());

async function start(platform = new MemoryPlatform(), options?: Parameters<TestClient['initialize']>[0]): Promise<void> {
  client = connect(platform);
  await client.initialize(options);
}

describe('the handshake', () => {
  test('says what the server can', async () => {
    client = connect(new MemoryPlatform());
    const { capabilities, serverInfo } = await client.initialize();
    expect(serverInfo?.name).toBe('plimsoll');
    expect(capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2, save: true },
      hoverProvider: true,
      inlayHintProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.plimsoll'], resolveProvider: true },
    });
    expect(capabilities.diagnosticProvider).toBeUndefined();
  });

  test('comes first', async () => {
    client = connect(new MemoryPlatform());
    await expect(client.request('hover', FILE, AT_REPLICAS)).rejects.toMatchObject({ code: -32002 });
    await client.initialize();
    await client.open(FILE, WORKER);
    expect(await client.request('hover', FILE, AT_REPLICAS)).not.toBeNull();
  });

  test('is over after shutdown', async () => {
    await start();
    await client.open(FILE, WORKER);
    await client.connection.sendRequest('shutdown');
    await expect(client.request('hover', FILE, AT_REPLICAS)).rejects.toMatchObject({ code: -32600 });
  });
});

describe('a message that makes no sense', () => {
  test.each([
    ['parameters that are missing', 'textDocument/hover', {}],
    ['parameters of another shape', 'textDocument/inlayHint', { textDocument: 5, range: 'all' }],
    ['a position that is nowhere', 'textDocument/hover', { textDocument: { uri: FILE }, position: { line: -4, character: 1e9 } }],
    [
      'a document that is unknown',
      'textDocument/completion',
      { textDocument: { uri: 'file:///nowhere' }, position: { line: 0, character: 0 } },
    ],
    ['an address that is none', 'textDocument/documentSymbol', { textDocument: { uri: 'not a uri' } }],
    [
      'diagnostics of nobody',
      'textDocument/codeAction',
      { textDocument: { uri: FILE }, context: { diagnostics: [{ source: 'plimsoll', data: [] }] } },
    ],
    ['an action of nobody', 'codeAction/resolve', { title: 'x', data: { uri: 7 } }],
    ['a proposal of nobody', 'completionItem/resolve', { label: 'x', data: { route: 'spec' } }],
    ['a sizing of nothing', 'plimsoll/sizing', { uri: 'file:///nowhere' }],
    ['a method that is unknown', 'textDocument/unheardOf', {}],
  ])('%s costs no more than its own answer', async (_, method, params) => {
    await start();
    await client.open(FILE, WORKER);
    const answer = await client.connection.sendRequest(method, params).catch((error: Error) => error);
    expect(answer).toBeDefined();
    expect(await client.request('hover', FILE, AT_REPLICAS)).not.toBeNull();
  });

  test.each([
    [
      'a change of a document that isn’t open',
      'textDocument/didChange',
      { textDocument: { uri: 'file:///x', version: 2 }, contentChanges: [{ text: '' }] },
    ],
    ['a change without changes', 'textDocument/didChange', { textDocument: { uri: FILE, version: 2 } }],
    ['an opening without a document', 'textDocument/didOpen', {}],
    ['a closing of nothing', 'textDocument/didClose', { textDocument: { uri: 'file:///x' } }],
    ['files that changed without a list', 'workspace/didChangeWatchedFiles', {}],
    ['settings of another shape', 'workspace/didChangeConfiguration', 5],
  ])('%s is survived', async (_, method, params) => {
    await start();
    await client.open(FILE, WORKER);
    await client.connection.sendNotification(method, params);
    expect(await client.request('hover', FILE, AT_REPLICAS)).not.toBeNull();
  });
});

describe('a failure inside the server', () => {
  class BrokenPlatform extends MemoryPlatform {
    override readonly readSchema = (): unknown => {
      throw new Error('the schemas are gone');
    };
    override readSnippets(): never {
      throw new Error('the snippets are gone');
    }
  }

  test('is logged, and costs no more than one answer', async () => {
    await start(new BrokenPlatform());
    await client.open(FILE, '');
    expect(await client.request('completion', FILE, { position: { line: 0, character: 0 } })).toEqual([]);
    await client.until(() => client.logged.length > 0);
    expect(client.logged.join('\n')).toContain('the snippets are gone');
    await client.open('file:///work/second.yaml', WORKER);
    expect(await client.request('documentSymbol', 'file:///work/second.yaml')).not.toEqual([]);
  });

  test('is shown in the file that it is about, and everything else goes on', async () => {
    await start(new BrokenPlatform());
    await client.open(FILE, WORKER);
    const found = await client.diagnostics(FILE);
    expect(found.some(({ code }) => String(code).startsWith('internal/'))).toBe(true);
    expect(await client.request<unknown[]>('documentSymbol', FILE)).toHaveLength(1);
  });
});

test('a request that was cancelled is answered as cancelled', async () => {
  await start();
  await client.open(FILE, WORKER);
  const source = new CancellationTokenSource();
  const answer = client.connection.sendRequest('textDocument/hover', { textDocument: { uri: FILE }, ...AT_REPLICAS }, source.token);
  source.cancel();
  const outcome = await answer.then(
    () => 'answered before',
    (error: { code: number }) => error.code,
  );
  expect(['answered before', -32800]).toContain(outcome);
  expect(await client.request('hover', FILE, AT_REPLICAS)).not.toBeNull();
});

describe('features', () => {
  test('answer through the connection', async () => {
    await start();
    await client.open(FILE, WORKER);
    const { contents } = await client.request<Hover>('hover', FILE, AT_REPLICAS);
    expect(contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('15-30') });
    const [symbol] = await client.request<DocumentSymbol[]>('documentSymbol', FILE);
    expect(symbol?.name).toBe('Deployment shop/worker');
    const { text } = await client.connection.sendRequest<{ text: string }>('plimsoll/sizing', { uri: FILE });
    expect(text).toContain('**Deployment shop/worker**');
  });

  test('are simpler for a client that can less', async () => {
    await start(new MemoryPlatform(), { capabilities: {} });
    await client.open(FILE, BROKEN);
    const found = await client.diagnostics(FILE);
    const [symbol] = await client.request<SymbolInformation[]>('documentSymbol', FILE);
    expect(symbol?.location.uri).toBe(FILE);
    expect(await client.connection.sendRequest<{ text: string }>('plimsoll/sizing', { uri: FILE })).toHaveProperty('text');
    expect(found.length).toBeGreaterThan(0);
  });

  test('complete with snippets and fields, and describe them when they are shown', async () => {
    await start(new MemoryPlatform({}, [{ name: 'Plan', prefix: 'plan', description: '', body: 'users: $1' }]));
    await client.open(FILE, '');
    const [snippet] = await client.request<CompletionItem[]>('completion', FILE, { position: { line: 0, character: 0 } });
    expect(snippet?.label).toBe('plan');
    await client.edit(FILE, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: `${WORKER}  ` }]);
    const items = await client.request<CompletionItem[]>('completion', FILE, {
      position: { line: WORKER.split('\n').length - 1, character: 2 },
    });
    expect(items.map(({ label }) => label)).not.toContain('plan');
    await client.replace(FILE, '  replicas: 3\n', '  \n');
    const fields = await client.request<CompletionItem[]>('completion', FILE, { position: { line: 9, character: 2 } });
    const replicas = fields.find(({ label }) => label === 'replicas');
    const described = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', replicas);
    expect(described.documentation).toMatchObject({ value: expect.stringContaining('desired pods') });
  });

  test('that change the file are for the version that the client has', async () => {
    await start();
    await client.open(FILE, BROKEN);
    await client.diagnostics(FILE);
    await client.replace(FILE, 'kind: Deployment', 'kind: Deployment # typed');
    const actions = await client.actions(FILE, await client.diagnostics(FILE));
    const versions = actions.flatMap(({ edit }: CodeAction) =>
      (edit?.documentChanges ?? []).map((change) => ('textDocument' in change ? change.textDocument.version : undefined)),
    );
    expect(new Set(versions)).toEqual(new Set([2]));
  });
});
