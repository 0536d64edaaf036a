import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, PULL_CAPABILITIES } from './support/client.ts';
import { AUTOSCALER, BROKEN, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const FILE = `${FOLDER}/worker.yaml`;
const OTHER = `${FOLDER}/hpa.yaml`;

let client: TestClient;
afterEach(() => client.dispose());

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('a client that is told of diagnostics', () => {
  test('sees a fault, fixes it, and sees it gone', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, BROKEN);
    const found = await client.diagnostics(FILE);
    expect(codes(found)).toEqual(['schema/quantity']);
    expect(client.published.get(FILE)?.version).toBe(1);
    const fix = (await client.actions(FILE, found)).find(({ isPreferred }) => isPreferred);
    await client.apply(fix!);
    expect(client.text(FILE)).toBe(WORKER);
    expect(await client.diagnostics(FILE)).toEqual([]);
    expect(client.published.get(FILE)?.version).toBe(2);
  });

  test('gets them for a file with Windows line breaks and a byte order mark, and the fix keeps those', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    await client.open(FILE, windows(BROKEN));
    const found = await client.diagnostics(FILE);
    expect(found[0]?.range.start).toEqual({ line: 27, character: 22 });
    await client.apply((await client.actions(FILE, found)).find(({ isPreferred }) => isPreferred) as CodeAction);
    expect(client.text(FILE)).toBe(windows(WORKER));
  });

  test('fixes all that is safe on request', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, `${BROKEN}---\n${BROKEN.replaceAll('worker', 'other-worker')}`);
    const found = await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 1);
    const [all] = await client.actions(FILE, found, ['source.fixAll.plimsoll']);
    await client.apply(all!);
    expect(client.text(FILE)).not.toContain('1 Gi');
    expect(await client.diagnostics(FILE)).toEqual([]);
  });

  test('gets the state after the last of many keystrokes', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, WORKER);
    for (const letter of 'nonsense') await client.replace(FILE, 'spec:\n', `spec:\n  ${letter}: 1\n`);
    await client.replace(FILE, 'kind: Deployment', 'kind: Deployment # same');
    const found = await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0);
    expect(found.filter(({ code }) => code === 'schema/unknown-property').length).toBeGreaterThan(0);
    expect(client.published.get(FILE)?.version).toBe(10);
  });

  test('applies several edits in one message, wherever they are', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, `${WORKER}---\n${AUTOSCALER}`);
    const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
    await client.edit(FILE, [
      { range: at(0, 0), newText: '# one\n' },
      { range: at(40, 0), newText: '# two\n\n' },
      { range: at(1, 0), newText: '# three\n' },
    ]);
    await client.replace(FILE, 'maxReplicas: 12', 'maxReplicas: many');
    const found = await client.diagnostics(FILE, (diagnostics) => codes(diagnostics).includes('schema/invalid'));
    const { range } = found.find(({ code }) => code === 'schema/invalid')!;
    expect(client.text(FILE).split('\n')[range.start.line]).toBe('  maxReplicas: many');
  });

  test('takes a whole new text, too', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, BROKEN);
    await client.diagnostics(FILE);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: FILE, version: 5 },
      contentChanges: [{ text: WORKER }],
    });
    await client.until(() => client.published.get(FILE)?.version === 5);
    expect(client.published.get(FILE)?.diagnostics).toEqual([]);
  });

  test('loses them when it closes the file', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, BROKEN);
    await client.diagnostics(FILE);
    await client.close(FILE);
    await client.until(() => client.published.get(FILE)?.diagnostics.length === 0);
    expect(client.published.get(FILE)?.version).toBeUndefined();
  });

  test('gets those of one file anew when another one has changed', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(OTHER, AUTOSCALER);
    await client.open(FILE, WORKER);
    await client.diagnostics(OTHER, (diagnostics) => diagnostics.every(({ code }) => code !== 'scaling/target'));
    await client.replace(FILE, 'name: worker', 'name: walker');
    const found = await client.diagnostics(OTHER, (diagnostics) => codes(diagnostics).includes('scaling/target'));
    expect(found.find(({ code }) => code === 'scaling/target')?.message).toContain('not found in this workspace');
  });
});

describe('a client that asks for diagnostics', () => {
  const pull = (uri: string, previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('diagnostic', uri, previousResultId === undefined ? {} : { previousResultId });

  test('is offered to ask, and is not told by itself', async () => {
    client = connect(new MemoryPlatform());
    const { capabilities } = await client.initialize({ capabilities: PULL_CAPABILITIES });
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    await client.open(FILE, BROKEN);
    const report = await pull(FILE);
    expect(report.kind === 'full' && codes(report.items)).toEqual(['schema/quantity']);
    expect(client.published.size).toBe(0);
  });

  test('is told that nothing has changed until something has', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize({ capabilities: PULL_CAPABILITIES });
    await client.open(FILE, BROKEN);
    const first = await pull(FILE);
    expect(await pull(FILE, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.replace(FILE, '1 Gi', '1Gi');
    expect(await pull(FILE, first.resultId)).toMatchObject({ kind: 'full', items: [] });
    expect(await pull(FILE, 'from another server')).toMatchObject({ kind: 'full', items: [] });
  });

  test('is told to ask again when another file matters, and only then', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize({ capabilities: PULL_CAPABILITIES });
    await client.open(FILE, WORKER);
    await client.open(OTHER, AUTOSCALER);
    await pull(OTHER);
    await client.replace(FILE, 'name: worker', 'name: walker');
    await client.until(() => client.received.includes('workspace/diagnostic/refresh'));
    const report = await pull(OTHER);
    expect(report.kind === 'full' && codes(report.items)).toContain('scaling/target');
  });

  test('gets nothing for a file that the server was never told of', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize({ capabilities: PULL_CAPABILITIES });
    expect(await pull('file:///work/unknown.yaml')).toMatchObject({ kind: 'full', items: [] });
  });
});

