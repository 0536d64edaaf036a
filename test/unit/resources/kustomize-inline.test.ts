import { describe, expect, test } from 'vitest';
import { patchesOfContainer } from '../../../server/src/resources/kustomize-patches.ts';
import { kustomizedReplicas } from '../../../server/src/resources/kustomize-replicas.ts';
import { workloadOf } from '../../../server/src/resources/workload.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { deployment, workspaceOf } from './workspace.ts';

/** What a kustomization with the given patches says of a Deployment "api" with one container "app". */
function patched(patches: string) {
  const { inventory } = workspaceOf({
    '/base/api.yaml': deployment('api', { pod: 'containers:\n- {name: log}\n- {name: app, image: "acme/api:1"}' }),
    '/base/other.yaml': deployment('other'),
    '/prod/kustomization.yaml': `resources: [../base/api.yaml, ../base/other.yaml]\n${patches}\n`,
  });
  const entry = inventory.ofKind('Deployment').find(({ resource }) => resource.name === 'api')!;
  const workload = workloadOf(entry.resource)!;
  const app = workload.containers.find(({ name }) => name === 'app')!;
  return {
    replicas: kustomizedReplicas(workload, inventory),
    images: patchesOfContainer(app, inventory).map(({ image }) => image),
    labels: inventory.patchesOf(entry.resource).map(({ resource }) => resource.labels),
    files: inventory.patchesOf(entry.resource).map(({ uri }) => uri),
  };
}

const merge = (name: string) => `
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: ${name}, labels: {team: shop}}
    spec:
      replicas: 5
      template: {spec: {containers: [{name: app, image: "acme/api:2"}]}}`;
const json = `
    - {op: replace, path: /spec/replicas, value: 5}
    - {op: replace, path: /spec/template/spec/containers/1/image, value: "acme/api:2"}
    - {op: add, path: /metadata/labels/team, value: shop}
    - {op: remove, path: /spec/strategy}`;

describe('patches in the text of a kustomization', () => {
  test.each([
    ['of a strategic merge', `patches:\n- patch: |-${merge('api')}`],
    ['of a strategic merge in the old field', `patchesStrategicMerge:\n- |-${merge('api')}`],
    ['with a target', `patches:\n- target: {kind: Deployment, name: api}\n  patch: |-${merge('any')}`],
    ['of JSON operations', `patches:\n- target: {kind: Deployment, name: api}\n  patch: |-${json}`],
    [
      'of JSON operations in the old field',
      `patchesJson6902:\n- target: {group: apps, version: v1, kind: Deployment, name: api}\n  patch: |-${json}`,
    ],
    ['for all of some names', `patches:\n- target: {kind: Deployment, name: "web|a.*"}\n  patch: |-${json}`],
  ])('%s say what they set', (_, patches) => {
    expect(patched(patches)).toEqual({
      replicas: 5,
      images: ['acme/api:2'],
      labels: [{ team: 'shop' }],
      files: ['/prod/kustomization.yaml'],
    });
  });

  test('in one line count', () => {
    expect(patched(`patches: [{target: {name: api}, patch: '[{"op": "add", "path": "/spec/replicas", "value": 7}]'}]`).replicas).toBe(7);
  });

  test.each([
    [`patches:\n- patch: |-${merge('other')}`],
    [`patches:\n- target: {kind: StatefulSet}\n  patch: |-${json}`],
    ['patches:\n- patch: |-\n    - {op: replace}\n    - 3\n    - {path: a, value: b}\n  target: {kind: Service}'],
    ['patches: [{patch: "{{"}, {patch: 3}, null, {target: {name: api}, patch: "a: [\\n"}]'],
    ['patchesStrategicMerge: [nowhere.yaml]'],
  ])('for others, or broken, say nothing: %s', (patches) => {
    const { replicas, images } = patched(patches);
    expect([replicas, images]).toEqual([undefined, []]);
  });

  test('of one overlay say nothing of a folder that it does not use', () => {
    const { inventory } = workspaceOf({
      '/a/api.yaml': deployment('api'),
      '/b/api.yaml': deployment('api'),
      '/b/kustomization.yaml': `resources: [api.yaml]\npatches:\n- patch: |-${merge('api')}`,
    });
    const patches = inventory.ofKind('Deployment').map(({ resource }) => inventory.patchesOf(resource).length);
    expect(patches).toEqual([0, 1]);
  });
});

describe('patches in files with a target in the kustomization', () => {
  const operations = (replicas: number) => `- {op: replace, path: /spec/replicas, value: ${replicas}}\n`;
  const files = (target: string, patch: string) => ({
    '/base/api.yaml': deployment('api', { labels: '{app: api}' }),
    '/base/kustomization.yaml': 'resources: [api.yaml]\nnamePrefix: shop-\n',
    '/prod/kustomization.yaml': `resources: [../base]\npatches: [{path: patch.yaml, target: ${target}}]\n`,
    '/prod/patch.yaml': patch,
  });
  const replicasIn = (store: ReturnType<typeof workspaceOf>) => {
    const workload = workloadOf(store.inventory.find('Deployment', undefined, 'api')[0]!.resource)!;
    return kustomizedReplicas(workload, store.inventory);
  };

  test.each([
    ['of operations', '{kind: Deployment, name: api}', operations(5)],
    ['under the name in the base', '{name: shop-api}', operations(5)],
    ['of a strategic merge for another name', '{kind: Deployment}', merge('any').replaceAll('\n    ', '\n')],
    ['of a strategic merge for the same name', '{kind: Deployment}', merge('api').replaceAll('\n    ', '\n')],
    ['by an annotation that is not there', '{annotationSelector: "!of"}', operations(5)],
  ])('%s say what they set', (_, target, patch) => {
    expect(replicasIn(workspaceOf(files(target, patch)))).toBe(5);
  });

  test.each(['{kind: Service}', '{labelSelector: app=api}', '{annotationSelector: "tier in (a, b)"}'])('for %s say nothing', (target) => {
    expect(replicasIn(workspaceOf(files(target, operations(5))))).toBeUndefined();
  });

  test('are read anew when they change, go and come', () => {
    const store = workspaceOf(files('{name: api}', operations(5)));
    const api = store.inventory.find('Deployment', undefined, 'api')[0]!.resource;
    for (const text of [operations(6), undefined, operations(7)]) {
      const { reads } = store.track((inventory) => inventory.patchesOf(api));
      store.update('/prod/patch.yaml', text === undefined ? undefined : parseFile(text));
      expect(store.unchanged(reads)).toBe(false);
    }
    expect(replicasIn(store)).toBe(7);
  });
});
