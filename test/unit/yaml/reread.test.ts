import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editFile } from '../../../server/src/yaml/edit-file.ts';
import { parseDocument, parseFile } from '../../../server/src/yaml/parse.ts';
import { reread } from '../../../server/src/yaml/reread.ts';
import { onSound, textAfter } from '../../../server/src/yaml/sound.ts';
import type { Splice, YamlFile } from '../../../server/src/yaml/types.ts';
import { fuzz } from '../../fuzz.ts';
import { sampleFiles } from '../samples.ts';
import { documentText } from './documents.ts';

const harmless = fc.constantFrom('x', '1', 'yes', ' # note', '-y', '.', ' z', '😀');
const hostile = fc.constantFrom(
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    '# ',
    '#',
    '"',
    "'",
    '|',
    '|+\n',
    '>',
    '-',
    '- ',
    '- - ',
    '--',
    '---',
    '---\n',
    '\t',
    ':',
  ],
  ...[
    ': ',
    'key: ',
    'name: a\n',
    '  name: b\n',
    '- c\n',
    '  - d\n',
    '    - e: 1\n      f: 2\n',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a ',
    '*a',
    '&x0 ',
  ],
  ...[
    '*x0',
    '<<: *x0',
    '!!str ',
    '? ',
    '%YAML\n',
    '...',
    '\n...\n',
    '\r',
    '\r\n',
    '\uFEFF',
    '{{ x }}',
    'apiVersion',
    'kind: A\n',
    '\0',
    '\uFFFD',
  ],
);

/** Choices from which an edit is made once the document is known. */
const slip = fc.record({
  at: fc.nat(),
  /** Anywhere, or where people edit: at the beginnings and ends of lines; or whole lines, pasted in the indentation of the one below. */
  where: fc.constantFrom('any', 'start', 'text', 'end', 'line'),
  drop: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(60) }),
  text: fc.oneof(
    harmless,
    hostile,
    fc.array(hostile, { maxLength: 3 }).map((parts) => parts.join('')),
  ),
});
type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never;

function editFor({ text }: { readonly text: string }, { at, where, drop, text: added }: Slip): Splice {
  const any = at % (text.length + 1);
  const start = any === 0 ? 0 : text.lastIndexOf('\n', any - 1) + 1;
  const indent = /^[ -]*/.exec(text.slice(start))?.[0] ?? '';
  if (where === 'line') return { start, end: start, text: `${indent}${added.trim()}: ${drop}\n` };
  const end = text.indexOf('\n', any);
  const places: Readonly<Record<string, number>> = { start, text: start + indent.length, end: end < 0 ? text.length : end };
  const from = places[where] ?? any;
  return { start: from, end: Math.min(text.length, from + drop), text: added };
}

const samples = sampleFiles()
  .flatMap(({ text }) => parseFile(text).documents.map(({ document }) => document.text))
  .filter((text) => text.length < 6000 && !text.includes('{{'));

/** Edits one after the other, each of which is read in part where that is possible; tells how many were. */
function readInParts(text: string, slips: readonly Slip[], longest: number): number {
  let document = parseDocument(text);
  let inPart = 0;
  for (const slip of slips) {
    const edit = editFor(document, slip);
    const whole = parseDocument(textAfter(document.text, edit), document.dialect);
    const part = reread(document, edit, longest);
    if (part !== undefined) {
      inPart += 1;
      expect(part, `${JSON.stringify(edit)} in\n${document.text}`).toEqual(whole);
    }
    const sound = whole.problems.length > 0 ? onSound(document, edit) : undefined;
    document = part ?? (sound ? { ...whole, sound } : whole);
  }
  return inPart;
}

describe('reread', () => {
  it('gives what reading the whole document gives', () => {
    let inPart = 0;
    const parameters = fuzz(1500);
    fc.assert(
      fc.property(
        fc.oneof(documentText, fc.constantFrom(...samples)),
        fc.array(slip, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(30, 60, 120, 300, 8000),
        (text, slips, longest) => {
          inPart += readInParts(text, slips, longest);
        },
      ),
      parameters,
    );
    expect(inPart).toBeGreaterThan(parameters.numRuns / 5);
  });
});

/** A long document of others, which are the entries of a list or a mapping; mostly without anchors, around which nothing is read in part. */
const longText = fc
  .record({
    texts: fc.array(fc.oneof(documentText, fc.constantFrom(...samples)), { minLength: 3, maxLength: 8 }),
    indent: fc.constantFrom('', '  '),
    listed: fc.boolean(),
    anchors: fc.nat(3).map((n) => n === 0),
  })
  .map(({ texts, indent, listed, anchors }) => {
    const contents = texts.map((text) => text.replace(/^(?:\uFEFF|---.*)/gm, '').replace(anchors ? /$^/ : /[&*]x\d+ ?/g, ''));
    let document = 'kind: List\nitems:\n';
    for (let n = 0; document.length < 13_000; n += 1) {
      const [first, ...lines] = [listed ? `- # ${n}` : `entry-${n}:`, ...(contents[n % contents.length] ?? '').split('\n')];
      document += [`${indent}${first}`, ...lines.map((line) => `${indent}  ${line}`), ''].join('\n');
    }
    return document;
  });

/** The ways to do an edit: at once, with second thoughts, or key by key. */
const manners: Readonly<Record<string, (edit: Splice, text: string) => readonly Splice[]>> = {
  once: (edit) => [edit],
  undone: (edit, text) => [edit, { start: edit.start, end: edit.start + edit.text.length, text: text.slice(edit.start, edit.end) }, edit],
  typed: ({ start, end, text }) => [
    { start, end, text: '' },
    ...Array.from({ length: text.length }, (_, n) => ({ start: start + n, end: start + n, text: text.charAt(n) })),
  ],
};

describe('editFile on a long document', () => {
  it('gives what reading the whole new text gives, whatever is broken and mended on the way', () => {
    const manner = fc.constantFrom(...Object.values(manners));
    fc.assert(
      fc.property(longText, fc.array(slip, { minLength: 1, maxLength: 3 }), manner, (text, slips, editsFor) => {
        let file = parseFile(text);
        for (const slip of slips) {
          for (const edit of editsFor(editFor(file, slip), file.text)) {
            const before = file;
            file = editFile(file, edit);
            expect(withoutHistory(file), `${JSON.stringify(edit)} in\n${before.text}`).toEqual(parseFile(textAfter(before.text, edit)));
          }
        }
      }),
      fuzz(40),
    );
  });
});

/** A file as it would be if it had been read as a whole. */
function withoutHistory({ text, documents }: YamlFile): YamlFile {
  const plain = documents.map(({ document: { sound: _, ...document }, ...placed }) => ({ ...placed, document }));
  return { text, documents: plain };
}
