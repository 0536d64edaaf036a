import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InventoryStore } from '../../../server/src/resources/inventory.ts';
import type { Entry, Inventory, ObjectTrait, Workload, WorkloadTrait } from '../../../server/src/resources/types.ts';
import { workloadOf } from '../../../server/src/resources/workload.ts';
import { plainTrait } from '../../../server/src/resources/workload-trait.ts';
import { stringAt } from '../../../server/src/yaml/json.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { YamlFile } from '../../../server/src/yaml/types.ts';
import { fuzz } from '../../fuzz.ts';
import { autoscaler, deployment } from './workspace.ts';

const NAMES = ['a', 'b'];
const NAMESPACES = [undefined, 'one', 'two'];
const name = fc.constantFrom(...NAMES);
const namespace = fc.constantFrom(...NAMESPACES);

const document = fc.oneof(
  fc
    .record({ name, namespace, replicas: fc.nat(3) })
    .map(({ name, namespace, replicas }) => deployment(name, { replicas, ...(namespace ? { namespace } : {}) })),
  fc.record({ name, namespace }).map(({ name, namespace }) => autoscaler(name, 1, 3, namespace)),
  name.map((app) => `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: ${app}}}\n`),
  fc.constant('x_deployment: {a: {cpu: 1}}\n'),
  fc.constantFrom('resources: [f.yaml]\nnamespace: one\n', 'resources: [f.yaml, g.yaml]\nnamespace: two\n', 'patches: [{path: f.yaml}]\n'),
);
const text = fc.array(document, { maxLength: 4 }).map((documents) => documents.join('---\n'));
const uri = fc.constantFrom('file:///w/f.yaml', 'file:///w/g.yaml', 'file:///w/kustomization.yaml', 'file:///w/x.plan.yaml');
const change = fc.record({ uri, text: fc.option(text, { nil: undefined }) });

const FILE_AND_NAME: WorkloadTrait = { id: 'file-and-name', keysOf: ({ resource }, uri) => [uri, resource.name ?? ''] };
const SCALED_OUT = plainTrait('scaled-out', ({ replicas = 1 }) => replicas > 1);

const APP: ObjectTrait = { id: 'app', kinds: ['Service'], keysOf: ({ value }) => [stringAt(value, ['spec', 'selector', 'app']) ?? ''] };

/** Everything that can be asked in so small a workspace. */
const QUESTIONS: readonly ((inventory: Inventory) => unknown)[] = [
  (inventory) => inventory.ofKind('Deployment').map(placeOf),
  (inventory) => inventory.workloads().map(({ entry }) => placeOf(entry)),
  ...[...NAMES, 'file:///w/g.yaml'].map((key) => (inventory: Inventory) => inventory.workloadsBy(FILE_AND_NAME, key).map(shapeOf)),
  (inventory) => inventory.workloadsBy(SCALED_OUT).map(shapeOf),
  ...NAMES.map((app) => (inventory: Inventory) => inventory.filedBy(APP, app).map(placeOf)),
  ...['Deployment', 'Service'].map((kind) => (inventory: Inventory) => inventory.hasKind(kind)),
  ...NAMES.flatMap((name) =>
    NAMESPACES.map((namespace) => (inventory: Inventory) => inventory.find('Deployment', namespace, name).map(placeOf)),
  ),
  (inventory) => inventory.ofKind('Deployment').map(({ resource }) => inventory.autoscalersOf(resource).map(({ entry }) => placeOf(entry))),
  (inventory) => inventory.ofKind('Deployment').map(({ resource }) => inventory.servicesOf(workloadOf(resource)!).map(placeOf)),
  (inventory) => inventory.ofKind('Deployment').map(({ resource }) => inventory.patchesOf(resource).map(placeOf)),
  (inventory) => inventory.ofKind('Deployment').map(({ resource }) => inventory.namespaceOf(resource)),
  (inventory) => inventory.plan()?.plan,
  (inventory) => ['f', 'g'].map((file) => inventory.contextOf(`file:///w/${file}.yaml`)),
];

/** Where a resource is, but for its index, which moves without being a change. */
function placeOf({ uri, resource }: Entry): unknown {
  return [uri, resource];
}

function shapeOf({ resource, replicas }: Workload): unknown {
  return [resource.name, resource.namespace, replicas];
}

test('an answer said to be unchanged is what would be answered now', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), change, (before, last) => {
      const files = new Map<string, YamlFile>();
      const store = new InventoryStore();
      const apply = ({ uri, text }: { uri: string; text: string | undefined }) => {
        const file = text === undefined ? undefined : parseFile(text, files.get(uri));
        if (file) files.set(uri, file);
        else files.delete(uri);
        store.update(uri, file);
      };
      before.forEach(apply);
      const answers = QUESTIONS.map((ask) => store.track(ask));
      apply(last);
      for (const [index, { value, reads }] of answers.entries()) {
        if (store.unchanged(reads)) expect(QUESTIONS[index]!(store.inventory)).toEqual(value);
      }
    }),
    fuzz(100),
  );
});

test('a workspace changed step by step answers as one read at once', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.constantFrom([], QUESTIONS), (changes, asked) => {
      const files = new Map<string, YamlFile>();
      const store = new InventoryStore();
      for (const { uri, text } of changes) {
        const file = text === undefined ? undefined : parseFile(text, files.get(uri));
        if (file) files.set(uri, file);
        else files.delete(uri);
        store.update(uri, file);
        for (const ask of asked) ask(store.inventory);
      }
      const fresh = new InventoryStore();
      for (const [uri, file] of [...files].reverse()) fresh.update(uri, file);
      for (const ask of QUESTIONS) expect(ask(store.inventory)).toEqual(ask(fresh.inventory));
      const indexes = (inventory: Inventory) => inventory.ofKind('Deployment').map(({ uri, index }) => [uri, index]);
      expect(indexes(store.inventory)).toEqual(indexes(fresh.inventory));
    }),
    fuzz(100),
  );
});
