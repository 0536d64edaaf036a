import { expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/src/features/hover.ts';
import { schemas } from '../../schemas.ts';
import { analyze, CURSOR } from './support.ts';

/** What a hover shows in a CronJob with this specification, a minute after the year began. */
function hoverIn(spec: string, now = '2026-01-01T00:01:00Z'): string {
  const { analysis, offset } = analyze(`apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec:\n${spec}\n`);
  const context = { schemas, markdown: true, now };
  return (hover(analysis, offset, context)?.contents as MarkupContent | undefined)?.value ?? '';
}

test('a schedule shows its next runs in its time zone, and what the field is', () => {
  const text = hoverIn(`  schedule: ${CURSOR}"30 4 * * SAT"\n  timeZone: Asia/Tokyo`);
  expect(text).toMatch(/^Next runs in Asia\/Tokyo:\n\n- Sat, 3 Jan 2026, 04:30\n- Sat, 10 Jan 2026, 04:30\n/);
  expect(text).toContain('`schedule`: string, required');
});

test('without a time zone they are given in UTC, and said to be', () => {
  expect(hoverIn(`  ${CURSOR}schedule: "@daily"`)).toMatch(/^Next runs in UTC, .*:\n\n- Fri, 2 Jan 2026, 00:00\n/);
});

test('the time zone shows them, too', () => {
  expect(hoverIn(`  schedule: "@daily"\n  timeZone: ${CURSOR}Asia/Tokyo`)).toContain('- Fri, 2 Jan 2026, 00:00');
});

test('what counts from the creation says so', () => {
  expect(hoverIn(`  schedule: ${CURSOR}"@every 90m"`)).toMatch(/^Runs every `90m`/);
});

test.each([
  ['a schedule that is none', `  schedule: ${CURSOR}"0 0 3 * * *"`],
  ['one that never fires', `  schedule: ${CURSOR}"0 0 31 2 *"`],
  ['another field', `  schedule: "@daily"\n  suspend: ${CURSOR}true`],
])('%s shows none', (_, spec) => {
  expect(hoverIn(spec)).not.toMatch(/runs (?:in|every)/i);
});

test('without a clock there are none', () => {
  const { analysis, offset } = analyze(`apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: ${CURSOR}"@daily"}\n`);
  const { contents } = hover(analysis, offset, { schemas, markdown: true })!;
  expect((contents as MarkupContent).value).toMatch(/^`schedule`/);
});
