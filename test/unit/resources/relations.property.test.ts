import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InventoryStore } from '../../../server/src/resources/inventory.ts';
import { labelSelectorsOf } from '../../../server/src/resources/label-selectors.ts';
import { referencesOf } from '../../../server/src/resources/references.ts';
import type { Entry, Inventory, Resource } from '../../../server/src/resources/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { YamlFile } from '../../../server/src/yaml/types.ts';
import { fuzz } from '../../fuzz.ts';

const KINDS = ['Deployment', 'Service', 'ConfigMap', 'PodDisruptionBudget', 'Kustomization', 'Component', 'ServiceMonitor'];
const name = fc.constantFrom('a', 'b', 'p-a');
const namespace = fc.constantFrom('', ', namespace: one', ', namespace: two');
const metadata = fc.tuple(name, namespace).map(([name, namespace]) => `metadata: {name: ${name}${namespace}, labels: {app: ${name}}}\n`);
const label = fc.constantFrom('app: a', 'app: b', 'tier: web');

const object = fc.oneof(
  fc
    .tuple(metadata, name, label)
    .map(
      ([metadata, config, label]) =>
        `apiVersion: apps/v1\nkind: Deployment\n${metadata}spec:\n  template:\n    metadata: {labels: {${label}}}\n    spec:\n      containers:\n      - name: c\n        envFrom: [{configMapRef: {name: ${config}}}]\n`,
    ),
  metadata.map((metadata) => `apiVersion: v1\nkind: ConfigMap\n${metadata}data: {k: v}\n`),
  fc.tuple(metadata, label).map(([metadata, label]) => `apiVersion: v1\nkind: Service\n${metadata}spec: {selector: {${label}}}\n`),
  metadata.map((metadata) => `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${metadata}spec: {selector: {}}\n`),
  metadata.map(
    (metadata) =>
      `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n${metadata}spec: {selector: {matchLabels: {app: a}}, namespaceSelector: {any: true}}\n`,
  ),
);

const FILES = [
  '/base/x.yaml',
  '/base/y.yaml',
  '/prod/x.yaml',
  '/base/kustomization.yaml',
  '/prod/kustomization.yaml',
  '/dev/kustomization.yaml',
];
const kustomization = fc
  .record({
    paths: fc.uniqueArray(fc.constantFrom('x.yaml', '../base', '../base/x.yaml', '../base/y.yaml', '../prod', '.')),
    patch: fc.constantFrom('', 'patches: [{path: x.yaml}]\n', 'patches: [{path: x.yaml, target: {kind: Deployment}}]\n'),
    extra: fc.uniqueArray(
      fc.constantFrom(
        'namePrefix: p-\n',
        'namespace: one\n',
        'commonLabels: {tier: web}\n',
        'configMapGenerator: [{name: a, literals: [k=v]}]\n',
        'components: [../base]\n',
        'helmCharts: [{name: c}]\n',
        'patchesStrategicMerge: ["kind: Deployment\\nmetadata: {name: a}\\n"]\n',
      ),
    ),
    component: fc.boolean(),
  })
  .map(({ paths, patch, extra, component }) => {
    const head = component ? 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n' : '';
    return `${head}resources: [${paths.join(', ')}]\n${patch}${extra.join('')}`;
  });

const operations = fc.constantFrom('a', 'b').map((value) => `- {op: add, path: /metadata/labels/app, value: ${value}}\n`);
const manifest = fc.array(object, { minLength: 1, maxLength: 3 }).map((documents) => documents.join('---\n'));
const uri = fc.constantFrom(...FILES);
const change = fc.oneof(
  fc.record({
    uri,
    text: fc.oneof({ weight: 3, arbitrary: manifest }, { weight: 2, arbitrary: kustomization }, { weight: 1, arbitrary: operations }),
  }),
  fc.record({ uri, text: fc.constant(undefined) }),
  fc.record({ uri, from: uri }),
);
type Change = { readonly uri: string; readonly text?: string | undefined; readonly from?: string };

