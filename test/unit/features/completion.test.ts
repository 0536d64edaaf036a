import { describe, expect, test } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { completions } from '../../../server/src/features/completion.ts';
import { describeCompletion } from '../../../server/src/features/completion-documentation.ts';
import { offsetAt } from '../../../server/src/features/positions.ts';
import type { Snippet } from '../../../server/src/features/snippets.ts';
import { readSnippets } from '../../../server/src/features/snippets.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { someOf } from '../../fuzz.ts';
import { schemas } from '../../schemas.ts';
import { analyze, CURSOR, deployment, offsetsIn } from './support.ts';

const SNIPPETS: readonly Snippet[] = [
  {
    name: 'Plan of the enterprise tier',
    prefix: 'plan-enterprise',
    description: 'A plan',
    body: 'enterprise_deployment:\n  users: $1\n',
  },
  { name: 'Plan of the small-team tier', prefix: 'plan-small-team', description: '', body: 'small_team_deployment:\n  users: $1\n' },
];

type Options = Parameters<typeof analyze>[1];

function complete(text: string, options?: Options): CompletionItem[] {
  const { analysis, offset } = analyze(text, options);
  return completions(analysis, offset, { schemas, snippets: SNIPPETS, tabStops: false });
}

const labels = (text: string, options?: Options) => complete(text, options).map(({ label }) => label);

/** The text after a proposal was taken. */
function taken(text: string, label: string): string {
  const { analysis } = analyze(text);
  const item = complete(text).find((candidate) => candidate.label === label)!;
  const { range, newText } = item.textEdit as TextEdit;
  const splice = { start: offsetAt(analysis.file, range.start), end: offsetAt(analysis.file, range.end), text: newText };
  return applySplices(analysis.file.text, [splice]);
}

const inSpec = (typed: string) => deployment().replace('  replicas: 2', `  replicas: 2\n${typed}`);
const inContainer = (typed: string) => deployment().replace('          image:', `${typed}\n          image:`);

describe('snippets', () => {
  test.each([
    ['an empty file', CURSOR],
    ['a word alone', `pla${CURSOR}`],
    ['a comment and a mark', `# the plan\n---\n${CURSOR}\n`],
    ['a document behind another', `${deployment()}---\n${CURSOR}`],
    ['a document before another', `${CURSOR}\n---\n${deployment()}`],
    ['a byte order mark', `\uFEFF${CURSOR}`],
    ['Windows line breaks', `# the plan\r\n${CURSOR}\r\n`],
  ])('are proposed in %s', (_, text) => {
    expect(labels(text).filter((label) => label.startsWith('plan-'))).toEqual(['plan-enterprise', 'plan-small-team']);
  });

  test.each([
    ['a document that has something', `${deployment()}${CURSOR}`],
    ['an indented line', `  ${CURSOR}`],
    ['YAML that is none of ours', `jobs:\n  a: 1\n${CURSOR}`],
    ['a comment', `# ${CURSOR}`],
  ])('are not proposed in %s', (_, text) => {
    expect(labels(text)).not.toContain('plan-enterprise');
  });

  test('replace the word that was typed, and have tab stops', () => {
    const [item] = complete(`pla${CURSOR}n`);
    expect(item).toMatchObject({
      insertTextFormat: 2,
      textEdit: { range: { start: { character: 0 }, end: { character: 4 } }, newText: SNIPPETS[0]?.body },
    });
  });

  test('of the chosen tier come first', () => {
    const first = (settings: unknown) => complete(CURSOR, { settings }).toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1))[0]?.label;
    expect(first({ tier: 'enterprise' })).toBe('plan-enterprise');
    expect(first({ tier: 'small-team' })).toBe('plan-small-team');
  });

  test('are read from a file as editors write it', () => {
    const json = {
      Plan: { prefix: 'plan', body: ['a:', '  b'], description: 'A plan' },
      Text: { prefix: 't', body: 'x' },
      Broken: { prefix: 1 },
      Gone: null,
    };
    expect(readSnippets(json)).toEqual([
      { name: 'Plan', prefix: 'plan', body: 'a:\n  b', description: 'A plan' },
      { name: 'Text', prefix: 't', body: 'x', description: '' },
    ]);
    expect(readSnippets('nonsense')).toEqual([]);
  });
});

