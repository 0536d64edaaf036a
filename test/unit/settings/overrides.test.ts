import { expect, test } from 'vitest';
import { allRules } from '../../../server/src/rules/registry.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { parseSettings } from '../../../server/src/settings.ts';
import { settingsOfFile } from '../../../server/src/settings-overrides.ts';
import { analyze, findingsOf } from '../../rules/check.ts';

const workload = (kind: string) => `apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata:
  name: a
spec:
  template:
    spec:
      containers:
        - name: main
          image: registry.example.com/a:latest
`;

/** Levels that a rule has on a Deployment and on a Job of one file. */
function levels(settings: Settings): readonly string[] {
  const text = `${workload('Deployment')}---\n${workload('Job')}`;
  const rules = allRules.filter(({ id }) => id === 'images/tag');
  const found = findingsOf(analyze([{ uri: 'file:///a.yaml', text }], rules, settings), 'file:///a.yaml');
  return found.map(({ finding }) => `${finding.resource?.kind} ${finding.level}`);
}

const isDev = (globs: readonly string[]) => globs.includes('dev/**');

test('an override for a kind changes the level there and nowhere else', () => {
  const { settings, problems } = parseSettings({ overrides: [{ kinds: ['Job'], rules: { 'images/tag': 'error' } }] });
  expect(problems).toEqual([]);
  expect(levels(settingsOfFile(settings, isDev))).toEqual(['Deployment warning', 'Job error']);
});

test('a rule that is off can be on for a kind, and the other way round', () => {
  const on = parseSettings({ rules: { 'images/tag': 'off' }, overrides: [{ kinds: ['Job'], rules: { 'images/tag': 'info' } }] });
  expect(levels(settingsOfFile(on.settings, isDev))).toEqual(['Job info']);
  const off = parseSettings({ overrides: [{ kinds: ['Job'], rules: { 'images/tag': 'off' } }] });
  expect(levels(settingsOfFile(off.settings, isDev))).toEqual(['Deployment warning']);
});

test('an override for files holds for those that its globs name', () => {
  const { settings } = parseSettings({ overrides: [{ files: ['dev/**'], rules: { 'images/tag': 'off' } }] });
  expect(levels(settingsOfFile(settings, isDev))).toEqual([]);
  expect(levels(settingsOfFile(settings, () => false))).toEqual(['Deployment warning', 'Job warning']);
});

test('later overrides win over earlier ones, and a level leaves options as they are', () => {
  const { settings } = parseSettings({
    rules: { 'probes/readiness': { path: '/up' } },
    overrides: [
      { files: ['dev/**'], rules: { 'probes/readiness': 'info', 'images/tag': 'off' } },
      { files: ['dev/**'], rules: { 'images/tag': 'error' } },
    ],
  });
  const { rules } = settingsOfFile(settings, isDev);
  expect(rules).toEqual({ 'probes/readiness': { path: '/up', level: 'info' }, 'images/tag': 'error' });
});

test.each([
  ['no list', { overrides: {} }, 'Setting `overrides` must be a list.'],
  [
    'no mapping',
    { overrides: ['images/tag'] },
    'An override must be a mapping with `rules`, and `files` or `kinds` to say where they hold.',
  ],
  ['everywhere', { overrides: [{ rules: {} }] }, 'An override needs `files` or `kinds`; what holds everywhere belongs in `rules`.'],
  ['a misspelt key', { overrides: [{ kind: ['Job'], kinds: ['Job'], rules: {} }] }, 'An override has no `kind`; did you mean `kinds`?'],
  ['a string for a list', { overrides: [{ files: 'dev/**', rules: {} }] }, '`files` of an override must be a list of strings.'],
  [
    'an unknown rule',
    { overrides: [{ files: ['a'], rules: { 'images/tags': 'off' } }] },
    'Setting `rules` names `images/tags`, which is no rule; did you mean `images/tag`?',
  ],
])('%s is a problem, told in a sentence', (_, json, message) => {
  expect(parseSettings(json).problems.map((problem) => problem.message)).toEqual([message]);
});
