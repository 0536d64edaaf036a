import fc from 'fast-check';
import { applyPatches, applySplices } from '../../../server/src/yaml/edit.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { Json, Patch, PlacedDocument } from '../../../server/src/yaml/types.ts';
import { valueOf } from '../../../server/src/yaml/value.ts';
import type { SourceFile } from '../../rules/check.ts';
import { fixturesOf, rulesWithFixtures } from '../../rules/fixtures.ts';
import { routesOf } from '../yaml/patches.ts';
import { writeOddly } from './writings.ts';

/** A workspace of which one file was tampered with. */
export interface Tampered {
  readonly files: readonly SourceFile[];
  /** The file that was tampered with. */
  readonly uri: string;
}

/** Values of all types, of which none suits more than a few fields; the names are those of every object's prototype. */
const STRANGE: readonly Json[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e30,
  '',
  ' ',
  'constructor',
  '1 Gi',
  '80',
  '$(LATER)',
  'two\nlines\n',
  [],
  [null],
  [[]],
  ['a', { name: 'b' }],
  {},
  { a: null },
  { a: { b: [{}] } },
  { constructor: 'a', toString: 1, hasOwnProperty: null },
  JSON.parse('{"__proto__": {"cpu": "1"}}') as Json,
];

const STRANGE_KEYS = ['constructor', '__proto__', 'toString', 'a b: c', '', '1', 'null', '~'];

interface Tampering {
  /** Picks the place: a share of the places that there are. */
  readonly place: number;
  readonly how: { readonly op: 'set'; readonly value: Json } | { readonly op: 'rename'; readonly to: string } | { readonly op: 'remove' };
}

const tampering: fc.Arbitrary<Tampering> = fc.record({
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...STRANGE).map((value) => ({ op: 'set', value }) as const) },
    { weight: 1, arbitrary: fc.constantFrom(...STRANGE_KEYS).map((to) => ({ op: 'rename', to }) as const) },
    { weight: 1, arbitrary: fc.constant({ op: 'remove' } as const) },
  ),
});

/** Other ways to write what a file says. */
const writing: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.replaceAll('\n', '\r\n'),
    asList,
    (text) => rewritten(text, JSON.stringify),
  ),
  fc.nat().map((seed) => (text: string) => rewritten(text, (value) => writeOddly(value, seed))),
);

/** The rules' own fixtures, with one to three values of one file replaced by something else, keys renamed, or entries taken away. */
export function tamperedFixtures(): fc.Arbitrary<Tampered> {
  const fixtures = rulesWithFixtures().flatMap(fixturesOf);
  return fc
    .record({
      fixture: fc.constantFrom(...fixtures),
      file: fc.nat(),
      tamperings: fc.array(tampering, { minLength: 1, maxLength: 3 }),
      write: writing,
    })
    .map(({ fixture: { files }, file, tamperings, write }) => {
      const chosen = files[file % files.length]?.uri ?? '';
      const texts = files.map(({ uri, text }) => ({ uri, text: uri === chosen ? write(tamperings.reduce(tamper, text)) : text }));
      return { files: texts, uri: chosen };
    });
}

function tamper(text: string, { place, how }: Tampering): string {
  const places = parseFile(text).documents.flatMap((placed) => routesOf(valueOf(placed.document)).map((at) => ({ placed, at })));
  const chosen = places[Math.floor(place * places.length)];
  return chosen ? patched(text, chosen.placed, { ...how, at: chosen.at }) : text;
}

function patched(text: string, { document, offset }: PlacedDocument, patch: Patch): string {
  const splices = applyPatches(document, [patch]) ?? [];
  return applySplices(
    text,
    splices.map((splice) => ({ ...splice, start: splice.start + offset, end: splice.end + offset })),
  );
}

/** Each document with the same data, written anew. */
function rewritten(text: string, write: (value: Json) => string): string {
  const values = parseFile(text).documents.map(({ document }) => valueOf(document) ?? null);
  return values.map(write).join('\n---\n');
}

/** All documents as items of one List. */
function asList(text: string): string {
  const items = text
    .split(/^---.*\n/m)
    .filter((item) => /^apiVersion:/m.test(item))
    .map((item) => `- ${item.trim().replaceAll('\n', '\n  ')}\n`);
  return items.length === 0 ? text : `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`;
}
