import { describe, expect, test } from 'vitest';
import { offsetAt, positionAt, rangeAt } from '../../../server/src/features/positions.ts';
import { analyze, deployment } from './support.ts';

const fileOf = (text: string) => analyze(text).analysis.file;

describe('positions', () => {
  test('count lines over the documents of a file', () => {
    const text = `${deployment()}---\n${deployment({ name: 'worker' })}`;
    const file = fileOf(text);
    const offset = text.lastIndexOf('name: worker');
    const line = text.slice(0, offset).split('\n').length - 1;
    expect(positionAt(file, offset)).toEqual({ line, character: text.slice(0, offset).length - text.lastIndexOf('\n', offset) - 1 });
    expect(offsetAt(file, positionAt(file, offset))).toBe(offset);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('go there and back at every offset, with %s', (_, lineBreak) => {
    const text = `\uFEFF# café 😀\n${deployment()}---\n# nothing\n---\n${deployment()}---\n`.replaceAll('\n', lineBreak);
    const file = fileOf(text);
    const isInsideLineBreak = (offset: number) => text[offset] === '\n' && text[offset - 1] === '\r';
    for (let offset = 0; offset <= text.length; offset++) {
      if (!isInsideLineBreak(offset)) expect(offsetAt(file, positionAt(file, offset))).toBe(offset);
    }
  });

  test('of a text that is none of ours, or empty, are right, too', () => {
    expect(positionAt(fileOf('a: 1\nb: 2\n'), 7)).toEqual({ line: 1, character: 2 });
    expect(positionAt(fileOf(''), 0)).toEqual({ line: 0, character: 0 });
    expect(offsetAt(fileOf('a: 1\nb: 2\n'), { line: 1, character: 2 })).toBe(7);
  });

  test('outside of the text count as its nearest place', () => {
    const file = fileOf(deployment());
    const end = file.text.length;
    expect(offsetAt(file, { line: 10_000, character: 5 })).toBe(end);
    expect(offsetAt(file, { line: 0, character: 10_000 })).toBe('apiVersion: apps/v1'.length);
    expect(positionAt(file, end + 100)).toEqual(positionAt(file, end));
  });

  test('a range may reach over documents', () => {
    const text = `${deployment()}---\n${deployment()}`;
    expect(rangeAt(fileOf(text), { start: 0, end: text.length })).toEqual({
      start: { line: 0, character: 0 },
      end: { line: text.split('\n').length - 1, character: 0 },
    });
  });
});
