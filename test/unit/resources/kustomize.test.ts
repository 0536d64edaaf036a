import { describe, expect, test } from 'vitest';
import { deployment, workspaceOf } from './workspace.ts';

const kustomization = (body: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${body}`;
const component = (body: string) => `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${body}`;

describe('patches', () => {
  test.each([
    ['patches', 'patches:\n- path: ../patch.yaml\n- patch: |-\n    kind: Deployment\n'],
    ['patchesStrategicMerge', 'patchesStrategicMerge:\n- ../patch.yaml\n- |-\n  kind: Deployment\n'],
    ['patchesJson6902', 'patchesJson6902:\n- {path: ../patch.yaml, target: {kind: Deployment, name: a}}\n'],
  ])('of %s are partial', (_, body) => {
    const { inventory } = workspaceOf({
      'file:///w/patch.yaml': deployment('a'),
      'file:///w/overlay/kustomization.yaml': kustomization(body),
    });
    expect(inventory.contextOf('file:///w/patch.yaml').partial).toBe(true);
  });

  test('what a component brings is partial, what a kustomization lists is whole', () => {
    const { inventory } = workspaceOf({
      'file:///w/base/a.yaml': deployment('a'),
      'file:///w/base/kustomization.yaml': 'resources: [a.yaml]\n',
      'file:///w/part/b.yaml': deployment('b'),
      'file:///w/part/kustomization.yml': component('resources: [b.yaml]\n'),
    });
    expect(inventory.contextOf('file:///w/base/a.yaml').partial).toBe(false);
    expect(inventory.contextOf('file:///w/part/b.yaml').partial).toBe(true);
  });

  test('names with blanks are escaped in URIs', () => {
    const { inventory } = workspaceOf({
      'file:///my%20w/a%20b.yaml': deployment('a'),
      'file:///my%20w/kustomization.yaml': 'patches: [{path: a b.yaml}]\n',
    });
    expect(inventory.contextOf('file:///my%20w/a%20b.yaml').partial).toBe(true);
  });

  test('relative paths serve as URIs too', () => {
    const { inventory } = workspaceOf({ 'a.yaml': deployment('a'), 'kustomization.yaml': 'patches: [{path: ./a.yaml}]\n' });
    expect(inventory.contextOf('a.yaml').partial).toBe(true);
  });
});

describe('namespaces', () => {
  const base = {
    'file:///w/base/a.yaml': deployment('a', { namespace: 'own' }),
    'file:///w/base/kustomization.yaml': kustomization('resources: [a.yaml, https://example.com/x.yaml]\nnamespace: base\n'),
  };
  const namespaceOf = (files: Record<string, string>) => {
    const { inventory } = workspaceOf(files);
    return {
      laid: inventory.contextOf('file:///w/base/a.yaml').namespace,
      of: inventory.namespaceOf(inventory.ofKind('Deployment')[0]!.resource),
    };
  };

  test('of a kustomization lie over its resources', () => {
    expect(namespaceOf(base)).toEqual({ laid: 'base', of: 'base' });
  });

  test('the outermost wins', () => {
    const overlay = { 'file:///w/prod/kustomization.yaml': kustomization('resources: [../base]\nnamespace: prod\n') };
    expect(namespaceOf({ ...base, ...overlay })).toEqual({ laid: 'prod', of: 'prod' });
  });

  test('of overlays that differ leave it open', () => {
    const overlays = {
      'file:///w/prod/kustomization.yaml': kustomization('resources: [../base]\nnamespace: prod\n'),
      'file:///w/dev/kustomization.yaml': kustomization('bases: [../base]\nnamespace: dev\n'),
    };
    expect(namespaceOf({ ...base, ...overlays })).toEqual({ laid: undefined, of: 'own' });
  });

  test('kustomizations that name each other do no harm', () => {
    const { inventory } = workspaceOf({
      'file:///w/a/kustomization.yaml': kustomization('resources: [../b, ../r]\nnamespace: a\n'),
      'file:///w/b/kustomization.yaml': kustomization('resources: [../a]\nnamespace: b\n'),
      'file:///w/r/kustomization.yaml': kustomization('resources: [.]\n'),
    });
    expect(inventory.contextOf('file:///w/a/kustomization.yaml').namespace).toBeUndefined();
  });

  test("another tool's Kustomization is none", () => {
    const { inventory } = workspaceOf({
      'file:///w/a.yaml': deployment('a'),
      'file:///w/flux.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\npatches: [{path: a.yaml}]\n',
    });
    expect(inventory.contextOf('file:///w/a.yaml').partial).toBe(false);
  });
});

describe('charts', () => {
  test('have templates', () => {
    const { inventory } = workspaceOf({
      'file:///w/chart/Chart.yaml': 'apiVersion: v2\nname: acme\n',
      'file:///w/chart/templates/deep/a.yaml': deployment('a'),
      'file:///w/chart/values.yaml': 'a: 1\n',
      'file:///w/templates/b.yaml': deployment('b'),
    });
    const isTemplate = (uri: string) => inventory.contextOf(uri).helmTemplate;
    expect(isTemplate('file:///w/chart/templates/deep/a.yaml')).toBe(true);
    expect(isTemplate('file:///w/chart/values.yaml')).toBe(false);
    expect(isTemplate('file:///w/templates/b.yaml')).toBe(false);
  });
});

test.each([['patches: 3\nresources: {a: b}\n'], ['patches: [null, 1, {}, {path: 3}]\nresources: [null]\n'], ['- a\n'], ['']])(
  'a broken kustomization says nothing: %j',
  (text) => {
    const { inventory } = workspaceOf({ 'file:///w/a.yaml': deployment('a'), 'file:///w/kustomization.yaml': text });
    expect(inventory.contextOf('file:///w/a.yaml')).toEqual({ partial: false, helmTemplate: false, namespace: undefined });
  },
);