describe('keys', () => {
  test('are those that the schema has there, without those that are there already', () => {
    const found = labels(inSpec(`  min${CURSOR}`));
    expect(found).toContain('minReadySeconds');
    expect(found).not.toContain('replicas');
    expect(found).not.toContain('containers');
  });

  test('that are required sort first', () => {
    const items = complete(`apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  ${CURSOR}\n`);
    const [first, second] = items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
    expect([first, second]).toEqual(['maxReplicas', 'scaleTargetRef']);
  });

  test.each([
    ['beside others', inContainer(`          ${CURSOR}`), 'livenessProbe'],
    ['as the first of an item', deployment().replace('- name: main', `- ${CURSOR}`), 'name'],
    ['in a document that ends there', `apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - ${CURSOR}`, 'targetPort'],
    ['in a nested object that is still empty', deployment().replace('requests: { cpu: 1, memory: 2Gi }', CURSOR), 'limits'],
    ['at the root', `apiVersion: v1\nkind: Service\n${CURSOR}`, 'metadata'],
    ['in the second document', `${deployment()}---\napiVersion: v1\nkind: Service\nspec:\n  ${CURSOR}\n`, 'selector'],
    ['before a document that is broken', `apiVersion: v1\nkind: Service\nspec:\n  ${CURSOR}\n---\nkind: [`, 'selector'],
    ['in a plan', `small_team_deployment:\n  users: 50\n  api_servers:\n    replicas: 2\n    ${CURSOR}\n`, 'memory'],
  ])('%s', (_, text, label) => {
    expect(labels(text)).toContain(label);
  });

  test('are inserted with what follows them', () => {
    expect(taken(inContainer(`          imagePull${CURSOR}`), 'imagePullPolicy')).toContain('\n          imagePullPolicy: \n');
    expect(taken(inContainer(`          por${CURSOR}`), 'ports')).toContain('\n          ports:\n            - name: \n');
    expect(taken(inContainer(`          live${CURSOR}`), 'livenessProbe')).toContain(
      '\n          livenessProbe:\n            httpGet:\n              path: \n',
    );
  });

  test('keep the value of a key that is being changed', () => {
    expect(taken(inSpec(`  min${CURSOR}Ready: 5`), 'minReadySeconds')).toContain('\n  minReadySeconds: 5\n');
  });

  test('that make a document ours are completed by each other', () => {
    expect(labels(`apiVersion: v1\n${CURSOR}`)).toEqual(['kind']);
    expect(labels(`kind: Pod\nap${CURSOR}`)).toEqual(['apiVersion']);
  });
});

describe('values', () => {
  test.each([
    ['of a closed list', inContainer(`          imagePullPolicy: ${CURSOR}`), ['Always', 'IfNotPresent', 'Never']],
    ['that are half typed', inContainer(`          imagePullPolicy: If${CURSOR}`), ['Always', 'IfNotPresent', 'Never']],
    ['that are yes or no', inSpec(`  paused: ${CURSOR}`), ['true', 'false']],
    ['that may be anything', inContainer(`          workingDir: ${CURSOR}`), []],
  ])('%s', (_, text, values) => {
    expect(labels(text).toSorted()).toEqual(values.toSorted());
  });

  test('replace what was typed', () => {
    expect(taken(inContainer(`          imagePullPolicy: If${CURSOR}No`), 'IfNotPresent')).toContain('imagePullPolicy: IfNotPresent\n');
  });
});

describe('nothing is proposed', () => {
  test.each([
    ['in YAML that is none of ours', `jobs:\n  ${CURSOR}`],
    ['in a comment', inSpec(`  # min${CURSOR}`)],
    [
      'in a block of text',
      deployment().replace('name: main', `name: main\n          command:\n            - |\n              min${CURSOR}`),
    ],
    ['where schemas are left to others', inSpec(`  min${CURSOR}`), { schemas: { enable: 'off' } }],
    ['below a kind that is unknown', `apiVersion: example.com/v1\nkind: Thing\nspec:\n  ${CURSOR}`],
    ['in flow style', deployment().replace('{ cpu: 1', `{ ${CURSOR} cpu: 1`)],
  ])('%s', (_, text, settings?: unknown) => {
    expect(labels(text, { settings })).toEqual([]);
  });
});

describe('documentation', () => {
  test('comes when a proposal is shown', () => {
    const item = complete(inSpec(`  min${CURSOR}`)).find(({ label }) => label === 'minReadySeconds')!;
    expect(item.documentation).toBeUndefined();
    const described = describeCompletion(item, schemas);
    expect(described.detail).toBe('integer');
    expect(described.documentation).toMatchObject({ kind: 'markdown', value: expect.stringContaining('Minimum number of seconds') });
  });

  test('says what is required', () => {
    const item = complete(`apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  ${CURSOR}\n`).find(
      ({ label }) => label === 'maxReplicas',
    )!;
    expect(describeCompletion(item, schemas).detail).toBe('integer, required');
  });

  test('is left out where there is none', () => {
    const [snippet] = complete(CURSOR);
    expect(describeCompletion(snippet!, schemas)).toEqual(snippet);
  });
});

test('a document cut at any byte never throws', () => {
  const text = deployment();
  for (const end of someOf(offsetsIn(text), text)) expect(complete(text.slice(0, end))).toBeInstanceOf(Array);
});
