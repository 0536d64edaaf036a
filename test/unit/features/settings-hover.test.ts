import { expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { settingsHover } from '../../../server/src/features/settings-hover.ts';
import { settingFacts } from '../../../server/src/features/settings-tree.ts';
import { rulePage } from '../../../server/src/rules/pages.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { settingSpecs } from '../../../server/src/settings-specs.ts';
import { schemas } from '../../schemas.ts';
import { CURSOR } from './support.ts';

function hoverText(text: string, markdown = true): string | undefined {
  const hover = settingsHover(text.replace(CURSOR, ''), text.indexOf(CURSOR), markdown, settingFacts(schemas));
  return (hover?.contents as MarkupContent | undefined)?.value;
}

test('a setting is described over its name, with its type and its default', () => {
  const text = hoverText(`ti${CURSOR}er: enterprise\n`);
  expect(text).toContain('`tier`: string, default `"auto"`');
  expect(text).toContain(settingSpecs.tier.description);
});

test('a value is described with its setting', () => {
  expect(hoverText(`tier: enter${CURSOR}prise\n`)).toContain('`enterprise`: 500 users and more.');
  expect(hoverText(`capacity:\n  users: 4${CURSOR}0\n`)).toContain(settingSpecs['capacity.users'].description);
});

test('a rule is described with its level, its reason, its options and its page, in overrides too', () => {
  const rule = allRules.find(({ options }) => Object.keys(options ?? {}).length > 0)!;
  const [option = '', spec] = Object.entries(rule.options!)[0]!;
  for (const text of [
    `rules:\n  ${CURSOR}${rule.id}: off\n`,
    `rules:\n  ${rule.id}: o${CURSOR}ff\n`,
    `overrides:\n  - kinds: [Job]\n    rules: { ${CURSOR}${rule.id}: off }\n`,
  ]) {
    const shown = hoverText(text);
    for (const part of [rule.docs.summary, rule.docs.why, `\`${option}\``, rulePage(rule.id)]) expect(shown).toContain(part);
  }
  expect(hoverText(`rules:\n  ${rule.id}:\n    ${CURSOR}${option}: 1\n`)).toContain(spec!.description);
  expect(hoverText(`rules:\n  ${rule.id}: { lev${CURSOR}el: off }\n`)).toContain('Level of the rule.');
});

test('the range is the word that is described', () => {
  const hover = settingsHover('# ours\r\nprofile: strict\r\n', 9, true, settingFacts(schemas));
  expect(hover?.range).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 7 } });
});

test.each([
  ['a setting that there is not', `col${CURSOR}our: red\n`],
  ['a rule that there is not', `rules:\n  images/n${CURSOR}one: off\n`],
  ['a comment', `# tier${CURSOR}\ntier: auto\n`],
  ['nothing', CURSOR],
  ['what does not parse', `{[${CURSOR}`],
])('nothing is said of %s', (_, text) => {
  expect(hoverText(text)).toBeUndefined();
});
