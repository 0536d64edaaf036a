import { describe, expect, test } from 'vitest';
import { inColumns, widthOf } from '../../server/src/cli/columns.ts';
import { wrapped } from '../../server/src/cli/wrap.ts';

describe('wrapped', () => {
  test('breaks between words, indents every line, and keeps to the width', () => {
    expect(wrapped('New pods need time to start.', 14, 2)).toEqual(['  New pods', '  need time to', '  start.']);
  });

  test('leaves a word whole that is longer than a line', () => {
    expect(wrapped('see https://example.com/a/long/address there', 12, 0)).toEqual(['see', 'https://example.com/a/long/address', 'there']);
  });

  test('breaks Chinese between characters of two columns each, and never before their punctuation', () => {
    const lines = wrapped('维护部署工件，记录 CPU 利用率。', 12, 2);
    expect(lines.map((line) => widthOf(line)).every((width) => width <= 14)).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe('维护部署工件，记录CPU利用率。');
    expect(lines.filter((line) => /^ *[，。]/.test(line))).toEqual([]);
  });
});

test('inColumns counts neither colour codes nor half of a wide character', () => {
  expect(
    inColumns([
      ['\u001b[36mab\u001b[39m', 'x'],
      ['备份', 'y'],
    ]),
  ).toBe('\u001b[36mab\u001b[39m    x\n备份  y');
});
