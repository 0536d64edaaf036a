import { expect, test } from 'vitest';
import required from '../../../server/src/rules/metadata/required.ts';
import type { RuleSetting } from '../../../server/src/rules/rule-setting.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../check.ts';

const URI = 'file:///workspace/manifest.yaml';

/** What is reported of a manifest under a setting of the rule. */
function reported(setting: RuleSetting, text: string): readonly string[] {
  const settings = { ...defaultSettings, rules: { 'metadata/required': setting } };
  return findingsOf(analyze([{ uri: URI, text }], [required], settings), URI).map(({ finding }) => finding.message);
}

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: assistant, labels: {team: assistant}}\n';

test('objects of every kind need them where no kinds are named', () => {
  expect(reported({ labels: ['stage'] }, namespace)).toEqual([
    'Namespace "assistant" lacks the label stage, which the configuration of this workspace requires.',
  ]);
  expect(reported({ labels: ['stage'], kinds: ['Deployment'] }, namespace)).toEqual([]);
});

test.each([
  ['team', true],
  ['team=assistant', true],
  ['team=^assistant$', true],
  ['team=platform', false],
  ['team=^ass', true],
  ['team=^sist', false],
  ['team=assist', false],
  ['team=[', false],
  ['team=', true],
])('%s', (label, holds) => {
  expect(reported({ labels: [label] }, namespace)).toHaveLength(holds ? 0 : 1);
});

test('files without metadata need none', () => {
  expect(reported({ labels: ['team'] }, 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n')).toEqual([]);
});
