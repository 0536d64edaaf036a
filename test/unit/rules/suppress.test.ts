import { describe, expect, test } from 'vitest';
import { engineRules } from '../../../server/src/rules/engine-rules.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, findingsOf, textOf } from '../../rules/check.ts';
import { deployment } from './manifests.ts';
import { imageRule, kindRule } from './sample-rules.ts';

const uri = 'file:///workspace/app.yaml';
const rules = [imageRule, kindRule, ...engineRules];

function analyzed(text: string, settings: Partial<Settings> = {}) {
  return analyze([{ uri, text }], rules, { ...defaultSettings, ...settings });
}

function check(text: string, settings: Partial<Settings> = {}): readonly string[] {
  return findingsOf(analyzed(text, settings), uri).map(({ finding }) => finding.rule);
}

describe('a comment', () => {
  test.each([
    ['at the end of the line', (text: string) => text.replace('app:1', 'app:1 # plimsoll-ignore sample/image: on purpose')],
    ['on the line above', (text: string) => text.replace(/^( *)image/m, '$1# plimsoll-ignore sample/image\n$1image')],
    [
      'in the block of comments above',
      (text: string) => text.replace(/^( *)image/m, '$1# plimsoll-ignore sample/kind, sample/image: why\n$1# and more\n$1image'),
    ],
    ['for the file, anywhere in it', (text: string) => `${text}# plimsoll-ignore-file sample/image\n`],
  ])('%s suppresses', (_, write) => {
    expect(check(deployment('api', 'app:1'))).toEqual(['sample/image']);
    expect(check(write(deployment('api', 'app:1')))).not.toContain('sample/image');
  });

  test.each([
    ['on the line below', (text: string) => `${text}          # plimsoll-ignore sample/image\n`],
    ['with a blank line between', (text: string) => text.replace(/^( *)image/m, '$1# plimsoll-ignore sample/image\n\n$1image')],
    ['that names another rule', (text: string) => text.replace('app:1', 'app:1 # plimsoll-ignore sample/kind')],
    ['that only speaks of it', (text: string) => text.replace('app:1', 'app:1 # see plimsoll-ignore sample/image')],
    ['of another word', (text: string) => text.replace('app:1', 'app:1 # plimsoll-ignored sample/image')],
  ])('%s does not suppress', (_, write) => {
    expect(check(write(deployment('api', 'app:1')))).toContain('sample/image');
  });

  test('for the file holds in all its documents', () => {
    const text = `${deployment('a')}---\n# plimsoll-ignore-file sample/image: all are local\n${deployment('b')}---\n${deployment('c')}`;
    expect(check(text)).toEqual([]);
  });
});

test('an annotation suppresses for its object alone', () => {
  const annotated = deployment('api').replace('  name: api\n', '  name: api\n  annotations:\n    plimsoll/ignore: sample/image\n');
  expect(check(`${annotated}---\n${deployment('worker')}`)).toEqual(['sample/image']);
});

test.each([
  'sample/image, sample/kind: on purpose',
  'sample/kind; sample/image',
  'sample/kind: it is one; sample/image: on purpose; and so on',
])('the annotation %j suppresses the rules that it names, and nothing of its reasons is taken for one', (value) => {
  const annotated = deployment('api').replace('  name: api\n', `  name: api\n  annotations:\n    plimsoll/ignore: "${value}"\n`);
  expect(check(annotated, { profile: 'strict' })).toEqual([]);
});

describe('a suppression that suppresses nothing', () => {
  const idle = deployment('api', 'app:9').replace('app:9', 'app:9 # plimsoll-ignore sample/image: it was bad');

  test('is reported where the rule is named', () => {
    const [found] = findingsOf(analyzed(idle), uri);
    expect(found?.finding.rule).toBe('suppressions/unused');
    expect(idle.slice(found?.span.start, found?.span.end)).toBe('sample/image');
  });

  test('is not reported while the rule is off, of another profile, or the document does not parse', () => {
    expect(check(idle, { rules: { 'sample/image': 'off' } })).toEqual([]);
    expect(check(idle.replace('sample/image', 'sample/kind'))).toEqual([]);
    expect(check(`${idle}        - name: "x\n`)).toEqual([]);
  });

  test('may itself be suppressed', () => {
    expect(check(`# plimsoll-ignore-file suppressions/unused: generated\n${idle}`)).toEqual([]);
  });
});

describe('a suppression of an unknown rule', () => {
  const messagesOf = (comment: string) => {
    const text = deployment('api', 'app:9').replace('app:9', `app:9 ${comment}`);
    return findingsOf(analyzed(text), uri).map(({ finding }) => finding.message);
  };

  test('is reported, with the rule that was meant', () => {
    expect(messagesOf('# plimsoll-ignore smaple/image')).toEqual([expect.stringContaining('did you mean `sample/image`?')]);
    expect(messagesOf('# plimsoll-ignore image')).toEqual([expect.stringContaining('did you mean `sample/image`?')]);
    expect(messagesOf('# plimsoll-ignore nothing/like-it')).toEqual([expect.not.stringContaining('did you mean')]);
  });

  test('is reported where it names none', () => {
    expect(messagesOf('# plimsoll-ignore')).toEqual([expect.stringContaining('names no rule')]);
    expect(messagesOf('# plimsoll-ignore: all of it')).toEqual([expect.stringContaining('names no rule')]);
  });
});

