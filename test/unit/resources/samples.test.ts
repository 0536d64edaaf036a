import { expect, test } from 'vitest';
import { deploymentSizing } from '../../../server/src/capacity/sizing.ts';
import { resourceAt, resourcesOf } from '../../../server/src/resources/resource.ts';
import { workloadsIn } from '../../../server/src/resources/workload.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { valueAt } from '../../../server/src/yaml/value.ts';
import { settingsWith } from '../capacity/settings.ts';
import { sampleFiles } from '../samples.ts';
import { workspaceOf } from './workspace.ts';

const files = Object.fromEntries(sampleFiles().map(({ path, text }) => [path, text]));
const { inventory } = workspaceOf(files);

test('there are manifests to read', () => {
  expect(inventory.workloads().length).toBeGreaterThan(1);
});

test('every route leads to what it names', () => {
  for (const { document } of Object.values(files).flatMap((text) => parseFile(text).documents)) {
    for (const resource of resourcesOf(document)) {
      expect(valueAt(document, resource.route)).toBe(resource.value);
      expect(resourceAt(document, [...resource.route, 'metadata'])).toBe(resource);
    }
    for (const { containers, podSpecRoute, podSpec } of workloadsIn(document)) {
      expect(valueAt(document, podSpecRoute) ?? {}).toEqual(podSpec);
      for (const container of containers) expect(valueAt(document, container.route)).toBe(container.value);
    }
  }
});

test('every container of a workload has a known amount, or it is said what is missing', () => {
  for (const { perPod, missing } of deploymentSizing(inventory, settingsWith()).workloads) {
    expect(missing.length > 0).toBe(perPod.guaranteed.cores === undefined || perPod.guaranteed.bytes === undefined);
  }
});

test('every role says why', () => {
  for (const { workload } of inventory.workloads()) expect(workload.role?.because).not.toBe('');
});

test('no manifest, wherever it is cut off, does harm', () => {
  const settings = settingsWith({ users: 50 });
  const texts = Object.values(files).flatMap((text) => parseFile(text).documents.map(({ document }) => document.text.slice(0, 2000)));
  for (const text of texts) {
    const step = Math.ceil(text.length / 6);
    for (let end = step; end < text.length; end += step) {
      const store = workspaceOf({ 'kustomization.yaml': text.slice(0, end) });
      expect(deploymentSizing(store.inventory, settings).workloads).toHaveLength(store.inventory.workloads().length);
    }
  }
});
