import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatcher } from '../../../server/src/schema/pattern.ts';
import { fuzz } from '../../fuzz.ts';

describe('patterns are matched as Go matches them', () => {
  test.each<[pattern: string, matching: string[], other: string[]]>([
    ['b', ['abc'], ['ac', '']],
    ['^a+$', ['a', 'aaa'], ['', 'ab', 'ba']],
    ['^(a|bc)*d?$', ['', 'abcd', 'bca'], ['b', 'dd']],
    ['^x{2,3}$', ['xx', 'xxx'], ['x', 'xxxx']],
    ['^x{2}y{1,}$', ['xxy', 'xxyyy'], ['xx', 'xy']],
    ['^a{,3}$', ['a{,3}'], ['aaa']],
    ['(?i)^Get$', ['GET', 'get'], ['gets']],
    ['^(?i:a)b$', ['Ab', 'ab'], ['AB']],
    ['(?m)^b$', ['a\nb\nc'], ['a b c']],
    ['^b$', ['b'], ['a\nb', 'b\n']],
    ['^a.c$', ['abc'], ['a\nc']],
    ['(?s)^a.c$', ['a\nc'], ['ac']],
    ['^[^/]+/[^/]+$', ['a/b'], ['a', 'a/b/c']],
    ['^[]a]+$', ['a]'], ['[']],
    ['^[\\w-.]+$', ['a-b.c_1'], ['a b']],
    ['^[a-c\\-]+$', ['a-b'], ['d']],
    ['^[[:alpha:]_]+$', ['a_B'], ['a1']],
    ['^\\d+\\.\\d+$', ['1.25'], ['1x25']],
    ['^\\p{Lu}\\pL*$', ['Éa'], ['ea']],
    ['^[\\x20-\\x7e]+$', ['ab~'], ['é']],
    ['\\bfoo\\b', ['a foo b', 'foo'], ['afoo', 'foo1']],
    ['\\Aa\\z', ['a'], ['ab']],
    ['^(?P<year>\\d{4})$', ['2026'], ['26']],
    ['^😀$', ['😀'], ['😁']],
    ['^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE])?$', ['500m', '1.5Gi', '-2'], ['1GB', '']],
  ])('%s', (pattern, matching, other) => {
    const matches = createMatcher(pattern);
    expect(matching.filter((text) => !matches?.(text))).toEqual([]);
    expect(other.filter((text) => matches?.(text))).toEqual([]);
  });

  test.each([
    '(',
    '[a',
    'a**',
    '*',
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '(a)\\1',
    'a{3,2}',
    'a{2000}',
    '((a{1000}){1000})',
    '('.repeat(1000),
    '\\8',
  ])('what Go refuses, or would make too long a program, is not read: %.20s', (pattern) => {
    expect(createMatcher(pattern)).toBeUndefined();
  });

  test.each(['^(a+)+$', '^(a|a)*$', '^(a*)*b$', '^(.*a){12}$'])('no pattern makes it search for long: %s', (pattern) => {
    expect(createMatcher(pattern)?.(`${'a'.repeat(3000)}!`)).toBe(false);
  });

  test('as JavaScript does, in what both languages have', () => {
    const part = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(?:ab)', 'a*', 'b+', 'a?', 'b{1,2}', '|', '^', '$', '\\b');
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        expect(createMatcher(source)?.(subject)).toBe(new RegExp(source).test(subject));
      }),
      fuzz(500),
    );
  });
});
