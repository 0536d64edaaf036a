import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CodeLens, Diagnostic, InlayHint } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { ALONE, connect, FULL_CAPABILITIES, PULL_CAPABILITIES } from './support/client.ts';
import { AUTOSCALER, BROKEN, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const FILE = `${FOLDER}/worker.yaml`;
const OTHER = `${FOLDER}/hpa.yaml`;
const CONFIG = `${FOLDER}/.plimsoll.yaml`;
const CREATED = 1;
const CHANGED = 2;
const DELETED = 3;

let client: TestClient;
afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

async function start(platform: MemoryPlatform, options: Parameters<TestClient['initialize']>[0] = { folders: [FOLDER] }): Promise<void> {
  client = connect(platform);
  await client.initialize(options);
  await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
}

async function hints(uri = FILE): Promise<string[]> {
  const found = await client.request<InlayHint[]>('inlayHint', uri, {
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  return found.map(({ label }) => String(label));
}

function filesChanged(...changes: readonly [string, number][]): Promise<void> {
  return client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: changes.map(([uri, type]) => ({ uri, type })) });
}

/** Clears what was received, so that what comes can be waited for. */
async function next(method: string): Promise<void> {
  client.received.length = 0;
  await client.until(() => client.received.includes(method));
}

describe('hints follow an autoscaler', () => {
  const alone = '· 3 × 500m CPU, 1Gi → 15-30 conversations';
  const scaled = '· 3-12 × 500m CPU, 1Gi → 15-120 conversations';

  test('in a file of the workspace that nobody has opened', async () => {
    await start(new MemoryPlatform({ [OTHER]: AUTOSCALER }));
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toBe(scaled);
  });

  test('that is edited in another editor', async () => {
    await start(new MemoryPlatform());
    await client.open(FILE, WORKER);
    await client.open(OTHER, AUTOSCALER.replace('    name: worker', '    name: other'));
    expect((await hints())[0]).toBe(alone);
    await client.replace(OTHER, 'name: other', 'name: worker');
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe(scaled);
  });

  test('that is made, changed and deleted on the disk', async () => {
    const platform = new MemoryPlatform();
    await start(platform);
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toBe(alone);

    platform.files.set(OTHER, AUTOSCALER);
    await filesChanged([OTHER, CREATED]);
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe(scaled);

    platform.files.set(OTHER, AUTOSCALER.replace('12', '6'));
    await filesChanged([OTHER, CHANGED]);
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe('· 3-6 × 500m CPU, 1Gi → 15-60 conversations');

    platform.files.delete(OTHER);
    await filesChanged([OTHER, DELETED]);
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe(alone);
  });

  test('that goes with its folder', async () => {
    const platform = new MemoryPlatform({ [`${FOLDER}/scaling/hpa.yaml`]: AUTOSCALER });
    await start(platform);
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toBe(scaled);
    platform.files.clear();
    await filesChanged([`${FOLDER}/scaling`, DELETED]);
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe(alone);
  });

  test('whose unsaved text counts until its editor is closed', async () => {
    await start(new MemoryPlatform({ [OTHER]: AUTOSCALER }));
    await client.open(FILE, WORKER);
    await client.open(OTHER, AUTOSCALER.replace('12', '6'));
    await client.until(() => true);
    expect((await hints())[0]).toContain('3-6 ×');
    await filesChanged([OTHER, CHANGED]);
    expect((await hints())[0]).toContain('3-6 ×');
    await client.close(OTHER);
    await next('workspace/inlayHint/refresh');
    expect((await hints())[0]).toBe(scaled);
  });
});

test('a lens is refreshed when another file changes the total', async () => {
  await start(new MemoryPlatform());
  await client.open(FILE, WORKER);
  const title = async () => (await client.request<CodeLens[]>('codeLens', FILE))[0]?.command?.title;
  const before = await title();
  await client.open(
    `${FOLDER}/api.yaml`,
    WORKER.replaceAll('worker', 'second-worker').replace('role: second-worker', 'role: worker').replaceAll('1Gi', '8Gi'),
  );
  await next('workspace/codeLens/refresh');
  expect(await title()).not.toBe(before);
});

test('nothing is refreshed by a change that nobody can see', async () => {
  await start(new MemoryPlatform());
  await client.open(FILE, WORKER);
  await hints();
  await client.open(OTHER, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
  await client.diagnostics(OTHER);
  client.received.length = 0;
  await client.replace(OTHER, 'name: a', 'name: b');
  await client.diagnostics(OTHER);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(client.received.filter((method) => method.endsWith('refresh'))).toEqual([]);
});

describe('settings', () => {
  const off = { rules: { ...ALONE, 'schema/quantity': 'off' } };

  test('are asked for per folder, and hold for the folder’s files', async () => {
    const second = 'file:///second';
    client = connect(new MemoryPlatform(), { [FOLDER]: off });
    await client.initialize({ folders: [FOLDER, second] });
    await client.open(FILE, BROKEN);
    await client.open(`${second}/worker.yaml`, BROKEN);
    expect(codes(await client.diagnostics(`${second}/worker.yaml`))).toContain('schema/quantity');
    expect(codes(await client.diagnostics(FILE))).not.toContain('schema/quantity');
  });

  test('apply from the first diagnostics on', async () => {
    client = connect(new MemoryPlatform(), { '': { enable: false } });
    await client.initialize();
    await client.open(FILE, BROKEN);
    expect(await client.diagnostics(FILE)).toEqual([]);
    expect(client.received.filter((method) => method === 'textDocument/publishDiagnostics')).toHaveLength(1);
  });

  test('are heeded at once when they change', async () => {
    await start(new MemoryPlatform());
    await client.open(FILE, BROKEN);
    expect(codes(await client.diagnostics(FILE))).toContain('schema/quantity');
    client.settings[FOLDER] = off;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(codes(await client.diagnostics(FILE, (diagnostics) => diagnostics.length === 0))).toEqual([]);
  });

  test('come with the notification from a client that cannot be asked', async () => {
    await start(new MemoryPlatform(), { folders: [FOLDER], capabilities: {}, initializationOptions: { plimsoll: off } });
    await client.open(FILE, BROKEN);
    expect(await client.diagnostics(FILE)).toEqual([]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { plimsoll: {} } });
    expect(codes(await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0))).toContain('schema/quantity');
  });

  test('that make no sense are logged and change nothing', async () => {
    client = connect(new MemoryPlatform(), { '': { maxProblems: 'many', nonsense: 1 } });
    await client.initialize();
    await client.open(FILE, BROKEN);
    expect(codes(await client.diagnostics(FILE))).toContain('schema/quantity');
    expect(client.logged.join('\n')).toContain('maxProblems');
  });
});

