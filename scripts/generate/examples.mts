import { structuredPatch } from 'diff';
import { isEngineRule } from '../../server/src/rules/engine-rules.ts';
import { allRules } from '../../server/src/rules/registry.ts';
import type { Rule } from '../../server/src/rules/types.ts';
import { analyze, findingsOf, placeOf } from '../../test/rules/check.ts';
import type { Fixture, FixtureFile } from '../../test/rules/fixtures.ts';
import { fixturesOf } from '../../test/rules/fixtures.ts';

/** The first bad fixture of a rule with what is reported in it and how it is fixed, and the first good one; empty where there is none. */
export function examplesOf(rule: Rule): string {
  const fixtures = fixturesOf(rule.id);
  const bad = plainest(fixtures.filter((fixture) => fixture.bad));
  const good = plainest(fixtures.filter((fixture) => !fixture.bad));
  const parts = [
    ...(bad ? [`Reported:\n\n${filesText(bad)}`, messagesOf(rule, bad), fixOf(bad)] : []),
    good && `Not reported:\n\n${filesText(good)}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** The one with the shortest name: `bad.yaml` before `bad-special-case.yaml`. */
function plainest(fixtures: readonly Fixture[]): Fixture | undefined {
  return fixtures.toSorted((a, b) => a.name.length - b.name.length)[0];
}

function filesText({ files }: Fixture): string {
  const blocks = files.map((file) => {
    const block = fenced('yaml', file.text);
    return files.length === 1 ? block : `\`${nameOf(file)}\`:\n\n${block}`;
  });
  return blocks.join('\n\n');
}

/** Each finding with the line that it is about, which the reader then need not count out. */
function messagesOf(rule: Rule, { files }: Fixture): string {
  const analyzer = analyze(files, isEngineRule(rule.id) ? allRules : [rule]);
  const messages = files.flatMap((file) => {
    const lines = file.text.split('\n');
    const own = findingsOf(analyzer, file.uri).filter(({ finding }) => finding.rule === rule.id);
    const prefix = files.length === 1 ? '' : `\`${nameOf(file)}\` `;
    return own.map((found) => {
      const { line } = placeOf(analyzer, file.uri, found);
      return `- ${prefix}line ${line + 1}, ${quoted(lines[line] ?? '')}${found.finding.level}: ${asProse(found.finding.message)}`;
    });
  });
  return messages.join('\n');
}

/** A line as code, as far as it fits beside its message. */
function quoted(line: string): string {
  const text = line.trim().replace(/\s+#.*$/, '');
  if (text === '' || text.includes('`')) return '';
  return `\`${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}\`, `;
}

const LONGEST_QUOTE = 60;

/** A message is plain text but for its code. */
function asProse(message: string): string {
  const parts = message.split('`');
  return parts.map((part, index) => (index % 2 === 0 ? part.replace(/[*_<[\]]/g, '\\$&') : part)).join('`');
}

function fixOf({ files }: Fixture): string | undefined {
  const changes = files.flatMap(({ text, fixed }) => (fixed === undefined || fixed === text ? [] : [changesOf(text, fixed)]));
  return changes.length === 0 ? undefined : `Fixed:\n\n${changes.map((change) => fenced('diff', change)).join('\n\n')}`;
}

function changesOf(before: string, after: string): string {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 2 });
  return hunks.map(({ lines }) => lines.join('\n')).join('\n…\n');
}

/** A fence that is longer than any in the text. */
function fenced(language: string, text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text.replace(/\n*$/, '')}\n${fence}`;
}

function nameOf({ uri }: FixtureFile): string {
  return uri.replace('file:///workspace/', '').replace(/^[^/]*\//, '');
}