describe('the suppression that is written for a finding', () => {
  test.each(['line', 'object', 'file'] as const)('for its %s suppresses it and leaves the rest of the file as it is', (reach) => {
    const text = `# A comment.\n${deployment('a', 'app:9')}---\n${deployment('b', 'app:1')}`;
    const analyzer = analyzed(text);
    const [found] = findingsOf(analyzer, uri);
    const splices = found && analyzer.suppress(uri, found, reach);
    const suppressed = applySplices(textOf(analyzer, uri), splices ?? []);
    expect(suppressed).not.toBe(text);
    expect(check(suppressed)).toEqual([]);
    const added = suppressed.split('\n').filter((line) => !text.split('\n').includes(line));
    expect(suppressed.split('\n').filter((line) => !added.includes(line))).toEqual(text.split('\n'));
  });

  /** The text with the suppression of its finding of `sample/image`, which suppresses it and is itself in order. */
  function suppressed(text: string, reach: 'line' | 'object' | 'file', reason?: string): string {
    const analyzer = analyzed(text);
    const found = findingsOf(analyzer, uri).find(({ finding }) => finding.rule === 'sample/image')!;
    const after = applySplices(text, analyzer.suppress(uri, found, reach, reason) ?? []);
    expect(check(after)).toEqual([]);
    return after;
  }

  test.each([
    ['line', '          # plimsoll-ignore sample/image: it is mirrored; see the wiki: 12\n          image: app:1\n'],
    ['object', "  annotations:\n    plimsoll/ignore: 'sample/image: it is mirrored, see the wiki: 12'\n"],
    ['file', '# plimsoll-ignore-file sample/image: it is mirrored; see the wiki: 12\napiVersion: apps/v1\n'],
  ] as const)('for its %s gives the reason, on one line', (reach, expected) => {
    const after = suppressed(deployment('b', 'app:1'), reach, '  it is mirrored;\n see the wiki: 12 ').replace(/"(sample.*)"/, "'$1'");
    expect(after).toContain(expected);
  });

  test('has something in the place of a reason that nobody gave', () => {
    expect(suppressed(deployment('b', 'app:1'), 'line')).toContain('# plimsoll-ignore sample/image: say why\n');
    expect(suppressed(deployment('b', 'app:1'), 'line', '  ')).toContain('# plimsoll-ignore sample/image: say why\n');
  });

  test('keeps line breaks, indentation and the comments that are there', () => {
    const text = deployment('b', 'app:1')
      .replace(/^( *)image: (.*)$/m, '$1# where it comes from\n$1image: $2 # built nightly')
      .replaceAll('\n', '\r\n');
    const comment = `${' '.repeat(10)}# plimsoll-ignore sample/image: mirrored\r\n`;
    expect(suppressed(text, 'line', 'mirrored')).toBe(text.replace(/^ *image/m, `${comment}$&`));
    expect(suppressed(text, 'file', 'mirrored')).toBe(`# plimsoll-ignore-file sample/image: mirrored\r\n${text}`);
  });

  test('stands below a suppression of another rule, and both hold', () => {
    const text = deployment('b', 'app:1').replace(/^( *)image/m, '$1# plimsoll-ignore sample/kind: why\n$1image');
    expect(suppressed(text, 'line', 'mirrored')).toContain('sample/kind: why\n          # plimsoll-ignore sample/image: mirrored\n');
  });

  test.each([
    ['sample/kind', '"sample/kind; sample/image: mirrored"'],
    ['"sample/kind: for show; really"', '"sample/kind: for show; really; sample/image: mirrored"'],
    ['""', '"sample/image: mirrored"'],
  ])('joins the annotation %s', (existing, expected) => {
    const annotated = `  name: b\n  annotations:\n    plimsoll/ignore: ${existing}\n    team: core # ours\n`;
    const after = suppressed(deployment('b', 'app:1').replace('  name: b\n', annotated), 'object', 'mirrored');
    expect(after.replaceAll("'", '"')).toContain(`plimsoll/ignore: ${expected}\n    team: core # ours\n`);
  });

  test('is offered with a title for each reach', () => {
    const analyzer = analyzed(deployment('b', 'app:1'));
    const [found] = findingsOf(analyzer, uri);
    expect(found && analyzer.suppressions(uri, found).map(({ title }) => title)).toEqual([
      'Ignore sample/image on this line',
      'Ignore sample/image for this Deployment',
      'Ignore sample/image in this file',
    ]);
  });
});