describe('a configuration file', () => {
  test('stands above the editor’s settings, and the nearest one above others', async () => {
    const platform = new MemoryPlatform({
      [CONFIG]: 'rules: { schema/quantity: info }\n',
      [`${FOLDER}/near/.plimsoll.yaml`]: 'rules: { schema/quantity: warning }\n',
    });
    client = connect(platform, { [FOLDER]: { rules: { 'schema/quantity': 'off' } } });
    await client.initialize({ folders: [FOLDER] });
    await client.open(FILE, BROKEN);
    await client.open(`${FOLDER}/near/deep/worker.yaml`, BROKEN);
    expect((await client.diagnostics(FILE)).map(({ severity }) => severity)).toEqual([3]);
    const near = await client.diagnostics(`${FOLDER}/near/deep/worker.yaml`);
    expect(near.find(({ code }) => code === 'schema/quantity')?.severity).toBe(2);
  });

  test('is found above the folder, and without any folder', async () => {
    const platform = new MemoryPlatform({ 'file:///.plimsoll.yaml': 'enable: false\n' });
    client = connect(platform);
    await client.initialize();
    await client.open(FILE, BROKEN);
    expect(await client.diagnostics(FILE)).toEqual([]);
  });

  test('counts as it is typed, made and deleted', async () => {
    const platform = new MemoryPlatform();
    await start(platform);
    await client.open(FILE, BROKEN);
    await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0);

    await client.open(CONFIG, 'enable: false\n');
    await client.diagnostics(FILE, (diagnostics) => diagnostics.length === 0);
    await client.replace(CONFIG, 'false', 'true');
    await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0);
    await client.close(CONFIG);

    platform.files.set(CONFIG, 'enable: false\n');
    await filesChanged([CONFIG, CREATED]);
    await client.diagnostics(FILE, (diagnostics) => diagnostics.length === 0);
    platform.files.delete(CONFIG);
    await filesChanged([CONFIG, DELETED]);
    expect(codes(await client.diagnostics(FILE, (diagnostics) => diagnostics.length > 0))).toContain('schema/quantity');
  });

  test('shows its own faults', async () => {
    await start(new MemoryPlatform());
    await client.open(CONFIG, 'profile: strict\ntear: enterprise\n');
    const [problem] = await client.diagnostics(CONFIG);
    expect(problem?.range.start.line).toBe(1);
    expect(problem?.message).toContain('tear');
  });

  test('excludes files by globs that are relative to it', async () => {
    await start(new MemoryPlatform({ [CONFIG]: 'exclude: ["charts/**"]\n' }));
    await client.open(`${FOLDER}/charts/a/worker.yaml`, BROKEN);
    await client.open(FILE, BROKEN);
    expect(await client.diagnostics(`${FOLDER}/charts/a/worker.yaml`)).toEqual([]);
    expect(await client.diagnostics(FILE)).not.toEqual([]);
  });
});

