import { describe, expect, test } from 'vitest';
import { resourceAt, resourcesOf } from '../../../server/src/resources/resource.ts';
import { documentOf, resourceOf } from './workspace.ts';

const LIST = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: api}
- not an object
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: api, namespace: shop}
`;

describe('resourcesOf', () => {
  test('reads group, version, names and labels', () => {
    const resource = resourceOf(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n  namespace: shop\n  labels: {app: api, build: 12, on: true, empty: }\n  annotations: {a: b}\n',
    );
    expect(resource).toMatchObject({
      apiVersion: 'apps/v1',
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      name: 'api',
      namespace: 'shop',
      route: [],
    });
    expect(resource.labels).toEqual({ app: 'api', build: '12', true: 'true', empty: '' });
    expect(resource.annotations).toEqual({ a: 'b' });
  });

  test('the core group has no name, and an absent namespace is unknown', () => {
    expect(resourceOf('apiVersion: v1\nkind: Service\n')).toMatchObject({
      group: '',
      version: 'v1',
      name: undefined,
      namespace: undefined,
      labels: {},
    });
  });

  test('unwraps lists, with absolute routes', () => {
    const resources = resourcesOf(documentOf(LIST));
    expect(resources.map(({ kind, route }) => [kind, route])).toEqual([
      ['Service', ['items', 0]],
      ['Deployment', ['items', 2]],
    ]);
  });

  test('items of a typed list may leave out their kind', () => {
    const [resource] = resourcesOf(documentOf('apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: api}\n'));
    expect(resource).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' });
  });

  test('a kind that only ends like a list is an object', () => {
    expect(resourceOf('apiVersion: acme.io/v1\nkind: AllowList\nspec: {}\n').kind).toBe('AllowList');
  });

  test.each([
    [''],
    ['# only a comment\n'],
    ['- a\n- b\n'],
    ['apiVersion: v1\n'],
    ['kind: Pod\n'],
    ['apiVersion: 1\nkind: 2\n'],
    ['services: {}\n'],
    ['apiVersion: v1\nkind: List\nitems: [1, null, {}]\n'],
  ])('finds none in %j', (text) => {
    expect(resourcesOf(documentOf(`${text}\n`))).toEqual([]);
  });

  test('those of a template hold its actions', () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n{{- if .x }}\nspec: {}\n{{- end }}\n';
    expect(resourcesOf(documentOf(text))).toMatchObject([{ kind: 'Service', name: '{{ .Values.name }}', value: { spec: {} } }]);
  });

  test('gives the same objects for the same document', () => {
    const document = documentOf(LIST);
    expect(resourcesOf(document)).toBe(resourcesOf(document));
  });
});

describe('resourceAt', () => {
  test('finds the item that a route lies in', () => {
    const document = documentOf(LIST);
    expect(resourceAt(document, ['items', 2, 'spec', 'replicas'])?.kind).toBe('Deployment');
    expect(resourceAt(document, ['items', 1])).toBeUndefined();
    expect(resourceAt(document, ['kind'])).toBeUndefined();
  });

  test('the root object holds every route', () => {
    expect(resourceAt(documentOf('apiVersion: v1\nkind: Pod\n'), ['spec', 'containers', 0])?.kind).toBe('Pod');
  });
});
