import { describe, expect, test } from 'vitest';
import { patchesOfContainer } from '../../../server/src/resources/kustomize-patches.ts';
import { kustomizedReplicas } from '../../../server/src/resources/kustomize-replicas.ts';
import { workloadOf } from '../../../server/src/resources/workload.ts';
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