describe('the workspace', () => {
  const files = { [FILE]: BROKEN, [OTHER]: AUTOSCALER, [`${FOLDER}/ci.yml`]: 'on: push\n' };

  test('is checked as a whole on request, and from then on shows what is wrong in closed files', async () => {
    const platform = new MemoryPlatform(files);
    await start(platform);
    const result = await client.connection.sendRequest<{ files: number; findings: Record<string, number> }>('plimsoll/checkWorkspace', {});
    expect(result.files).toBe(2);
    expect(result.findings.error).toBeGreaterThan(0);
    expect(codes(client.published.get(FILE)?.diagnostics ?? [])).toContain('schema/quantity');
    platform.files.set(FILE, WORKER);
    await filesChanged([FILE, CHANGED]);
    await client.until(() => !codes(client.published.get(FILE)?.diagnostics ?? []).includes('schema/quantity'));
    platform.files.delete(FILE);
    await filesChanged([FILE, DELETED]);
    await client.until(() => client.published.get(FILE)?.diagnostics.length === 0);
  });

  test('does not show a file twice to a client that asks for diagnostics itself', async () => {
    await start(new MemoryPlatform(files), { folders: [FOLDER], capabilities: PULL_CAPABILITIES });
    await client.connection.sendRequest('plimsoll/checkWorkspace', {});
    expect(client.published.get(FILE)?.diagnostics.length).toBeGreaterThan(0);
    await client.open(FILE, BROKEN);
    await client.until(() => client.published.get(FILE)?.diagnostics.length === 0);
    await client.close(FILE);
    await client.until(() => (client.published.get(FILE)?.diagnostics.length ?? 0) > 0);
    expect(codes(client.published.get(FILE)?.diagnostics ?? [])).toContain('schema/quantity');
  });

  test('is checked until the client has seen enough', { tags: ['large'] }, async () => {
    const many = Array.from({ length: 300 }, (_, index) => [`${FOLDER}/${index}.yaml`, WORKER.replaceAll('worker', `worker-${index}`)]);
    await start(new MemoryPlatform(Object.fromEntries(many)));
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const request = client.connection.sendRequest('plimsoll/checkWorkspace', {}, source.token);
    source.cancel();
    await expect(request).rejects.toMatchObject({ code: -32800 });
    expect(await client.connection.sendRequest('plimsoll/checkWorkspace', {})).toMatchObject({ files: 300 });
  });

  test('reports how far the check is', async () => {
    await start(new MemoryPlatform(files));
    const seen: string[] = [];
    const { WorkDoneProgress } = await import('vscode-languageserver/node');
    client.connection.onProgress(WorkDoneProgress.type, 'token', ({ kind }) => {
      seen.push(kind);
    });
    await client.connection.sendRequest('plimsoll/checkWorkspace', { workDoneToken: 'token' });
    expect([seen[0], seen.at(-1)]).toEqual(['begin', 'end']);
    expect(seen).toContain('report');
  });

  test('is not said to lack what has only not been read yet', async () => {
    const platform = new MemoryPlatform({ [FILE]: WORKER });
    let proceed: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const list = platform.listFiles.bind(platform);
    platform.listFiles = async function* (folder) {
      await held;
      yield* list(folder);
    };
    client = connect(platform);
    await client.initialize({ folders: [FOLDER] });
    await client.open(OTHER, AUTOSCALER.replace('averageUtilization: 70', 'averageUtilization: 500'));
    const early = await client.diagnostics(OTHER);
    expect(codes(early)).not.toContain('scaling/target');
    await client.open(`${FOLDER}/lost.yaml`, AUTOSCALER.replaceAll('name: worker', 'name: lost'));
    expect(codes(await client.diagnostics(`${FOLDER}/lost.yaml`))).not.toContain('scaling/target');
    proceed();
    await client.diagnostics(`${FOLDER}/lost.yaml`, (diagnostics) => codes(diagnostics).includes('scaling/target'));
    expect(codes(await client.diagnostics(OTHER))).not.toContain('scaling/target');
  });

  test('tells its status', async () => {
    await start(new MemoryPlatform({ [FILE]: WORKER }));
    expect(client.statuses[0]).toMatchObject({ state: 'busy' });
    expect(client.statuses.at(-1)).toMatchObject({ state: 'ok', detail: expect.stringContaining('1 workload') });
  });

  test('may be a root only, as older clients have it', async () => {
    await start(new MemoryPlatform({ [OTHER]: AUTOSCALER }), { rootUri: FOLDER, capabilities: {} });
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toContain('3-12 ×');
  });

  test('may have no folder', async () => {
    await start(new MemoryPlatform({ [OTHER]: AUTOSCALER }), {});
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toContain('3 ×');
    await client.open('untitled:Untitled-1', BROKEN);
    expect(codes(await client.diagnostics('untitled:Untitled-1'))).toContain('schema/quantity');
  });

  test('knows a file by one name, however the client spells it', async () => {
    await start(new MemoryPlatform({ 'file:///work/a%20b/hpa.yaml': AUTOSCALER }));
    const spelled = 'file:///work/a%20b/%68pa.yaml';
    await client.open(spelled, AUTOSCALER.replace('12', '6'));
    await client.open(FILE, WORKER);
    expect((await hints())[0]).toContain('3-6 ×');
    await client.replace(spelled, '6', 'six');
    await client.until(() => codes(client.published.get(spelled)?.diagnostics ?? []).includes('schema/invalid'));
    expect(codes(client.published.get(spelled)?.diagnostics ?? [])).toContain('schema/invalid');
  });
});

