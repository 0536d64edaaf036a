import { describe, expect, it } from 'vitest';
import { commentsAround } from '../../../server/src/yaml/comments.ts';
import { equals, getAt, listAt, mapAt, numberAt, stringAt } from '../../../server/src/yaml/json.ts';
import { parseDocument, parseFile } from '../../../server/src/yaml/parse.ts';
import { documentAt, documentAtLine, lineText, offsetAt, positionAt } from '../../../server/src/yaml/position.ts';

describe('comments', () => {
  it.each<[name: string, text: string, comments: string[]]>([
    ['on lines and at their ends', '# a\nb: 1 # c\n  #d\n', [' a', ' c', 'd']],
    ['not in quotes', `a: "x # y"\nb: 'z # w' # c\n`, [' c']],
    ['not in plain text', 'a: x#y\nb: http://h/#z\n', []],
    ['not in block scalars', 'a: | # head\n  # text\n# after\n', [' head', ' after']],
    ['in brackets', 'a: [1, # one\n  2] # two\n', [' one', ' two']],
    ['behind a byte order mark', '\uFEFF# a\nb: 1\n', [' a']],
    ['within comments', '# a # b\n', [' a # b']],
    ['with CRLF', 'a: 1 # b\r\n# c\r\n', [' b', ' c']],
    ['alone', '# a', [' a']],
  ])('%s', (_, text, comments) => {
    expect(parseDocument(text).comments.map((comment) => comment.text)).toEqual(comments);
  });

  it('know whether they have their line to themselves', () => {
    expect(parseDocument('\uFEFF# a\n  # b\nc: 1 # d\n').comments.map((comment) => comment.ownLine)).toEqual([true, true, false]);
  });

  it('around a span are those on its lines and directly above', () => {
    const text = '# far\n\n# above\n# too\na: 1 # end\nb: 2 # other\n';
    const document = parseDocument(text);
    const start = text.indexOf('1');
    expect(commentsAround(document, { start, end: start + 1 }).map((comment) => comment.text)).toEqual([' above', ' too', ' end']);
  });
});

describe('positions', () => {
  it('count lines that end with LF, CRLF or CR, and UTF-16 units in a line', () => {
    const document = parseDocument('a: 1\r\nb: 😀x\rc: 3\n');
    expect(positionAt(document, document.text.indexOf('x'))).toEqual({ line: 1, character: 5 });
    expect(positionAt(document, document.text.indexOf('3'))).toEqual({ line: 2, character: 3 });
    expect(positionAt(document, document.text.length)).toEqual({ line: 3, character: 0 });
    expect(lineText(document, 0)).toBe('a: 1');
    expect(lineText(document, 2)).toBe('c: 3');
  });

  it('come back as the offsets they were', () => {
    const document = parseDocument('# a\r\n\r\nb:\n  - c\n\n');
    for (let offset = 0; offset <= document.text.length; offset++) {
      const position = positionAt(document, offset);
      const inBreak = document.text.slice(offset - 1, offset + 1) === '\r\n';
      if (!inBreak) expect(offsetAt(document, position)).toBe(offset);
    }
  });

  it('outside of the text are brought back into it', () => {
    const document = parseDocument('a: 1\nb: 2\n');
    expect(offsetAt(document, { line: 0, character: 99 })).toBe(4);
    expect(offsetAt(document, { line: 99, character: 0 })).toBe(10);
    expect(offsetAt(document, { line: -1, character: 5 })).toBe(0);
    expect(positionAt(document, 99)).toEqual({ line: 2, character: 0 });
  });

  it('lead to the document of a file', () => {
    const file = parseFile('a: 1\n---\nb: 2\n---\nc: 3\n');
    expect([0, 4, 5, 13, 14, 99].map((offset) => documentAt(file, offset)?.offset)).toEqual([0, 0, 5, 5, 14, 14]);
    expect([0, 1, 2, 3, 9].map((line) => documentAtLine(file, line)?.line)).toEqual([0, 1, 1, 3, 3]);
    expect(documentAt(parseFile(''), 0)).toBeUndefined();
  });
});

describe('plain data', () => {
  const data = { a: { list: [{ n: 1 }, 's', null] }, text: 't' };
  it('give what stands at a route, if it is of the wanted kind', () => {
    expect(getAt(data, ['a', 'list', 0, 'n'])).toBe(1);
    expect(getAt(data, ['a', 'list', 2])).toBeNull();
    expect(getAt(data, ['a', 'list', 2, 'x'])).toBeUndefined();
    expect(getAt(data, ['toString'])).toBeUndefined();
    expect(mapAt(data, ['a'])).toBe(data.a);
    expect(mapAt(data, ['a', 'list'])).toBeUndefined();
    expect(listAt(data, ['a', 'list'])).toHaveLength(3);
    expect(stringAt(data, ['text'])).toBe('t');
    expect(stringAt(data, ['a', 'list', 0, 'n'])).toBeUndefined();
    expect(numberAt(data, ['a', 'list', 0, 'n'])).toBe(1);
    expect([getAt(undefined, ['a']), getAt(null, ['a']), stringAt(undefined, [])]).toEqual([undefined, undefined, undefined]);
  });

  it('are equal whatever the order of their keys', () => {
    expect(equals({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(equals({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(equals([1, 2], [2, 1])).toBe(false);
    expect(equals({ a: undefined as never }, { b: undefined as never })).toBe(false);
    expect(equals(Number.NaN, Number.NaN)).toBe(true);
    expect(equals(null, undefined)).toBe(false);
  });
});