function all(inventory: Inventory): readonly Entry[] {
  return KINDS.flatMap((kind) => inventory.ofKind(kind));
}

/** Where an object is, but for its index, which moves without being a change. */
function placeOf({ uri, resource }: Entry): unknown {
  return [uri, resource.kind, resource.name];
}

type Question = (inventory: Inventory, resource: Resource) => unknown;

/** Every question about one object. */
const QUESTIONS: readonly Question[] = [
  (inventory, resource) => inventory.placementsOf(resource),
  (inventory, resource) => inventory.patchesOf(resource).map((entry) => [placeOf(entry), entry.resource.labels]),
  (inventory, resource) => inventory.autoscalersOf(resource).map(({ entry }) => placeOf(entry)),
  (inventory, resource) =>
    referencesOf(resource).map((reference) => {
      const { state, found, missingFrom } = inventory.resolve(reference, resource);
      return [state, found.map(({ entry, definition }) => [placeOf(entry), definition.route]), missingFrom];
    }),
  (inventory, resource) =>
    referencesOf(resource).map((reference) => inventory.candidatesFor(reference, resource).map(({ entry }) => placeOf(entry))),
  (inventory, resource) => referencesOf(resource).map((reference) => inventory.hasOthers(reference, resource)),
  (inventory, resource) => inventory.referrersTo(resource).map(({ entry, reference }) => [placeOf(entry), reference]),
  (inventory, resource) => inventory.referrersOf('ConfigMap', resource.namespace, 'a').map(({ entry }) => placeOf(entry)),
  (inventory, resource) => inventory.selectedBy(resource).map(({ entry, selector }) => [placeOf(entry), selector.via]),
  (inventory, resource) => labelSelectorsOf(resource).map((selector) => inventory.selects(resource, selector).map(placeOf)),
];

const TOGETHER: Question = (inventory, resource) => all(inventory).map((other) => inventory.areAppliedTogether(resource, other.resource));

function answers(inventory: Inventory): readonly unknown[] {
  return all(inventory).map((entry) => [
    entry.index,
    placeOf(entry),
    ...[...QUESTIONS, TOGETHER].map((ask) => ask(inventory, entry.resource)),
  ]);
}

/** A workspace that files are written to, removed from and renamed in. */
function workspace() {
  const store = new InventoryStore();
  const files = new Map<string, YamlFile>();
  const write = (uri: string, text: string | undefined): void => {
    const file = text === undefined ? undefined : parseFile(text, files.get(uri));
    if (file) files.set(uri, file);
    else files.delete(uri);
    store.update(uri, file);
  };
  const apply = ({ uri, text, from }: Change): void => {
    const moved = from === undefined ? text : files.get(from)?.text;
    if (from !== undefined) write(from, undefined);
    write(uri, moved);
  };
  return { store, files, apply };
}

test('relations of a workspace changed step by step are those of one read at once', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), fc.boolean(), (changes, asking) => {
      const { store, files, apply } = workspace();
      for (const step of changes) {
        apply(step);
        if (asking) answers(store.inventory);
      }
      const fresh = new InventoryStore();
      for (const [uri, file] of [...files].reverse()) fresh.update(uri, parseFile(file.text));
      expect(answers(store.inventory)).toEqual(answers(fresh.inventory));
    }),
    fuzz(200),
  );
});

test('relations said to be unchanged are what would be answered now', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: 8 }), change, (before, last) => {
      const { store, apply } = workspace();
      before.forEach(apply);
      const known = all(store.inventory).flatMap(({ resource }) =>
        QUESTIONS.map((ask) => ({ resource, ask, ...store.track((inventory) => JSON.stringify(ask(inventory, resource))) })),
      );
      apply(last);
      for (const { resource, ask, value, reads } of known) {
        if (store.inventory.entryOf(resource) && store.unchanged(reads)) {
          expect(JSON.stringify(ask(store.inventory, resource))).toEqual(value);
        }
      }
    }),
    fuzz(200),
  );
});
