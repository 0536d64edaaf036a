import { afterAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { WorkDoneProgress, WorkDoneProgressCreateRequest } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, FULL_CAPABILITIES } from './support/client.ts';
import { AUTOSCALER, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const LOST = `${FOLDER}/hpa.yaml`;
const LOST_TEXT = AUTOSCALER.replaceAll('name: worker', 'name: lost');
const FILES = Array.from(
  { length: 40 },
  (_, index) => [`${FOLDER}/${index}.yaml`, WORKER.replaceAll('worker', `worker-${index}`)] as const,
);

const clients: TestClient[] = [];
afterAll(() => {
  for (const client of clients) client.dispose();
});

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

/** A disk that gives no file of the workspace before it is told to. */
class HeldPlatform extends MemoryPlatform {
  proceed: () => void = () => undefined;
  readonly #held = new Promise<void>((resolve) => {
    this.proceed = resolve;
  });

  override async readFile(uri: string): Promise<string | undefined> {
    if (this.files.has(uri)) await this.#held;
    return super.readFile(uri);
  }
}

/** Starts a server whose reading takes as long as it takes the client to do something about the progress that is shown. */
async function start(
  onBegin: (client: TestClient, platform: HeldPlatform, token: string | number) => Promise<void>,
): Promise<{ readonly client: TestClient; readonly platform: MemoryPlatform; readonly shown: readonly string[] }> {
  const platform = new HeldPlatform({ ...Object.fromEntries(FILES), [LOST]: LOST_TEXT });
  const shown: string[] = [];
  const client = connect(platform);
  clients.push(client);
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    client.connection.onProgress(WorkDoneProgress.type, token, (progress) => {
      shown.push(progress.kind === 'begin' ? `begin ${progress.title} ${progress.cancellable}` : progress.kind);
      if (progress.kind === 'begin') void onBegin(client, platform, token);
    });
  });
  await client.initialize({ folders: [FOLDER], capabilities: { ...FULL_CAPABILITIES, window: { workDoneProgress: true } } });
  return { client, platform, shown };
}

// Each waits until reading has taken long enough to be noticed; they do so side by side.
describe.concurrent('progress', () => {
  test('reading the workspace shows how far it is', async () => {
    const { client, shown } = await start(async (_, platform) => platform.proceed());
    await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
    await client.connection.sendRequest('plimsoll/checkWorkspace', {});
    expect([shown[0], shown.at(-1)]).toEqual(['begin Reading the workspace true', 'end']);
    expect(shown).toContain('report');
  });

  test('where reading is cancelled, nothing is said of what seems to be missing until the workspace is checked', async () => {
    const { client, platform } = await start(async (asked, held, token) => {
      await asked.connection.sendNotification('window/workDoneProgress/cancel', { token });
      // Messages are taken in turn: once this is answered, the cancellation has been heard.
      await asked.connection.sendRequest('workspace/symbol', { query: '' });
      held.proceed();
    });
    await client.until(() => client.statuses.some(({ text }) => text === 'Workspace not read'));
    await client.open(LOST, LOST_TEXT);
    expect(codes(await client.diagnostics(LOST))).not.toContain('scaling/target');
    expect(platform.reads.filter((uri) => platform.files.has(uri)).length).toBeLessThan(FILES.length);
    await client.connection.sendRequest('plimsoll/checkWorkspace', {});
    expect(codes(await client.diagnostics(LOST, (diagnostics) => codes(diagnostics).includes('scaling/target')))).toContain(
      'scaling/target',
    );
  });
});
