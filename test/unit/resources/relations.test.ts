import { describe, expect, test } from 'vitest';
import { nameIn } from '../../../server/src/resources/deployments.ts';
import type { InventoryStore } from '../../../server/src/resources/inventory.ts';
import { labelSelectorsOf } from '../../../server/src/resources/label-selectors.ts';
import { referencesOf } from '../../../server/src/resources/references.ts';
import type { Entry } from '../../../server/src/resources/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { deployment, workspaceOf } from './workspace.ts';

const config = (name: string, namespace?: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}\ndata: {k: v}\n`;
const reader = (name: string, map: string, namespace?: string) =>
  deployment(name, { pod: `containers:\n- name: c\n  envFrom: [{configMapRef: {name: ${map}}}]`, ...(namespace ? { namespace } : {}) });
const service = (name: string, app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, labels: {app: ${app}}}\nspec: {selector: {app: ${app}}}\n`;

/** The only object of a kind in a file. */
function entryIn({ inventory }: InventoryStore, kind: string, uri: string): Entry {
  return inventory.ofKind(kind).find((entry) => entry.uri === uri)!;
}

/** What the first reference of the Deployment in a file leads to. */
function resolved(store: InventoryStore, uri: string) {
  const { resource } = entryIn(store, 'Deployment', uri);
  const { state, found, missingFrom } = store.inventory.resolve(referencesOf(resource)[0]!, resource);
  return { state, uris: found.map(({ entry }) => entry.uri), missingFrom: missingFrom.map(({ root, folder }) => root ?? folder) };
}

describe('plain manifests', () => {
  test('find each other by name and namespace', () => {
    const store = workspaceOf({ '/a.yaml': reader('a', 'c', 'one'), '/b.yaml': config('c', 'two'), '/c.yaml': config('c', 'one') });
    expect(resolved(store, '/a.yaml')).toEqual({ state: 'found', uris: ['/c.yaml'], missingFrom: [] });
  });

  test('say what is missing, and whether others are there', () => {
    const store = workspaceOf({
      '/w/a.yaml': reader('a', 'x', 'one'),
      '/w/b.yaml': config('c', 'one'),
      '/w/d.yaml': reader('d', 'x', 'two'),
    });
    expect(resolved(store, '/w/a.yaml')).toEqual({ state: 'missing', uris: [], missingFrom: ['/w'] });
    const others = ['/w/a.yaml', '/w/d.yaml'].map((uri) => {
      const { resource } = entryIn(store, 'Deployment', uri);
      return store.inventory.hasOthers(referencesOf(resource)[0]!, resource);
    });
    expect(others).toEqual([true, false]);
  });

  test.each(['${NAME}', 'kube-root-ca.crt', '<name>', '"{{ .Values.name }}"'])('know nothing of %s', (name) => {
    expect(resolved(workspaceOf({ '/a.yaml': reader('a', name) }), '/a.yaml').state).toBe('unknown');
  });

  test('of folders with a workload of the same name are variants', () => {
    const store = workspaceOf({ '/dev/a.yaml': reader('a', 'c'), '/prod/a.yaml': reader('a', 'c'), '/prod/c.yaml': config('c') });
    expect(resolved(store, '/dev/a.yaml').state).toBe('missing');
    expect(resolved(store, '/prod/a.yaml').state).toBe('found');
    const [dev, prod] = ['/dev/a.yaml', '/prod/a.yaml'].map((uri) => entryIn(store, 'Deployment', uri).resource);
    expect(store.inventory.areAppliedTogether(dev!, prod!)).toBe(false);
  });

  test('are referred to by those that lead to them', () => {
    const store = workspaceOf({ '/a.yaml': reader('a', 'c', 'one'), '/b.yaml': reader('b', 'c', 'two'), '/c.yaml': config('c', 'one') });
    const referrers = store.inventory.referrersTo(entryIn(store, 'ConfigMap', '/c.yaml').resource);
    expect(referrers.map(({ entry, reference }) => [entry.uri, reference.via])).toEqual([['/a.yaml', 'envFrom']]);
    expect(store.inventory.referrersOf('ConfigMap', undefined, 'c').map(({ entry }) => entry.uri)).toEqual(['/a.yaml', '/b.yaml']);
  });
});