describe('what the server asks of the client', () => {
  test('are watchers and settings where it can register them', async () => {
    await start(new MemoryPlatform());
    expect(client.received).toContain('client/registerCapability');
    expect(client.received).toContain('workspace/configuration');
  });

  test('is nothing at all where it can do nothing', async () => {
    await start(new MemoryPlatform({ [OTHER]: AUTOSCALER }), { folders: [FOLDER], capabilities: {} });
    await client.open(FILE, BROKEN);
    const found = await client.diagnostics(FILE);
    expect(codes(found)).toContain('schema/quantity');
    expect(found[0]).not.toHaveProperty('relatedInformation');
    await client.close(FILE);
    await client.until(() => client.published.get(FILE)?.diagnostics.length === 0);
    const asked = client.received.filter((method) => method.startsWith('client/') || method.startsWith('workspace/'));
    expect(asked).toEqual([]);
  });

  test('is not waited for forever', async () => {
    client = connect(new MemoryPlatform());
    client.connection.onRequest('workspace/configuration', () => new Promise(() => undefined));
    // Time passes whenever nothing else is left to happen, and with it the server's patience.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }).setTimerTickMode('nextTimerAsync');
    await client.initialize({ capabilities: FULL_CAPABILITIES });
    await client.open(FILE, BROKEN);
    expect(codes(await client.diagnostics(FILE))).toContain('schema/quantity');
  });
});
