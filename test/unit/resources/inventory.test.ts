import { describe, expect, test } from 'vitest';
import type { InventoryStore } from '../../../server/src/resources/inventory.ts';
import { isServing } from '../../../server/src/resources/serving.ts';
import type { Inventory, Resource } from '../../../server/src/resources/types.ts';
import { workloadOf } from '../../../server/src/resources/workload.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { autoscaler, deployment, workspaceOf } from './workspace.ts';

const service = (name: string, selector: string, namespace?: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}\nspec:\n  selector: ${selector}\n`;
const scaledObject = (spec: string) => `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: s}\nspec: ${spec}\n`;
const namesOf = (entries: readonly { readonly resource: Resource }[]) => entries.map(({ resource }) => resource.name);
const only = (inventory: Inventory, kind: string) => inventory.ofKind(kind)[0]!.resource;

describe('questions', () => {
  test('ofKind is ordered by URI and place, whatever came first', () => {
    const store = workspaceOf({
      'file:///b.yaml': deployment('c'),
      'file:///a.yaml': `${deployment('a')}---\n${service('s', '{}')}---\n${deployment('b')}`,
    });
    expect(namesOf(store.inventory.ofKind('Deployment'))).toEqual(['a', 'b', 'c']);
    expect(store.inventory.ofKind('Deployment').map(({ uri, index }) => [uri, index])).toEqual([
      ['file:///a.yaml', 0],
      ['file:///a.yaml', 2],
      ['file:///b.yaml', 0],
    ]);
  });

  test('find matches an absent namespace with any', () => {
    const { inventory } = workspaceOf({
      a: deployment('x', { namespace: 'one' }),
      b: deployment('x', { namespace: 'two' }),
      c: deployment('x'),
    });
    expect(inventory.find('Deployment', 'one', 'x').map(({ uri }) => uri)).toEqual(['a', 'c']);
    expect(inventory.find('Deployment', undefined, 'x')).toHaveLength(3);
    expect(inventory.find('Deployment', 'one', 'y')).toEqual([]);
  });

  test('items of a List are entries', () => {
    const items = ['b', 'a'].map((name) => `- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}}\n`).join('');
    const { inventory } = workspaceOf({ a: `apiVersion: v1\nkind: List\nitems:\n${items}` });
    expect(namesOf(inventory.ofKind('Pod'))).toEqual(['b', 'a']);
    expect(inventory.workloads()).toHaveLength(2);
  });

  test('the plan is the first by URI', () => {
    const { inventory } = workspaceOf({ 'b.yaml': 'x_deployment: {a: {cpu: 1}}\n', 'a.plan.yaml': 'users: 3\n' });
    expect(inventory.plan()).toMatchObject({ uri: 'a.plan.yaml' });
  });

  test('a file that is gone leaves nothing', () => {
    const store = workspaceOf({ a: `${deployment('x')}---\nx_deployment: {a: {cpu: 1}}\n` });
    const resource = only(store.inventory, 'Deployment');
    store.update('a', undefined);
    expect(store.inventory.ofKind('Deployment')).toEqual([]);
    expect(store.inventory.plan()).toBeUndefined();
    expect(store.inventory.entryOf(resource)).toBeUndefined();
  });
});

describe('autoscalersOf', () => {
  const bounds = (files: Record<string, string>) => {
    const { inventory } = workspaceOf({ target: deployment('api', { namespace: 'shop' }), ...files });
    return inventory.autoscalersOf(only(inventory, 'Deployment')).map(({ kind, min, max }) => [kind, min, max]);
  };

  test('finds a HorizontalPodAutoscaler in another file', () => {
    expect(bounds({ scaler: autoscaler('api', 2, 10, 'shop') })).toEqual([['HorizontalPodAutoscaler', 2, 10]]);
  });

  test('an absent namespace matches, another does not', () => {
    expect(bounds({ scaler: autoscaler('api', 2, 10) })).toHaveLength(1);
    expect(bounds({ scaler: autoscaler('api', 2, 10, 'other') })).toEqual([]);
  });

  test('another target does not match', () => {
    expect(bounds({ scaler: autoscaler('web', 2, 10) })).toEqual([]);
  });

  test("KEDA's target is a Deployment where it has no kind, and its bounds have defaults", () => {
    expect(bounds({ scaler: scaledObject('{scaleTargetRef: {name: api}}') })).toEqual([['ScaledObject', 0, 100]]);
    expect(bounds({ scaler: scaledObject('{scaleTargetRef: {name: api}, minReplicaCount: 1, maxReplicaCount: 4}') })).toEqual([
      ['ScaledObject', 1, 4],
    ]);
    expect(bounds({ scaler: scaledObject('{scaleTargetRef: {name: api, kind: StatefulSet}}') })).toEqual([]);
  });

  test('a HorizontalPodAutoscaler has at least one replica, and its missing maximum is unknown', () => {
    const text =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: api}, maxReplicas: many}\n';
    expect(bounds({ scaler: text })).toEqual([['HorizontalPodAutoscaler', 1, undefined]]);
  });

  test('gives the route of the target', () => {
    const { inventory } = workspaceOf({ a: deployment('api'), b: autoscaler('api', 1, 2) });
    expect(inventory.autoscalersOf(only(inventory, 'Deployment'))[0]?.target).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'api',
      route: ['spec', 'scaleTargetRef'],
    });
  });
});

describe('patchesOf', () => {
  const files = {
    'file:///w/base/api.yaml': deployment('api', { namespace: 'one' }),
    'file:///w/overlay/kustomization.yaml': 'namespace: one\nresources: [../base]\npatches: [{path: api.yaml}, {path: other.yaml}]\n',
    'file:///w/overlay/api.yaml': deployment('api'),
    'file:///w/overlay/other.yaml': `${deployment('worker')}---\n${deployment('api', { namespace: 'two' })}`,
    'file:///w/copy/api.yaml': deployment('api'),
  };
  const patchesOf = (uri: string, store: InventoryStore) => {
    const { inventory } = store;
    const [own] = inventory.ofKind('Deployment').filter((entry) => entry.uri === uri);
    return inventory.patchesOf(own!.resource).map((entry) => entry.uri);
  };

  test('finds what patches have for an object by its kind, name and namespace, and no other file', () => {
    const store = workspaceOf(files);
    expect(patchesOf('file:///w/base/api.yaml', store)).toEqual(['file:///w/overlay/api.yaml']);
    expect(patchesOf('file:///w/copy/api.yaml', store)).toEqual(['file:///w/overlay/api.yaml', 'file:///w/overlay/other.yaml']);
  });

  test('a file that is no longer a patch is none', () => {
    const store = workspaceOf(files);
    store.inventory.patchesOf(store.inventory.ofKind('Deployment')[0]!.resource);
    store.update('file:///w/overlay/kustomization.yaml', undefined);
    expect(patchesOf('file:///w/base/api.yaml', store)).toEqual([]);
  });
});

describe('servicesOf', () => {
  const servicesOf = (...services: string[]) => {
    const { inventory } = workspaceOf({
      a: deployment('api', { namespace: 'shop', labels: '{app: api, tier: web}' }),
      b: services.join('---\n'),
    });
    return namesOf(inventory.servicesOf(workloadOf(only(inventory, 'Deployment'))!));
  };

  test('finds every Service that selects the pods', () => {
    expect(servicesOf(service('one', '{app: api}'), service('two', '{tier: web, app: api}'), service('three', '{tier: web}'))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  test('leaves out what selects other pods, nothing, or another namespace', () => {
    expect(
      servicesOf(service('a', '{app: web}'), service('b', '{app: api, zone: x}'), service('c', '{}'), service('d', '{app: api}', 'other')),
    ).toEqual([]);
  });

  test('serving is what is no worker, or what a Service selects', () => {
    const { inventory } = workspaceOf({
      a: ['api', 'lone-worker', 'asked-worker'].map((name) => deployment(name)).join('---\n'),
      b: service('s', '{app: asked-worker}'),
      c: 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: api}\n---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\n',
    });
    const serving = inventory.workloads().filter(({ workload }) => isServing(workload, inventory));
    expect(serving.map(({ workload }) => workload.resource.name)).toEqual(['api', 'asked-worker']);
    expect(
      inventory
        .workloads()
        .filter(({ workload }) => isServing(workload))
        .map(({ workload }) => workload.resource.name),
    ).toEqual(['api']);
  });
});

describe('tracking', () => {
  const files = {
    'file:///w/api.yaml': deployment('api', { namespace: 'shop' }),
    'file:///w/web.yaml': deployment('web'),
    'file:///w/hpa.yaml': autoscaler('api', 2, 5),
    'file:///w/service.yaml': service('api', '{app: api}'),
  };
  /** Runs a question, makes a change, and tells whether the answer still stands. */
  const stands = (ask: (inventory: Inventory) => unknown, uri: string, text: string | undefined) => {
    const store = workspaceOf(files);
    const { reads } = store.track(ask);
    expect(store.unchanged(reads)).toBe(true);
    store.update(uri, text === undefined ? undefined : parseFile(text));
    return store.unchanged(reads);
  };
  const api = (inventory: Inventory) => inventory.find('Deployment', undefined, 'api')[0]!.resource;
  const scalers = (inventory: Inventory) => inventory.autoscalersOf(api(inventory));
  const services = (inventory: Inventory) => inventory.servicesOf(workloadOf(api(inventory))!);

  test.each<[string, (inventory: Inventory) => unknown, string, string | undefined, boolean]>([
    [
      'a change of the resource found',
      (i) => i.find('Deployment', 'shop', 'api'),
      'file:///w/api.yaml',
      deployment('api', { replicas: 2 }),
      false,
    ],
    [
      'a change of another of its kind',
      (i) => i.find('Deployment', 'shop', 'api'),
      'file:///w/web.yaml',
      deployment('web', { replicas: 2 }),
      true,
    ],
    ['something missing comes', (i) => i.find('Deployment', 'shop', 'new'), 'file:///w/new.yaml', deployment('new'), false],
    ['something else comes', (i) => i.find('Deployment', 'shop', 'new'), 'file:///w/new.yaml', deployment('newer'), true],
    ['what was found goes', (i) => i.find('Deployment', 'shop', 'api'), 'file:///w/api.yaml', undefined, false],
    ['any change of a kind', (i) => i.ofKind('Deployment'), 'file:///w/web.yaml', deployment('web', { replicas: 2 }), false],
    ['a change of another kind', (i) => i.ofKind('Service'), 'file:///w/web.yaml', deployment('web', { replicas: 2 }), true],
    ['a change of a workload', (i) => i.workloads(), 'file:///w/web.yaml', deployment('web', { replicas: 2 }), false],
    ['a change of no workload', (i) => i.workloads(), 'file:///w/service.yaml', service('api', '{}'), true],
    ['the autoscaler changes', scalers, 'file:///w/hpa.yaml', autoscaler('api', 3, 5), false],
    ['the autoscaler turns to another', scalers, 'file:///w/hpa.yaml', autoscaler('web', 2, 5), false],
    ['another gets an autoscaler', scalers, 'file:///w/other.yaml', autoscaler('web', 2, 5), true],
    ['the Service changes', services, 'file:///w/service.yaml', service('api', '{app: web}'), false],
    ['a Service of other pods comes', services, 'file:///w/other.yaml', service('web', '{app: web}'), true],
    ['a Service of these pods comes', services, 'file:///w/other.yaml', service('two', '{app: api}'), false],
    ['a plan comes', (i) => i.plan(), 'file:///w/x.plan.yaml', 'users: 3\n', false],
    ['no plan comes', (i) => i.plan(), 'file:///w/x.yaml', 'users: 3\n', true],
    [
      'a kustomization makes it a patch',
      (i) => i.contextOf('file:///w/api.yaml'),
      'file:///w/kustomization.yaml',
      'patches: [{path: api.yaml}]\n',
      false,
    ],
    [
      'a kustomization makes another a patch',
      (i) => i.contextOf('file:///w/api.yaml'),
      'file:///w/kustomization.yaml',
      'patches: [{path: web.yaml}]\n',
      true,
    ],
    [
      'a namespace is laid over what was found',
      (i) => i.find('Deployment', 'shop', 'web'),
      'file:///w/kustomization.yaml',
      'resources: [web.yaml]\nnamespace: x\n',
      false,
    ],
    [
      'a namespace is laid over the one that asks',
      (i) => i.namespaceOf(only(i, 'Service')),
      'file:///w/kustomization.yaml',
      'resources: [service.yaml]\nnamespace: x\n',
      false,
    ],
    [
      'a namespace is laid over one of a kind',
      (i) => i.ofKind('Deployment').map(({ resource }) => i.namespaceOf(resource)),
      'file:///w/kustomization.yaml',
      'resources: [web.yaml]\nnamespace: x\n',
      false,
    ],
    [
      'a namespace is laid over one of another kind',
      (i) => i.ofKind('Deployment').map(({ resource }) => i.namespaceOf(resource)),
      'file:///w/kustomization.yaml',
      'resources: [service.yaml]\nnamespace: x\n',
      true,
    ],
    ['a computation that asks nothing', () => 1, 'file:///w/api.yaml', undefined, true],
  ])('%s', (_, ask, uri, text, expected) => {
    expect(stands(ask, uri, text)).toBe(expected);
  });

  test('the same documents again change nothing, nor does moving down in a file', () => {
    const store = workspaceOf(files);
    const { reads } = store.track((inventory) => [inventory.ofKind('Deployment'), scalers(inventory), services(inventory)]);
    const before = parseFile(files['file:///w/api.yaml']);
    store.update('file:///w/api.yaml', before);
    expect(store.unchanged(reads)).toBe(false);
    const again = store.track((inventory) => inventory.ofKind('Deployment'));
    const moved = parseFile(`kind: none\n---\n${before.text}`, before);
    const document = before.documents[0]!.document;
    store.update('file:///w/api.yaml', { text: moved.text, documents: [moved.documents[0]!, { ...moved.documents[1]!, document }] });
    expect(store.unchanged(again.reads)).toBe(true);
    expect(store.inventory.entryOf(api(store.inventory))?.index).toBe(1);
  });
});