describe('overlays', () => {
  const BASE = {
    '/base/a.yaml': reader('a', 'c'),
    '/base/kustomization.yaml': 'resources: [a.yaml]\n',
    '/dev/kustomization.yaml': 'resources: [../base]\nnamePrefix: dev-\n',
    '/prod/kustomization.yaml': 'resources: [../base, c.yaml]\nnamespace: shop\nnameSuffix: -v1\ncommonLabels: {env: prod}\n',
    '/prod/c.yaml': config('c'),
  };

  test('have what they bring, and lack what only another one brings', () => {
    const store = workspaceOf(BASE);
    expect(resolved(store, '/base/a.yaml')).toEqual({ state: 'missing', uris: ['/prod/c.yaml'], missingFrom: ['/dev/kustomization.yaml'] });
  });

  test('give names, namespaces and labels', () => {
    const store = workspaceOf(BASE);
    const placements = store.inventory.placementsOf(entryIn(store, 'Deployment', '/base/a.yaml').resource);
    expect(placements.map((placement) => [nameIn(placement, 'a', 'ConfigMap'), placement.namespace, placement.podLabels])).toEqual([
      ['dev-a', undefined, {}],
      ['a-v1', 'shop', { env: 'prod' }],
    ]);
  });

  test('are met by others under the names that the cluster sees', () => {
    const other = { '/other/b.yaml': reader('b', 'c-v1'), '/other/d.yaml': reader('d', 'c') };
    const store = workspaceOf({ ...BASE, ...other });
    expect(resolved(store, '/other/b.yaml')).toEqual({ state: 'found', uris: ['/prod/c.yaml'], missingFrom: [] });
    expect(resolved(store, '/other/d.yaml').state).toBe('missing');
  });

  test('generate what manifests name without the hash', () => {
    const dev = 'resources: [../base]\nconfigMapGenerator: [{name: c, literals: [k=v]}]\n';
    const store = workspaceOf({ ...BASE, '/dev/kustomization.yaml': dev });
    expect(resolved(store, '/base/a.yaml')).toEqual({
      state: 'found',
      uris: ['/dev/kustomization.yaml', '/prod/c.yaml'],
      missingFrom: [],
    });
  });

  test.each([
    ['resources: [../base, "https://example.com/c.yaml"]\n'],
    ['resources: [../base, "github.com/acme/config?ref=v1"]\n'],
    ['resources: [../base, nowhere.yaml]\n'],
    ['resources: [../base, ../nowhere]\n'],
    ['resources: [../base]\nhelmCharts: [{name: c}]\n'],
  ])('that bring more than is there leave it open: %s', (dev) => {
    expect(resolved(workspaceOf({ ...BASE, '/dev/kustomization.yaml': dev }), '/base/a.yaml').state).toBe('unknown');
  });

  test('are complete as soon as the last file is there', () => {
    const store = workspaceOf({ ...BASE, '/dev/kustomization.yaml': 'resources: [../base, late.yaml]\n' });
    const { resource } = entryIn(store, 'Deployment', '/base/a.yaml');
    const { value, reads } = store.track((inventory) => inventory.resolve(referencesOf(resource)[0]!, resource).state);
    store.update('/dev/late.yaml', parseFile(service('s', 's')));
    expect([value, store.unchanged(reads), resolved(store, '/base/a.yaml').state]).toEqual(['unknown', false, 'missing']);
  });

  test('that name each other, themselves and nothing do not hang', () => {
    const store = workspaceOf({
      '/a/kustomization.yaml': 'resources: [../b, x.yaml]\nnamePrefix: a-\n',
      '/b/kustomization.yaml': 'resources: [../a, ., ../r]\nnamePrefix: b-\n',
      '/r/kustomization.yaml': 'resources: [., ../a]\n',
      '/a/x.yaml': reader('a', 'c'),
    });
    expect(store.inventory.placementsOf(entryIn(store, 'Deployment', '/a/x.yaml').resource)).not.toBe(undefined);
  });

  test('many bases that each name the next twice end', { tags: ['large'] }, () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const body = (prefix: string) => `resources: [../${index + 1}x, ../${index + 1}y]\nnamePrefix: ${prefix}\n`;
        return [
          [`/${index}x/kustomization.yaml`, body('x')],
          [`/${index}y/kustomization.yaml`, body('y')],
        ] as const;
      }).flat(),
    );
    const store = workspaceOf({ ...files, '/a.yaml': reader('a', 'c') });
    expect(resolved(store, '/a.yaml').state).toBe('missing');
  });

  test('a component that nobody uses is in no deployment', () => {
    const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n';
    const store = workspaceOf({ '/part/kustomization.yaml': component, '/part/a.yaml': reader('a', 'c') });
    expect(store.inventory.placementsOf(entryIn(store, 'Deployment', '/part/a.yaml').resource)).toEqual([]);
    expect(resolved(store, '/part/a.yaml').state).toBe('unknown');
  });

  test('a patch is no second object', () => {
    const store = workspaceOf({
      ...BASE,
      '/prod/patch.yaml': deployment('a'),
      '/prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
    });
    const [base, patch] = ['/base/a.yaml', '/prod/patch.yaml'].map((uri) => entryIn(store, 'Deployment', uri).resource);
    expect(store.inventory.areAppliedTogether(base!, patch!)).toBe(false);
    expect(store.inventory.areAppliedTogether(base!, base!)).toBe(true);
  });
});

