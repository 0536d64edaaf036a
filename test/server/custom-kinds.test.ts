import { afterEach, describe, expect, test } from 'vitest';
import type { CompletionItem, CompletionList, Diagnostic, Hover } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const DEFINITION = `${FOLDER}/crd.yaml`;
const AGENT = `${FOLDER}/agent.yaml`;

/** A CustomResourceDefinition of agents, whose spec has these properties. */
const definition = (properties: string) => `apiVersion: apiextensions.k8s.io/v1
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
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { ${properties} } } } } }
`;

const MODEL = 'model: { type: string, description: Who answers., enum: [sonnet, opus] }';

const agent = `apiVersion: assistant.example.com/v1
kind: Agent
metadata: { name: reviewer }
spec:
  model: sonnet
  tools: []
`;

let client: TestClient;
afterEach(() => client.dispose());

const bySchema = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ code }) => String(code).startsWith('schema/'));

async function start(): Promise<void> {
  client = connect(new MemoryPlatform({ [DEFINITION]: definition(MODEL) }));
  await client.initialize({ folders: [FOLDER] });
  await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
  await client.open(AGENT, agent);
}

describe('an open custom resource', () => {
  test('is held against the definition on the disk, then against the one being typed', async () => {
    await start();
    const [found] = bySchema(await client.diagnostics(AGENT, (diagnostics) => bySchema(diagnostics).length === 1));
    expect(found?.message).toContain('`spec` has no property `tools`');
    await client.open(DEFINITION, definition(MODEL));
    await client.replace(DEFINITION, MODEL, `${MODEL}, tools: { type: array, items: { type: string } }`);
    await client.diagnostics(AGENT, (diagnostics) => bySchema(diagnostics).length === 0);
    await client.replace(DEFINITION, 'tools: { type: array', 'tools: { type: string');
    await client.replace(DEFINITION, ', items: { type: string }', '');
    const [now] = bySchema(await client.diagnostics(AGENT, (diagnostics) => bySchema(diagnostics).length === 1));
    expect(now?.message).toContain('`spec.tools` is a list, but must be a text');
  });

  test('is completed and explained by it', async () => {
    await start();
    const lines = agent.split('\n');
    const position = { line: lines.findIndex((line) => line.includes('model')), character: 4 };
    const hover = await client.request<Hover>('hover', AGENT, { position });
    expect(JSON.stringify(hover.contents)).toContain('Who answers.');
    await client.replace(AGENT, '  model: sonnet\n', '  \n');
    const answer = await client.request<CompletionList | CompletionItem[]>('completion', AGENT, {
      position: { ...position, character: 2 },
    });
    const items = Array.isArray(answer) ? answer : answer.items;
    expect(items.map(({ label }) => label)).toContain('model');
  });
});
