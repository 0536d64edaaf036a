import { afterEach, expect, test } from 'vitest';
import type { CompletionItem, Diagnostic, Hover } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, PULL_CAPABILITIES } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const FILE = 'file:///work/.plimsoll.yaml';

let client: TestClient;
afterEach(() => client.dispose());

/** The settings are the only file that is open, in an editor without a folder. */
async function open(text: string, options?: Parameters<TestClient['initialize']>[0]): Promise<void> {
  client = connect(new MemoryPlatform());
  await client.initialize(options);
  await client.open(FILE, text);
}

async function labelsAt(line: number, character: number): Promise<string[]> {
  const items = await client.request<CompletionItem[]>('completion', FILE, { position: { line, character } });
  return items.map(({ label }) => label);
}

test('it completes names and values while it is typed', async () => {
  await open('');
  expect(await labelsAt(0, 0)).toEqual(expect.arrayContaining(['profile', 'rules', 'overrides']));
  await client.edit(FILE, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: 'rules:\n  ima' }]);
  expect(await labelsAt(1, 5)).toContain('images/tag');
  await client.edit(FILE, [{ range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } }, newText: 'images/tag: ' }]);
  expect(await labelsAt(1, 14)).toEqual(['off', 'error', 'warning', 'info']);
});

test('it explains a rule over its id', async () => {
  await open('rules:\n  images/tag: error\n');
  const hover = await client.request<Hover>('hover', FILE, { position: { line: 1, character: 5 } });
  expect(hover.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('docs/rules/images/tag.md') });
});

test('it is served where it switches the checks off', async () => {
  await open('enable: false\nexclude: ["**"]\nprofil: strict\n');
  expect(await labelsAt(2, 6)).toContain('profile');
  expect(await client.request<Hover>('hover', FILE, { position: { line: 0, character: 2 } })).not.toBeNull();
  expect(await client.diagnostics(FILE)).toMatchObject([{ message: expect.stringContaining('profil') }]);
});

test('its diagnostics follow what is typed', async () => {
  await open('rules:\n  images/tog: off\n');
  expect(await client.diagnostics(FILE)).toMatchObject([{ code: 'settings', message: expect.stringContaining('images/tag') }]);
  await client.replace(FILE, 'tog', 'tag');
  expect(await client.diagnostics(FILE)).toEqual([]);
  await client.replace(FILE, 'off', 'loud');
  expect(await client.diagnostics(FILE)).toMatchObject([{ message: expect.stringContaining('loud') }]);
});

test('its diagnostics are there for a client that asks for them', async () => {
  await open('profile: loud\n', { capabilities: PULL_CAPABILITIES });
  const { items } = await client.request<{ items: Diagnostic[] }>('diagnostic', FILE);
  expect(items).toMatchObject([{ message: expect.stringContaining('loud') }]);
});
