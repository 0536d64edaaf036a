import { describe, expect, test } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { offsetAt } from '../../../server/src/features/positions.ts';
import { settingsCompletions } from '../../../server/src/features/settings-completion.ts';
import { settingsDiagnostics } from '../../../server/src/features/settings-diagnostics.ts';
import { settingFacts } from '../../../server/src/features/settings-tree.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { SETTING_LEVELS } from '../../../server/src/rules/rule-setting.ts';
import { settingSpecs } from '../../../server/src/settings-specs.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import type { YamlFile } from '../../../server/src/yaml/types.ts';
import { schemas } from '../../schemas.ts';
import { CURSOR } from './support.ts';

/** A configuration file as the analyzer keeps it: it is none of the files that are checked, so it is not parsed. */
function fileOf(text: string): YamlFile {
  return { text: text.replace(CURSOR, ''), documents: [] };
}

function proposals(text: string): CompletionItem[] {
  return settingsCompletions(fileOf(text), text.indexOf(CURSOR), settingFacts(schemas));
}

function labels(text: string): string[] {
  return proposals(text).map(({ label }) => label);
}

/** The text after a proposal was chosen. */
function chosen(text: string, label: string): string {
  const file = fileOf(text);
  const { range, newText } = proposals(text).find((item) => item.label === label)!.textEdit as TextEdit;
  return applySplices(file.text, [{ start: offsetAt(file, range.start), end: offsetAt(file, range.end), text: newText }]);
}

const RULE_IDS = allRules.map(({ id }) => id);

describe('names', () => {
  test('of all settings, in an empty file and behind those that are there', () => {
    const all = new Set([...Object.keys(settingSpecs).map((name) => name.split('.')[0]), 'rules', 'overrides']);
    expect(new Set(labels(CURSOR))).toEqual(all);
    expect(labels(`# ours\n${CURSOR}\n`)).toContain('profile');
    const behind = labels(`tier: enterprise\n${CURSOR}`);
    expect(behind).toContain('profile');
    expect(behind).not.toContain('tier');
  });

  test.each([
    [`pro${CURSOR}`, 'profile', 'profile: '],
    [`tier: enterprise\nca${CURSOR}\n`, 'capacity', 'tier: enterprise\ncapacity:\n  \n'],
    [CURSOR, 'exclude', 'exclude:\n  - '],
    [CURSOR, 'overrides', 'overrides:\n  - '],
    [CURSOR, 'rules', 'rules:\n  '],
    [`rules:\n  images/t${CURSOR}`, 'images/tag', 'rules:\n  images/tag: '],
    [`ru${CURSOR}: {}`, 'rules', 'rules: {}'],
    [`overrides:\n  - ${CURSOR}`, 'kinds', 'overrides:\n  - kinds:\n      - '],
    [`rules: { images/t${CURSOR} }`, 'images/tag', 'rules: { images/tag:  }'],
  ])('in %j come with what leads to their value', (text, label, after) => {
    expect(chosen(text, label)).toBe(after);
  });

  test('of a group of settings', () => {
    const names = Object.keys(settingSpecs).flatMap((name) => (name.startsWith('capacity.') ? [name.slice('capacity.'.length)] : []));
    expect(labels(`capacity:\n  ${CURSOR}`)).toEqual(names);
    expect(labels(`capacity:\n  users: 40\n  ${CURSOR}`)).toEqual(names.filter((name) => name !== 'users'));
  });

  test('of all rules, with their level and what they report', () => {
    expect(labels(`rules:\n  ${CURSOR}`)).toEqual(RULE_IDS);
    expect(labels(`overrides:\n  - files: [a/**]\n    rules:\n      ${CURSOR}`)).toEqual(RULE_IDS);
    expect(labels(`rules:\n  images/tag: error\n  ${CURSOR}`)).not.toContain('images/tag');
    const { detail, documentation } = proposals(`rules:\n  images/${CURSOR}`).find(({ label }) => label === 'images/tag')!;
    const rule = allRules.find(({ id }) => id === 'images/tag')!;
    expect(detail).toBe(rule.level);
    expect(documentation).toMatchObject({ kind: 'markdown', value: expect.stringContaining(rule.docs.summary) });
  });

  test("of a rule's options, with their type and what they mean", () => {
    const rule = allRules.find(({ options }) => Object.values(options ?? {}).some(({ type }) => type === 'number'))!;
    const [name, spec] = Object.entries(rule.options!).find(([, { type }]) => type === 'number')!;
    const items = proposals(`rules:\n  ${rule.id}:\n    ${CURSOR}`);
    expect(items.map(({ label }) => label)).toEqual(['level', ...Object.keys(rule.options!)]);
    expect(items.find(({ label }) => label === name)).toMatchObject({
      detail: expect.stringContaining('number'),
      documentation: { value: expect.stringContaining(spec.description) },
    });
  });

  test('of an override', () => {
    expect(labels(`overrides:\n  - ${CURSOR}`)).toEqual(['files', 'kinds', 'rules']);
    expect(labels(`overrides:\n  - kinds: [CronJob]\n    ${CURSOR}`)).toEqual(['files', 'rules']);
  });
});