describe('selectors', () => {
  const budget = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {selector: {matchLabels: {app: a}}}\n';
  const denyAll = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n, namespace: one}\nspec: {podSelector: {}}\n';
  const monitor =
    'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m, namespace: monitoring}\nspec: {namespaceSelector: {any: true}, selector: {matchLabels: {app: a}}}\n';
  const files = {
    '/a.yaml': deployment('a', { namespace: 'one' }),
    '/b.yaml': deployment('b', { namespace: 'two' }),
    '/s.yaml': service('s', 'a'),
    '/p.yaml': budget,
    '/n.yaml': denyAll,
    '/m.yaml': monitor,
  };

  test('of Services, budgets, policies and monitors reach a workload in their namespaces', () => {
    const store = workspaceOf(files);
    const kinds = (uri: string) =>
      store.inventory.selectedBy(entryIn(store, 'Deployment', uri).resource).map(({ entry }) => entry.resource.kind);
    expect(kinds('/a.yaml')).toEqual(['ServiceMonitor', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']);
    expect(kinds('/b.yaml')).toEqual([]);
  });

  test.each([
    ['Service', '/s.yaml', ['/a.yaml']],
    ['NetworkPolicy', '/n.yaml', ['/a.yaml']],
    ['ServiceMonitor', '/m.yaml', ['/s.yaml']],
  ])('of a %s have answers', (kind, uri, expected) => {
    const store = workspaceOf(files);
    const { resource } = entryIn(store, kind, uri);
    const selected = labelSelectorsOf(resource).flatMap((selector) => store.inventory.selects(resource, selector));
    expect(selected.map((entry) => entry.uri)).toEqual(expected);
  });

  test.each([
    ['the pods that operators run', 'app: a', ['Rollout', 'Deployment']],
    // Kustomize puts labels on the templates of Kubernetes' own kinds alone.
    ['the labels that overlays add', 'env: prod', ['Deployment']],
  ])('see %s', (_, selector, expected) => {
    const store = workspaceOf({
      '/k/kustomization.yaml': 'resources: [a.yaml, d.yaml, p.yaml]\ncommonLabels: {env: prod}\n',
      '/k/a.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}}}\n',
      '/k/d.yaml': deployment('d', { labels: '{app: a}' }),
      '/k/p.yaml':
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {selector: {matchLabels: {SELECTOR}}}\n'.replace(
          'SELECTOR',
          selector,
        ),
    });
    const { resource } = entryIn(store, 'PodDisruptionBudget', '/k/p.yaml');
    const selected = labelSelectorsOf(resource).flatMap((selector) => store.inventory.selects(resource, selector));
    expect(selected.map((entry) => entry.resource.kind)).toEqual(expected);
    expect(store.inventory.selectedBy(selected[0]!.resource).map(({ entry }) => entry.uri)).toEqual(['/k/p.yaml']);
  });

  test('of policies ask for the labels of namespaces', () => {
    const space = (name: string, team: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {team: ${team}}}\n`;
    const policy =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n}\nspec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: web}}}]}]}\n';
    const store = workspaceOf({ ...files, '/x.yaml': `${space('one', 'web')}---\n${space('two', 'data')}`, '/n.yaml': policy });
    const { resource } = entryIn(store, 'NetworkPolicy', '/n.yaml');
    const peer = labelSelectorsOf(resource).find(({ via }) => via === 'policy-peer')!;
    expect(store.inventory.selects(resource, peer).map((entry) => entry.uri)).toEqual(['/a.yaml']);
  });
});
