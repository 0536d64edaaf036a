import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { equals } from '../../../server/src/yaml/json.ts';
import { parseDocument, parseFile } from '../../../server/src/yaml/parse.ts';
import type { Json } from '../../../server/src/yaml/types.ts';
import { valueOf } from '../../../server/src/yaml/value.ts';
import { fuzz } from '../../fuzz.ts';
import { sampleFiles } from '../samples.ts';
import { documentText } from './documents.ts';

function documentTexts(text: string): string[] {
  return parseFile(text).documents.map((placed) => placed.document.text);
}

describe('parseFile cuts', () => {
  it.each<[name: string, text: string, documents: string[]]>([
    ['nothing', '', []],
    ['one document', 'a: 1\n', ['a: 1\n']],
    ['at markers', 'a: 1\n---\nb: 1\n--- # c\nc: 1', ['a: 1\n', '---\nb: 1\n', '--- # c\nc: 1']],
    ['no markers inside a line or indented', 'a: "---"\nb: |\n  ---\n---x: 1\n', ['a: "---"\nb: |\n  ---\n---x: 1\n']],
    ['markers even inside quotes', 'a: "\n---\nb"\n', ['a: "\n', '---\nb"\n']],
    ['comments above the first marker to its document', '# head\n\n---\na: 1\n', ['# head\n\n---\na: 1\n']],
    ['a byte order mark too', '\uFEFF---\na: 1\n---\nb: 1\n', ['\uFEFF---\na: 1\n', '---\nb: 1\n']],
    ['directives too', '%YAML 1.2\n---\na: 1\n', ['%YAML 1.2\n---\na: 1\n']],
    ['behind an end marker', 'a: 1\n...\nb: 1\n', ['a: 1\n...\n', 'b: 1\n']],
    ['comments behind an end marker to the next document', 'a: 1\n...\n# b\n---\nb: 1\n', ['a: 1\n...\n', '# b\n---\nb: 1\n']],
    ['comments behind the last end marker to the last document', 'a: 1\n...\n# end\n', ['a: 1\n...\n# end\n']],
    ['with CRLF', 'a: 1\r\n---\r\nb: 1\r\n', ['a: 1\r\n', '---\r\nb: 1\r\n']],
    ['empty documents', '---\n---\n', ['---\n', '---\n']],
    ['a comment alone', '# nothing\n', ['# nothing\n']],
  ])('%s', (_, text, documents) => {
    expect(documentTexts(text)).toEqual(documents);
  });

  it('any text into pieces that make it up, at their places', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('---', '...', '\n', '\r\n', '# c', 'a: 1', ' ', '\uFEFF', '%X'), { maxLength: 20 }), (parts) => {
        const file = parseFile(parts.join(''));
        let text = '';
        for (const { document, offset, line } of file.documents) {
          expect(offset).toBe(text.length);
          expect(line).toBe(text.split('\n').length - 1);
          text += document.text;
        }
        expect(text).toBe(parts.join(''));
      }),
      fuzz(300),
    );
  });
});

