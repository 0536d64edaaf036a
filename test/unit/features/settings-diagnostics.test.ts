import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsDiagnostics } from '../../../server/src/features/settings-diagnostics.ts';

test('a setting that cannot be used is shown where it is', () => {
  expect(settingsDiagnostics('# ours\nprofil: strict\ntier: enterprise\n')).toMatchObject([
    {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } },
      severity: 2,
      source: 'plimsoll',
      message: expect.stringContaining('profil'),
    },
  ]);
});

test('a syntax error is shown in place of what it brings about', () => {
  const found = settingsDiagnostics('rules: [\n');
  expect(found).not.toEqual([]);
  expect(found.every(({ severity }) => severity === 1)).toBe(true);
});

test.each(['', '# nothing yet\n', 'profile: strict\nexclude: ["charts/**"]\n'])('%j is in order', (text) => {
  expect(settingsDiagnostics(text)).toEqual([]);
});

test('the example in the README is in order', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const examples = Array.from(readme.matchAll(/```yaml\n([^`]*)```/g), ([, text = '']) => text).filter((text) => /^rules:/m.test(text));
  expect(examples).toHaveLength(1);
  expect(examples.flatMap(settingsDiagnostics)).toEqual([]);
});
