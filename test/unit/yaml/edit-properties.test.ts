import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatches, applySplices, mayApply } from '../../../server/src/yaml/edit.ts';
import { equals } from '../../../server/src/yaml/json.ts';
import { parseDocument, parseFile } from '../../../server/src/yaml/parse.ts';
import { lineAt } from '../../../server/src/yaml/position.ts';
import { exists, pairAt, spanOf } from '../../../server/src/yaml/route.ts';
import type { Json, Patch, Route, YamlDocument } from '../../../server/src/yaml/types.ts';
import { valueOf } from '../../../server/src/yaml/value.ts';
import { fuzz } from '../../fuzz.ts';
import { sampleFiles } from '../samples.ts';
import { documentText } from './documents.ts';
import { intended, patchFrom, patchSeed, routesOf } from './patches.ts';

const parameters = fuzz(400);

/** A change may be refused where a value is shown twice, and where text below a block scalar would be taken for its own. */
function mayBeRefused(text: string): boolean {
  return text.includes('&') || (/[|>]/.test(text) && /\n +# odd/.test(text));
}

function check(document: YamlDocument, patch: Patch, strict: boolean): void {
  const data = valueOf(document) ?? null;
  const wanted = patch.op === 'comment' && document.root === undefined ? undefined : intended(data, patch);
  const splices = applyPatches(document, [patch]);
  if (wanted === undefined) {
    expect(splices).toBeUndefined();
    return;
  }
  if (splices === undefined) {
    expect(strict && !mayBeRefused(document.text), `refused ${JSON.stringify(patch)} in\n${document.text}`).toBe(false);
    return;
  }
  const text = applySplices(document.text, splices);
  const [first, ...added] = parseFile(text).documents;
  const after = added.length > 0 ? first?.document : parseDocument(text, document.dialect);
  const where = `${JSON.stringify(patch)} turned\n${document.text}\ninto\n${text}`;
  expect(after?.problems, where).toEqual([]);
  if (patch.op === 'append') expect(equals(valueOf((added.at(-1) ?? first)!.document) ?? null, patch.value), where).toBe(true);
  else expect(equals((after && valueOf(after)) ?? null, wanted), where).toBe(true);
  expectUntouched(document, patch, text, where);
}

/** All lines outside the entry concerned, and the comments and blank lines beside it, are byte for byte what they were. */
function expectUntouched(document: YamlDocument, patch: Patch, text: string, where: string): void {
  const { from, to } = touched(document, patch);
  expect(text.startsWith(document.text.slice(0, from)), where).toBe(true);
  expect(text.endsWith(document.text.slice(to)), where).toBe(true);
  if (patch.op === 'set' || patch.op === 'remove') return;
  const kept = document.comments.map((comment) => comment.text.trimEnd());
  const rest = kept.filter((comment) => !text.includes(comment));
  expect(rest, where).toEqual([]);
}

function touched(document: YamlDocument, patch: Patch): { from: number; to: number } {
  const { text, lineStarts } = document;
  if (patch.op === 'append') return { from: text.trimEnd().length, to: text.length };
  const prune = patch.op === 'remove' && patch.prune === true;
  const at = prune ? patch.at.slice(0, 1) : nearest(document, patch.at);
  // A removal that leaves nothing rewrites the parent, and in brackets or a list the lines of the neighbours are at stake.
  const entry = patch.op === 'remove' || at.length < patch.at.length || typeof at.at(-1) === 'number' ? at.slice(0, -1) : at;
  if (entry.length === 0) return { from: 0, to: text.length };
  const key = pairAt(document, entry)?.key ?? spanOf(document, entry, 'value');
  let first = lineAt(document, key.start);
  let last = lineAt(document, spanOf(document, entry, 'value').end);
  const lines = text.split('\n');
  while (first > 0 && /^\uFEFF?[ -]*(&\w+ *)?(#.*)?\r?$/.test(lines[first - 1] ?? 'x')) first--;
  while (last + 1 < lines.length && /^ *(#.*)?\r?$/.test(lines[last + 1] ?? 'x')) last++;
  return { from: lineStarts[first] ?? 0, to: lineStarts[last + 1] ?? text.length };
}

function nearest(document: YamlDocument, route: Route): Route {
  let at = route;
  while (at.length > 0 && !exists(document, at)) at = at.slice(0, -1);
  return at;
}

/** An insertion at the end of its list, which shifts nothing. */
function withoutIndex(patch: Patch): Patch {
  return patch.op === 'insert' ? { op: 'insert', at: patch.at, value: patch.value } : patch;
}

describe('applyPatches, for any document and patch', () => {
  it('means exactly the change, and leaves all other lines alone', () => {
    fc.assert(
      fc.property(documentText, patchSeed, (text, seed) => {
        const document = parseDocument(text);
        check(document, patchFrom(seed, valueOf(document)), true);
      }),
      parameters,
    );
  });

  it('has nothing left to do when applied again', () => {
    fc.assert(
      fc.property(documentText, patchSeed, (text, seed) => {
        const document = parseDocument(text);
        const patch = patchFrom({ ...seed, op: 'set' }, valueOf(document));
        const splices = applyPatches(document, [patch]);
        if (splices === undefined) return;
        expect(applyPatches(parseDocument(applySplices(text, splices), document.dialect), [patch])).toEqual([]);
      }),
      parameters,
    );
  });

  it('does several patches as one after the other would', () => {
    const ops = fc.constantFrom<Patch['op']>('set', 'set', 'insert', 'comment');
    const seeds = fc.array(fc.tuple(patchSeed, ops), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(documentText, seeds, (text, chosen) => {
        const document = parseDocument(text);
        const data = valueOf(document) ?? null;
        const patches = chosen.map(([seed, op]) => withoutIndex(patchFrom({ ...seed, op }, data)));
        const splices = applyPatches(document, patches);
        if (splices === undefined) return;
        const wanted = patches.reduce<Json | undefined>((before, patch) => (before === undefined ? before : intended(before, patch)), data);
        const after = parseDocument(applySplices(text, splices), document.dialect);
        expect(equals(valueOf(after) ?? null, wanted)).toBe(true);
        expect(splices.every((splice, index) => splice.start >= (splices[index - 1]?.end ?? 0) && splice.end >= splice.start)).toBe(true);
      }),
      parameters,
    );
  });

  it('can be foretold: whatever is done was expected to be', () => {
    const seeds = fc.array(fc.tuple(patchSeed, fc.constantFrom<Patch['op']>('set', 'insert', 'remove', 'rename', 'comment')), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(documentText, seeds, (text, chosen) => {
        const document = parseDocument(text);
        const patches = chosen.map(([seed, op]) => patchFrom({ ...seed, op }, valueOf(document) ?? null));
        if (applyPatches(document, patches) !== undefined) expect(mayApply(document, patches)).toBe(true);
      }),
      parameters,
    );
  });

  it('removes several entries, none of them the wrong one', () => {
    fc.assert(
      fc.property(documentText, fc.array(fc.nat(1000), { minLength: 2, maxLength: 5 }), (text, picks) => {
        const document = parseDocument(text);
        const routes = routesOf(valueOf(document)).slice(1);
        if (routes.length === 0) return;
        const patches = picks.map((pick) => ({ op: 'remove' as const, at: routes[pick % routes.length]! }));
        const splices = applyPatches(document, patches);
        if (splices === undefined) return;
        // From the last to the first, no removal shifts another.
        const order = patches.toSorted((a, b) => routes.indexOf(b.at) - routes.indexOf(a.at));
        const distinct = order.filter((patch, index) => index === 0 || patch.at !== order[index - 1]?.at);
        const wanted = distinct.reduce<Json>((before, patch) => intended(before, patch) ?? before, valueOf(document) ?? null);
        expect(equals(valueOf(parseDocument(applySplices(text, splices), document.dialect)) ?? null, wanted)).toBe(true);
      }),
      parameters,
    );
  });

  it('holds on real manifests', () => {
    const documents = sampleFiles().flatMap(({ text }) => parseFile(text).documents.map((placed) => placed.document));
    const sound = documents.filter((document) => !document.templated && document.problems.length === 0 && document.text.length < 20_000);
    expect(sound.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...sound), patchSeed, (document, seed) => check(document, patchFrom(seed, valueOf(document)), true)),
      fuzz(200),
    );
  });
});