describe('YAML that is none of ours', () => {
  test('gets no diagnostics, hovers, hints, symbols or lenses, however broken it is', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    const workflow = `${FOLDER}/workflow.yml`;
    await client.open(workflow, 'on: push\njobs:\n  build: [\n\tnode\n');
    await client.open(FILE, BROKEN);
    await client.diagnostics(FILE);
    const nowhere = { position: { line: 1, character: 2 }, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } };
    expect(client.published.has(workflow)).toBe(false);
    expect(await client.request('hover', workflow, nowhere)).toBeNull();
    expect(await client.request('inlayHint', workflow, nowhere)).toEqual([]);
    expect(await client.request('documentSymbol', workflow)).toEqual([]);
    expect(await client.request('codeLens', workflow)).toEqual([]);
    expect(await client.request('completion', workflow, nowhere)).toEqual([]);
  });

  test('becomes ours while it is typed, and stops to be', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, '');
    await client.edit(FILE, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: BROKEN }]);
    expect(codes(await client.diagnostics(FILE))).toEqual(['schema/quantity']);
    await client.replace(FILE, 'apiVersion', 'version');
    expect(await client.diagnostics(FILE)).toEqual([]);
  });
});

describe('broken YAML', () => {
  test.each([
    ['an unclosed bracket', WORKER.replace('ports:', 'ports: [')],
    ['a tab', WORKER.replace('  replicas', '\treplicas')],
    ['a merge conflict', WORKER.replace('  replicas: 3\n', '<<<<<<< HEAD\n  replicas: 3\n=======\n  replicas: 4\n>>>>>>> other\n')],
    ['a duplicate key', WORKER.replace('  replicas: 3\n', '  replicas: 3\n  replicas: 4\n')],
    ['binary data', `apiVersion: v1\nkind: Secret\n${'\u0000\uFFFD'.repeat(500)}`],
  ])('%s is a finding, and the server goes on', async (_, text) => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, text);
    const found = await client.diagnostics(FILE);
    expect(codes(found)).toContain('schema/syntax');
    await client.open(OTHER, BROKEN);
    expect(codes(await client.diagnostics(OTHER))).toEqual(['schema/quantity']);
  });

  test('an alias bomb and deep nesting are survived', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    const bomb = Array.from(
      { length: 40 },
      (_, index) => `  l${index}: &a${index} [${index > 0 ? `*a${index - 1}, *a${index - 1}` : '1'}]`,
    );
    await client.open(FILE, `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n${bomb.join('\n')}\n`);
    expect(await client.diagnostics(FILE)).not.toEqual([]);
    await client.open(OTHER, `apiVersion: v1\nkind: ConfigMap\ndata: ${'['.repeat(10_000)}`);
    expect(await client.diagnostics(OTHER)).not.toEqual([]);
  });
});

test('a huge file is checked, and each edit of it', { tags: ['large'] }, async () => {
  client = connect(new MemoryPlatform());
  await client.initialize();
  const account =
    'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: worker, namespace: shop }\nautomountServiceAccountToken: false\n';
  const one = `${WORKER}---\n${account}`;
  const many = Array.from({ length: 400 }, (_, index) => one.replaceAll('worker', `worker-${index}`)).join('---\n');
  await client.open(FILE, many);
  expect(await client.diagnostics(FILE)).toEqual([]);
  await client.replace(FILE, 'name: worker-399\n', 'name: worker-399\n  nonsense: true\n');
  const found = await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0);
  expect(codes(found)).toEqual(['schema/unknown-property']);
  expect(client.text(FILE).split('\n')[found[0]?.range.start.line ?? 0]).toBe('  nonsense: true');
});

describe('a file that is too large', { tags: ['large'] }, () => {
  const padding = `# ${'x'.repeat(98)}\n`.repeat(110_000);

  test('is said to be, and the server goes on', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, `${BROKEN}${padding}`);
    const [only, ...others] = await client.diagnostics(FILE);
    expect(others).toEqual([]);
    expect(only?.message).toContain('too large');
    await client.replace(FILE, '1 Gi', '1Gi');
    await client.open(OTHER, BROKEN);
    expect(codes(await client.diagnostics(OTHER))).toEqual(['schema/quantity']);
  });

  test('is checked again when it has become smaller', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, BROKEN);
    const end = { line: 0, character: 0 };
    await client.edit(FILE, [{ range: { start: end, end }, newText: padding }]);
    expect(codes(await client.diagnostics(FILE))).toEqual(['internal/too-large']);
    await client.close(FILE);
    await client.open(FILE, BROKEN);
    expect(codes(await client.diagnostics(FILE, (diagnostics) => !codes(diagnostics).includes('internal/too-large')))).toEqual([
      'schema/quantity',
    ]);
  });

  test('gets nothing where it is none of ours', async () => {
    client = connect(new MemoryPlatform());
    await client.initialize();
    await client.open(FILE, `jobs: [\n${padding}`);
    await client.open(OTHER, BROKEN);
    await client.diagnostics(OTHER);
    expect(client.published.has(FILE)).toBe(false);
  });
});

test('the other side of a comparison is left alone', async () => {
  client = connect(new MemoryPlatform());
  await client.initialize();
  await client.open('git:/work/worker.yaml?ref', BROKEN);
  await client.open(FILE, BROKEN);
  await client.diagnostics(FILE);
  expect(client.published.has('git:/work/worker.yaml?ref')).toBe(false);
});
