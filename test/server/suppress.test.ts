import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, FULL_CAPABILITIES } from './support/client.ts';
import { WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FILE = 'file:///work/worker.yaml';
const ASKING = { ...FULL_CAPABILITIES, experimental: { plimsoll: { asksReasons: true } } };

let client: TestClient;
afterEach(() => client.dispose());

/** A worker whose image is of no version, and the actions that ignore that. */
async function ignoring(capabilities: typeof FULL_CAPABILITIES): Promise<CodeAction[]> {
  client = connect(new MemoryPlatform());
  await client.initialize({ capabilities });
  await client.open(FILE, WORKER.replace('worker:1.0.0', 'worker:latest # nightly').replaceAll('\n', '\r\n'));
  const isTag = ({ code }: Diagnostic): boolean => code === 'images/tag';
  const found = await client.diagnostics(FILE, (diagnostics) => diagnostics.some(isTag));
  const actions = await client.actions(FILE, found.filter(isTag), ['quickfix']);
  return actions.filter(({ title }) => title.startsWith('Ignore'));
}

describe('in an editor that can ask for the reason', () => {
  test('the suppression is a command, which changes nothing by itself', async () => {
    const actions = await ignoring(ASKING);
    expect(actions).toHaveLength(3);
    for (const { title, edit, command } of actions) {
      expect(title).toMatch(/…$/);
      expect(edit).toBeUndefined();
      expect(command).toMatchObject({ command: 'plimsoll.suppress', arguments: [{ uri: FILE }] });
    }
  });

  test('it is written with the reason that was given, in the style of the file', async () => {
    const [line] = await ignoring(ASKING);
    const [suppression] = line?.command?.arguments ?? [];
    await client.apply({ title: 'Ignore', data: { ...suppression, reason: 'it is only a demo' } });
    const image = '          image: registry.example.com/worker:latest # nightly\r\n';
    expect(client.text(FILE)).toContain(`          # plimsoll-ignore images/tag: it is only a demo\r\n${image}`);
    expect(await client.diagnostics(FILE)).toEqual([]);
  });

  test('a reason that is no text is not taken', async () => {
    const [line] = await ignoring(ASKING);
    const [suppression] = line?.command?.arguments ?? [];
    const data = { ...suppression, reason: { text: 'why' } };
    expect(await client.connection.sendRequest<CodeAction>('codeAction/resolve', { title: 'Ignore', data })).not.toHaveProperty('edit');
  });
});

test('in any other editor it is an edit with something in the place of the reason', async () => {
  const actions = await ignoring(FULL_CAPABILITIES);
  expect(actions.every(({ command }) => command === undefined)).toBe(true);
  await client.apply(actions[0]!);
  expect(client.text(FILE)).toContain('# plimsoll-ignore images/tag: say why\r\n');
  expect(await client.diagnostics(FILE)).toEqual([]);
});
