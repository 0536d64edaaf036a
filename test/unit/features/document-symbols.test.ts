import { expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { documentSymbols, flatSymbols } from '../../../server/src/features/document-symbols.ts';
import { analyze, autoscaler, deployment, URI } from './support.ts';

const outline = (symbols: readonly DocumentSymbol[]): unknown[] =>
  symbols.map(({ name, children = [] }) => (children.length > 0 ? [name, outline(children)] : name));

const symbolsOf = (text: string) => documentSymbols(analyze(text).analysis);

test('objects are listed by kind, namespace and name, and their containers below them', () => {
  const text = `${deployment().replace('name: api-server', 'name: api-server\n  namespace: shop')}---\n${autoscaler()}`;
  expect(outline(symbolsOf(text))).toEqual([['Deployment shop/api-server', ['main']], 'HorizontalPodAutoscaler api-server']);
});

test('a symbol reaches over its whole object, and its name is selected', () => {
  const [symbol] = symbolsOf(deployment());
  expect(symbol?.selectionRange).toEqual({ start: { line: 3, character: 8 }, end: { line: 3, character: 18 } });
  expect(symbol?.range.start).toEqual({ line: 0, character: 0 });
  expect(symbol?.range.end.line).toBe(16);
  expect(symbol?.children?.[0]).toMatchObject({ detail: 'container, example/api-server:1.0.0' });
});

test('the items of a List, nameless objects and half-typed ones are listed, too', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata:\n      name: a\n  - apiVersion: v1\n    kind: Secret\n`;
  expect(outline(symbolsOf(list))).toEqual(['Service a', 'Secret (no name)']);
  expect(outline(symbolsOf('apiVersion: v1\nkind: Service\nmeta'))).toBeInstanceOf(Array);
});

test('a plan is listed by its deployments and services', () => {
  const plan = 'small_team_deployment:\n  api_servers: { replicas: 2, cpu: 1, memory: 2Gi }\n';
  expect(outline(symbolsOf(plan))).toEqual([['small_team_deployment', ['api_servers']]]);
});

test('a client without nesting gets a flat list that names the parents', () => {
  expect(flatSymbols(symbolsOf(deployment()), URI)).toMatchObject([
    { name: 'Deployment api-server', location: { uri: URI } },
    { name: 'main', containerName: 'Deployment api-server' },
  ]);
});