describe('values', () => {
  test.each([
    [`profile: ${CURSOR}`, ['recommended', 'strict']],
    [`profile: st${CURSOR}\nrules:\n  images/tag: [\n`, ['recommended', 'strict']],
    [`tier: ${CURSOR}`, ['auto', 'small-team', 'growing-team', 'enterprise']],
    [`hints:\n  enable: ${CURSOR}`, ['true', 'false']],
    [`schemas:\n  enable: o${CURSOR}`, ['auto', 'on', 'off']],
    [`rules:\n  images/tag: ${CURSOR}`, SETTING_LEVELS],
    [`rules:\n  images/tag:\n    level: ${CURSOR} # why\n`, SETTING_LEVELS],
    [`overrides:\n  - kinds: [Job]\n    rules:\n      images/tag: ${CURSOR}`, SETTING_LEVELS],
    [`rules: { images/tag: ${CURSOR} }`, SETTING_LEVELS],
    [`rules:\n  images/tag: { level: e${CURSOR} }`, SETTING_LEVELS],
  ])('of %j', (text, values) => {
    expect(labels(text)).toEqual(values);
  });

  test('are the known versions of Kubernetes, the newest first, as texts', () => {
    expect(labels(`kubernetesVersion: ${CURSOR}`)).toEqual(schemas.versions.toReversed());
    const text = chosen(`kubernetesVersion: ${CURSOR}`, schemas.newest);
    expect(settingsDiagnostics(text)).toEqual([]);
  });

  test('are kinds of objects and of Compose services', () => {
    const found = labels(`overrides:\n  - kinds:\n      - Cr${CURSOR}`);
    expect(labels(`overrides:\n  - kinds: [Job, Cr${CURSOR}]`)).toEqual(found);
    expect(found).toEqual(expect.arrayContaining(['CronJob', 'Deployment', 'Ingress', 'service']));
    expect(chosen(`overrides:\n  - kinds:\n      - Cr${CURSOR}`, 'CronJob')).toBe('overrides:\n  - kinds:\n      - CronJob');
  });

  test('say what they mean, and which is the default', () => {
    const [recommended, strict] = proposals(`profile: ${CURSOR}`);
    expect(recommended).toMatchObject({ detail: 'default' });
    expect(strict).toMatchObject({ documentation: { value: settingSpecs.profile.enumDescriptions[1] } });
  });
});

test.each([
  ['a number', `maxProblems: ${CURSOR}`],
  ['a glob', `exclude:\n  - ${CURSOR}`],
  ['a setting that there is not', `colour:\n  ${CURSOR}`],
  ['a rule that there is not', `rules:\n  images/none:\n    ${CURSOR}`],
  ['a comment', `# tier: ${CURSOR}`],
  ['below a plain value', `tier:\n  ${CURSOR}`],
])('nothing is proposed for %s', (_, text) => {
  expect(labels(text)).toEqual([]);
});

test('what is proposed is accepted', () => {
  for (const rule of allRules) {
    const text = SETTING_LEVELS.map((level) => `rules:\n  ${rule.id}: ${level}\n`);
    for (const one of text) expect(settingsDiagnostics(one)).toEqual([]);
  }
});
