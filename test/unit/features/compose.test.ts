import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { codeLenses } from '../../../server/src/features/code-lens.ts';
import { completions } from '../../../server/src/features/completion.ts';
import { describeCompletion } from '../../../server/src/features/completion-documentation.ts';
import { documentSymbols } from '../../../server/src/features/document-symbols.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { inlayHints } from '../../../server/src/features/inlay-hints.ts';
import { schemas } from '../../schemas.ts';
import { analyze, CURSOR } from './support.ts';

const FILE = 'file:///shop/compose.yaml';

const STACK = `services:
  api:
    image: acme/api:2.4.1
    build:
      context: .
    deploy:
      replicas: 2
  worker:
    build: .
`;

const analyzed = (text: string, uri = FILE) => analyze(text, { uri });

function labels(text: string): readonly string[] {
  const { analysis, offset } = analyzed(text);
  return completions(analysis, offset, { schemas, snippets: [], tabStops: false }).map(({ label }) => label);
}

function hoverAt(text: string): string | undefined {
  const { analysis, offset } = analyzed(text);
  return (hover(analysis, offset, { schemas, markdown: true })?.contents as MarkupContent | undefined)?.value;
}

test('the services of a Compose file are its outline', () => {
  expect(documentSymbols(analyzed(STACK).analysis)).toMatchObject([
    {
      name: 'api',
      detail: 'service, acme/api:2.4.1',
      selectionRange: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
    },
    { name: 'worker', detail: 'service' },
  ]);
  expect(documentSymbols(analyzed(STACK, 'file:///shop/stack.yml').analysis)).toHaveLength(2);
});

test('a hover says what the schema says', () => {
  expect(hoverAt(STACK.replace('replicas', `${CURSOR}replicas`))).toMatch(/^`replicas`: integer or string\n\n.*replicas/s);
  expect(hoverAt(STACK.replace('context', `${CURSOR}context`))).toMatch(/^`context`: string/);
});

test('there is no sizing, which Compose files do not take part in', () => {
  const { analysis } = analyzed(STACK);
  expect(codeLenses(analysis, FILE)).toEqual([]);
  expect(inlayHints(analysis, { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } })).toEqual([]);
});

describe('completion', () => {
  test('proposes what a service may still have', () => {
    const proposed = labels(`${STACK}    ${CURSOR}\n`);
    expect(proposed).toContain('healthcheck');
    expect(proposed).not.toContain('build');
  });

  test('proposes keys of what may also be a text, values of lists and switches, and the elements of the file', () => {
    expect(labels(STACK.replace('      context: .\n', `      context: .\n      ${CURSOR}\n`))).toContain('dockerfile');
    expect(labels(`${STACK}    privileged: ${CURSOR}\n`)).toEqual(['true', 'false']);
    expect(labels(`${STACK}    depends_on:\n      api:\n        condition: ${CURSOR}\n`)).toContain('service_healthy');
    expect(labels(`${STACK}${CURSOR}\n`)).toEqual(expect.arrayContaining(['networks', 'volumes', 'secrets']));
  });

  test('describes a proposal', () => {
    const { analysis, offset } = analyzed(`${STACK}    ${CURSOR}\n`);
    const item = completions(analysis, offset, { schemas, snippets: [], tabStops: false }).find(({ label }) => label === 'image')!;
    expect(describeCompletion(item, schemas)).toMatchObject({ detail: 'string', documentation: { kind: 'markdown' } });
  });
});
