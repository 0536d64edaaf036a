import { afterEach, describe, expect, test } from 'vitest';
import type { Diagnostic, Hover, InlayHint, Location, SymbolInformation } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect } from './support/client.ts';
import { AUTOSCALER, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const FIRST = 'file:///work/first';
const SECOND = 'file:///work/second';
/** A folder of the first one. */
const NESTED = `${FIRST}/nested`;
const HPA = `${FIRST}/hpa.yaml`;

const AGENT = 'apiVersion: assistant.example.com/v1\nkind: Agent\nmetadata: { name: reviewer }\nspec: { model: 5 }\n';
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: agents.assistant.example.com }
spec:
  group: assistant.example.com
  scope: Namespaced
  names: { kind: Agent, plural: agents }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { model: { type: string } } } } } }
`;

/** Another workload, since nothing is said of targets where there are none at all. */
const API = WORKER.replaceAll('worker', 'api');

let client: TestClient;
afterEach(() => client.dispose());

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
const lacksTarget = (diagnostics: readonly Diagnostic[]) => codes(diagnostics).includes('scaling/target');

async function start(files: Readonly<Record<string, string>>, folders: readonly string[]): Promise<void> {
  client = connect(new MemoryPlatform(files));
  await client.initialize({ folders });
  await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
}

function changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
  const named = (folders: readonly string[]) => folders.map((uri) => ({ uri, name: uri }));
  const event = { added: named(added), removed: named(removed) };
  return client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
}

async function firstHint(uri: string): Promise<string> {
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const [hint] = await client.request<InlayHint[]>('inlayHint', uri, { range });
  return String(hint?.label);
}

/** Lets the server do all that it has heard of. */
async function settled(): Promise<void> {
  await client.connection.sendRequest('plimsoll/checkWorkspace', {});
}

describe('what one folder holds', () => {
  test.each([
    ['of another folder', SECOND],
    ['of a folder in its own', NESTED],
  ])('is no answer to what is missing from a file %s', async (_, other) => {
    await start({ [`${FIRST}/api.yaml`]: API, [`${other}/worker.yaml`]: WORKER }, [FIRST, other]);
    await client.open(HPA, AUTOSCALER);
    expect(lacksTarget(await client.diagnostics(HPA))).toBe(true);
    await client.open(`${other}/hpa.yaml`, AUTOSCALER);
    expect(lacksTarget(await client.diagnostics(`${other}/hpa.yaml`))).toBe(false);
  });

  test('is not where a definition of another one leads', async () => {
    await start({ [`${SECOND}/worker.yaml`]: WORKER }, [FIRST, SECOND]);
    const position = { line: 11, character: 12 };
    await client.open(HPA, AUTOSCALER);
    expect(await client.request('definition', HPA, { position })).toEqual([]);
    await client.open(`${SECOND}/hpa.yaml`, AUTOSCALER);
    const found = await client.request<Location[]>('definition', `${SECOND}/hpa.yaml`, { position });
    expect(found.map(({ uri }) => uri)).toEqual([`${SECOND}/worker.yaml`]);
  });

  test('says nothing of the kinds of another one', async () => {
    await start({ [`${SECOND}/crd.yaml`]: DEFINITION }, [FIRST, SECOND]);
    await client.open(`${FIRST}/agent.yaml`, AGENT);
    await client.open(`${SECOND}/agent.yaml`, AGENT);
    expect(codes(await client.diagnostics(`${SECOND}/agent.yaml`))).toContain('schema/type-coercion');
    expect(codes(await client.diagnostics(`${FIRST}/agent.yaml`))).not.toContain('schema/type-coercion');
    const hover = (uri: string) => client.request<Hover | null>('hover', uri, { position: { line: 3, character: 9 } });
    expect(JSON.stringify(await hover(`${SECOND}/agent.yaml`))).toContain('string');
    expect(JSON.stringify(await hover(`${FIRST}/agent.yaml`))).not.toContain('string');
  });

  test('adds nothing to the size of another one', async () => {
    const other = WORKER.replaceAll('worker', 'second-worker').replace('role: second-worker', 'role: worker');
    await start({ [`${SECOND}/worker.yaml`]: other }, [FIRST, SECOND]);
    await client.open(`${FIRST}/worker.yaml`, WORKER);
    const { text } = await client.connection.sendRequest<{ text: string }>('plimsoll/sizing', { uri: `${FIRST}/worker.yaml` });
    expect(text).toContain('worker');
    expect(text).not.toContain('second-worker');
  });

  test('is found by its symbols beside those of all others', async () => {
    await start({ [`${FIRST}/worker.yaml`]: WORKER, [`${SECOND}/worker.yaml`]: WORKER }, [FIRST, SECOND]);
    const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'worker' });
    expect(found.map(({ location }) => location.uri).sort()).toEqual([`${FIRST}/worker.yaml`, `${SECOND}/worker.yaml`]);
  });
});

describe('a folder', () => {
  test('that is added within another one takes its files out of that, and gives them back when it is removed', async () => {
    await start({ [`${FIRST}/api.yaml`]: API, [`${NESTED}/worker.yaml`]: WORKER }, [FIRST]);
    await client.open(HPA, AUTOSCALER);
    expect(lacksTarget(await client.diagnostics(HPA))).toBe(false);
    await changeFolders([NESTED], []);
    await client.diagnostics(HPA, lacksTarget);
    await changeFolders([], [NESTED]);
    expect(lacksTarget(await client.diagnostics(HPA, (diagnostics) => !lacksTarget(diagnostics)))).toBe(false);
  });

  test('that is added takes the files in that are open already', async () => {
    await start({ [`${SECOND}/deep/hpa.yaml`]: AUTOSCALER }, [FIRST]);
    const worker = `${SECOND}/worker.yaml`;
    await client.open(worker, WORKER);
    expect(await firstHint(worker)).toContain('3 ×');
    await changeFolders([SECOND], []);
    await settled();
    expect(await firstHint(worker)).toContain('3-12 ×');
    await changeFolders([], [SECOND]);
    await settled();
    expect(await firstHint(worker)).toContain('3 ×');
  });
});

describe('files outside of all folders', () => {
  test('have to do with open ones beside them, and with no others', async () => {
    await start({ [`${FIRST}/worker.yaml`]: WORKER }, [FIRST]);
    await client.open(`${SECOND}/api.yaml`, API);
    await client.open(`${SECOND}/hpa.yaml`, AUTOSCALER);
    expect(lacksTarget(await client.diagnostics(`${SECOND}/hpa.yaml`))).toBe(true);
    await client.open('file:///work/worker.yaml', WORKER);
    await settled();
    expect(lacksTarget(await client.diagnostics(`${SECOND}/hpa.yaml`))).toBe(true);
    await client.open(`${SECOND}/worker.yaml`, WORKER);
    await client.diagnostics(`${SECOND}/hpa.yaml`, (diagnostics) => !lacksTarget(diagnostics));
    await client.close(`${SECOND}/worker.yaml`);
    expect(lacksTarget(await client.diagnostics(`${SECOND}/hpa.yaml`, lacksTarget))).toBe(true);
  });
});
