import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Style } from '../../../server/src/yaml/format.ts';
import { defaultStyle, stringify } from '../../../server/src/yaml/format.ts';
import { equals } from '../../../server/src/yaml/json.ts';
import { parseDocument } from '../../../server/src/yaml/parse.ts';
import type { Json } from '../../../server/src/yaml/types.ts';
import { valueOf } from '../../../server/src/yaml/value.ts';
import { fuzz } from '../../fuzz.ts';

const awkward = fc.constantFrom(
  ...[
    '',
    ' ',
    'a: b',
    'a #b',
    '- a',
    '-',
    '---',
    '...',
    '? a',
    ':',
    'a:',
    '#',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '[',
    '{a',
    'a]',
    'a,b',
    "it's",
    '"',
  ],
  ...[
    'yes',
    'No',
    'y',
    'ON',
    'null',
    '~',
    'true',
    '1',
    '-1',
    '1.5',
    '.5',
    '1e3',
    '0x1',
    '0o7',
    '0b1',
    '1_0',
    '.inf',
    '.NaN',
    '012',
    '1:30',
    '2024-01-01',
    '<<',
    '=',
  ],
  ...[
    'a\n',
    'a\nb',
    'a\n\nb\n',
    ' a\nb',
    '\na',
    'a\n\n',
    'a\n ',
    '\t',
    'a\tb\nc',
    '\u0000',
    '\u0085',
    '\u2028',
    '\uFEFFa',
    '\uD800',
    '😀',
    'a\r\nb',
    'trailing ',
    'a:\nb: c',
  ],
);
/** Any character there is. Fast-check's own `binary` would first make a table of them all, which takes a second. */
const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(awkward, fc.string(), fc.string({ unit: codePoint })),
    fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(awkward, fc.string()), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 4, 1),
  dashIndent: fc.constantFrom(0, 2, 4),
  dashGap: fc.constantFrom(1, 3),
  quote: fc.constantFrom('single' as const, 'double' as const),
  literals: fc.boolean(),
  lineBreak: fc.constantFrom('\n' as const, '\r\n' as const),
  flow: fc.constant(defaultStyle.flow),
});

describe('stringify', () => {
  it('writes data so that it is read as the same data, by any reader', () => {
    fc.assert(
      fc.property(json, style, (value, how) => {
        const text = stringify({ a: ['x'], b: value }, how) + how.lineBreak;
        for (const dialect of ['kubernetes', 'core'] as const) {
          const document = parseDocument(text, dialect);
          expect(document.problems, text).toEqual([]);
          expect(equals(valueOf(document), { a: ['x'], b: value }), text).toBe(true);
        }
      }),
      fuzz(700),
    );
  });

  it('quotes what other readers would take for something else than text', () => {
    fc.assert(
      fc.property(fc.oneof(awkward, fc.string()), (text) => {
        const written = `${stringify({ key: text })}\n`;
        expect(parse(written, { version: '1.1' })).toEqual({ key: text });
        if (!/[^\P{C}\n]/u.test(text)) expect(load(written, { schema: YAML11_SCHEMA })).toEqual({ key: text });
      }),
      fuzz(700),
    );
  });

  it('writes manifests as people do', () => {
    const value = {
      kind: 'A',
      list: [1, { a: 'b', c: [true] }, [2]],
      empty: {},
      none: [],
      text: 'one\ntwo\n',
      ports: '8080',
      on: 'no',
      nothing: null,
    };
    expect(stringify(value)).toBe(
      [
        'kind: A',
        'list:',
        '- 1',
        '- a: b',
        '  c:',
        '  - true',
        '- - 2',
        'empty: {}',
        'none: []',
        'text: |',
        '  one',
        '  two',
        'ports: "8080"',
        '"on": "no"',
        'nothing: null',
      ].join('\n'),
    );
  });
});
