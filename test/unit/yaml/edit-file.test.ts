import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editFile } from '../../../server/src/yaml/edit-file.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { Splice, YamlFile } from '../../../server/src/yaml/types.ts';
import { fuzz } from '../../fuzz.ts';
import { documentText } from './documents.ts';

const pieces = fc.constantFrom(
  '---\n',
  '---',
  '\n',
  '...\n',
  '# c\n',
  'a: 1\n',
  'b:\n  - x\n',
  '--- # x\n',
  '--',
  ' ',
  '%YAML 1.2\n',
  '\uFEFF',
  '"',
  '|',
  '\r\n---\r\n',
  'x',
);
const chunk = fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join(''));
const fileText = fc.array(fc.oneof(chunk, documentText, fc.constant('---\nkind: A\n')), { maxLength: 6 }).map((parts) => parts.join(''));
const edits = fc.array(fc.record({ at: fc.nat(), length: fc.oneof(fc.nat(6), fc.nat(60)), text: chunk }), { minLength: 1, maxLength: 5 });

function spliceFor(file: YamlFile, edit: { at: number; length: number; text: string }): Splice {
  const start = edit.at % (file.text.length + 1);
  return { start, end: Math.min(file.text.length, start + edit.length), text: edit.text };
}

describe('editFile', () => {
  it('gives what reading the whole new text gives', () => {
    fc.assert(
      fc.property(fileText, edits, (text, changes) => {
        let file = parseFile(text);
        for (const change of changes) {
          const before = file;
          const edit = spliceFor(file, change);
          file = editFile(file, edit);
          expect(file).toEqual(parseFile(before.text.slice(0, edit.start) + edit.text + before.text.slice(edit.end)));
        }
      }),
      fuzz(200),
    );
  });

  it('keeps the very documents that an edit does not touch', () => {
    const text = ['a: 1\n', '---\nb: 2\n', '---\nc: 3\n', '---\nd: 4\n', '---\ne: 5\n', '---\nf: 6\n'].join('');
    const file = parseFile(text);
    const at = text.indexOf('4');
    const after = editFile(file, { start: at, end: at + 1, text: '40\n# more' });
    const kept = after.documents.map((placed, index) => placed.document === file.documents[index]?.document);
    expect(kept).toEqual([true, true, true, false, true, true]);
    expect(after.documents.map(({ offset, line }) => [offset, line])).toEqual([
      [0, 0],
      [5, 1],
      [14, 3],
      [23, 5],
      [40, 8],
      [49, 10],
    ]);
  });

  it('keeps the documents around one that is split or joined', () => {
    const file = parseFile('a: 1\n---\nb: 2\nc: 3\n---\nd: 4\n');
    const at = file.text.indexOf('c');
    const split = editFile(file, { start: at, end: at, text: '---\n' });
    expect(split.documents.map((placed) => placed.document.text)).toEqual(['a: 1\n', '---\nb: 2\n', '---\nc: 3\n', '---\nd: 4\n']);
    expect(split.documents[3]?.document).toBe(file.documents[2]?.document);
    const joined = editFile(split, { start: at, end: at + 4, text: '' });
    expect(joined.documents.map((placed) => placed.document.text)).toEqual(file.documents.map((placed) => placed.document.text));
    expect(joined.documents[0]?.document).toBe(file.documents[0]?.document);
  });
});

describe('parseFile with a previous file', () => {
  it('takes over each document of equal text once', () => {
    const file = parseFile('---\na: 1\n---\na: 1\n---\nb: 1\n');
    const after = parseFile('---\nb: 1\n---\na: 1\n---\na: 1\n---\na: 1\n', file);
    const [first, second, third, fourth] = after.documents.map((placed) => placed.document);
    expect(first).toBe(file.documents[2]?.document);
    expect(second).toBe(file.documents[0]?.document);
    expect(third).toBe(file.documents[1]?.document);
    expect([first, second, third]).not.toContain(fourth);
  });
});