describe('values', () => {
  it('are those that a YAML 1.2 reader gives', () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const document = parseDocument(text, 'core');
        const [reference] = parseAllDocuments(text.replace(/^\uFEFF/, ''), { merge: true });
        expect(document.problems).toEqual([]);
        expect(equals(valueOf(document) ?? null, reference === undefined ? null : (reference.toJS() as Json))).toBe(true);
      }),
      fuzz(300),
    );
  });

  it.each<[source: string, kubernetes: Json, core: Json]>([
    ['yes', true, 'yes'],
    ['On', true, 'On'],
    ['n', false, 'n'],
    ['nO', 'nO', 'nO'],
    ['true', true, true],
    ['FALSE', false, false],
    ['~', null, null],
    ['Null', null, null],
    ['0644', 420, 644],
    ['0o644', 420, 420],
    ['0O17', 15, '0O17'],
    ['0b11', 3, '0b11'],
    ['-0b11', -3, '-0b11'],
    ['0x1F', 31, 31],
    ['-0x1F', -31, '-0x1F'],
    ['08', 8, 8],
    ['1_000', 1000, '1_000'],
    ['_1', '_1', '_1'],
    ['1e3', 1000, 1000],
    ['.5', 0.5, 0.5],
    ['1.', 1, 1],
    ['+12', 12, 12],
    ['1:30', '1:30', '1:30'],
    ['2024-01-01', '2024-01-01', '2024-01-01'],
    ['.inf', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN, Number.NaN],
    ['100m', '100m', '100m'],
    ['1Gi', '1Gi', '1Gi'],
    ['"yes"', 'yes', 'yes'],
    ["'1'", '1', '1'],
    ['!!str 1', '1', '1'],
    ['!!int "5"', 5, 5],
    ['!!null x', null, null],
    ['!custom 1', '1', '1'],
  ])('%s', (source, kubernetes, core) => {
    expect(valueOf(parseDocument(`a: ${source}\n`, 'kubernetes'))).toEqual({ a: kubernetes });
    expect(valueOf(parseDocument(`a: ${source}\n`, 'core'))).toEqual({ a: core });
  });

  it.each([
    ['apiVersion: v1\nkind: Pod\n', 'kubernetes'],
    ['# head\n---\nkind: X\n', 'kubernetes'],
    ['{"apiVersion":"v1"}', 'kubernetes'],
    ['services:\n  web:\n    kind: x\n', 'core'],
    ['enterprise_deployment: {}\n', 'core'],
  ])('of %j are read as in %s', (text, dialect) => {
    expect(parseDocument(text).dialect).toBe(dialect);
  });

  it.each<[name: string, text: string, value: Json]>([
    ['an alias', 'a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['the nearest anchor before', 'a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
    ['a merge', 'a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n', { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    ['several merges', 'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n', { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } }],
    ['a merge of a merge', 'a: &x {b: 1}\nc: &y {<<: *x}\ne: {<<: *y}\n', { a: { b: 1 }, c: { b: 1 }, e: { b: 1 } }],
    ['a merge of something else', 'a: {<<: 1}\n', { a: { '<<': 1 } }],
    ['a quoted merge key', 'a: {"<<": {b: 1}}\n', { a: { '<<': { b: 1 } } }],
    ['the last of duplicate keys', 'a: 1\na: 2\n', { a: 2 }],
    ['a key named like a prototype', '__proto__: {x: 1}\n', JSON.parse('{"__proto__": {"x": 1}}') as Json],
    ['keys that are no text', '1: a\ntrue: b\n"2": c\n~: d\n', { 1: 'a', true: 'b', 2: 'c', null: 'd' }],
    ['an alias as a key', 'a: &x b\n*x : c\n', { a: 'b', b: 'c' }],
  ])('resolve %s', (_, text, value) => {
    const json = valueOf(parseDocument(text));
    expect(equals(json, value), JSON.stringify(json)).toBe(true);
  });

  it('are kept from one call to the next', () => {
    const document = parseDocument('a: [1]\n');
    expect(valueOf(document)).toBe(valueOf(document));
  });

  it('of a document without any are undefined', () => {
    expect(valueOf(parseDocument('# nothing\n'))).toBeUndefined();
    expect(valueOf(parseDocument('---\n'))).toBeUndefined();
  });
});

describe('real manifests', () => {
  it('that are no templates read without a problem, and mean what a YAML reader says', () => {
    const files = sampleFiles().filter(({ path }) => !/templates|helm/.test(path));
    for (const { path, text } of files) {
      const documents = parseFile(text).documents.map((placed) => placed.document);
      if (documents.some((document) => document.templated)) continue;
      const references = parseAllDocuments(text, { merge: true });
      const values = documents.map((document) => valueOf(parseDocument(document.text, 'core')) ?? null);
      expect(
        documents.flatMap((document) => document.problems),
        path,
      ).toEqual([]);
      expect(
        equals(
          values,
          references.map((reference) => reference.toJS() as Json),
        ),
        path,
      ).toBe(true);
    }
  });
});
