import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startAssembly } from '../../../server/src/yaml/assemble.ts';
import { buildFast } from '../../../server/src/yaml/events.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { buildTolerantly } from '../../../server/src/yaml/reference.ts';
import { fuzz } from '../../fuzz.ts';
import { sampleFiles } from '../samples.ts';
import { documentText } from './documents.ts';

/** The fast builder may decline; where it does not, it must tell exactly what the tolerant one tells. True where it did not decline. */
function agrees(text: string): boolean {
  const fast = buildFast(text, 'kubernetes');
  if (typeof fast !== 'object') return false;
  const assembly = startAssembly(text, 'kubernetes');
  const root = buildTolerantly(assembly);
  expect({ root: fast.root, problems: fast.assembly.problems }, text).toEqual({ root, problems: assembly.problems });
  return true;
}

const noise = fc.constantFrom(
  ...[
    ' ',
    '  ',
    '\n',
    '\n\n',
    '- ',
    '- - ',
    ': ',
    ':',
    '#',
    ' #',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a ',
    '*a',
    '|',
    '>',
    '?',
    '? ',
    '...',
    '---',
    'x',
  ],
  ...['\\', '!', '%', '@', '`', '~', '\t', '\r', '\uFEFF', '&x0', '<<: *x0'],
);
const slips = fc.array(fc.record({ at: fc.nat(), drop: fc.nat(3), text: noise }), { minLength: 1, maxLength: 3 });

describe('the fast and the tolerant builder', () => {
  it('agree on sound documents, and the fast one reads nearly all of them', () => {
    let read = 0;
    const parameters = fuzz(700);
    fc.assert(
      fc.property(documentText, (text) => {
        if (agrees(text)) read++;
      }),
      parameters,
    );
    expect(read).toBeGreaterThan(parameters.numRuns * 0.9);
  });

  it('agree on documents with slips in them', () => {
    const texts = sampleFiles().flatMap(({ text }) => parseFile(text).documents.map(({ document }) => document.text));
    const short = texts.filter((text) => text.length < 3000);
    fc.assert(
      fc.property(fc.oneof(documentText, fc.constantFrom(...short)), slips, (text, changes) => {
        let changed = text;
        for (const { at, drop, text: added } of changes) {
          const place = at % (changed.length + 1);
          changed = changed.slice(0, place) + added + changed.slice(place + drop);
        }
        agrees(changed);
      }),
      fuzz(700),
    );
  });

  it('agree on real manifests, and the fast one reads all that are no templates', () => {
    const documents = sampleFiles().flatMap(({ text }) => parseFile(text).documents.map(({ document }) => document));
    for (const document of documents) {
      const read = agrees(document.text);
      const declined = document.templated || document.problems.length > 0 || /\t|!|^\.\.\.|^\s*\?/m.test(document.text);
      if (!declined) expect(read, document.text.slice(0, 200)).toBe(true);
    }
  });
});
