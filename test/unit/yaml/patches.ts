import fc from 'fast-check';
import type { Json, Patch, Route } from '../../../server/src/yaml/types.ts';

/** Routes of everything in some data, the root first. */
export function routesOf(json: Json | undefined, at: Route = []): Route[] {
  if (Array.isArray(json)) return [at, ...json.flatMap((item: Json, index) => routesOf(item, [...at, index]))];
  if (typeof json === 'object' && json !== null)
    return [at, ...Object.entries(json).flatMap(([key, value]) => routesOf(value, [...at, key]))];
  return [at];
}

const texts = fc.constantFrom(
  'v',
  'two words',
  'yes',
  '1Gi',
  '',
  'a: b',
  '# x',
  "it's",
  'say "hi"',
  'x\ny\n',
  'x\n y',
  '- d',
  '{z}',
  '2024-01-01',
  'ü\t😀',
);

/** Data to write into a document. */
export const newValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(texts, fc.constantFrom<Json>(null, true, false, 0, 3, -1.5)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'cpu', 'new', 'on', 'x y', '1'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Choices from which a patch is made once the document is known. */
export interface PatchSeed {
  readonly op: Patch['op'];
  readonly pick: number;
  readonly extra: readonly string[];
  readonly value: Json;
  readonly flag: boolean;
}

export const patchSeed: fc.Arbitrary<PatchSeed> = fc.record({
  op: fc.constantFrom<Patch['op']>('set', 'set', 'set', 'remove', 'remove', 'insert', 'insert', 'rename', 'comment', 'append'),
  pick: fc.nat(1000),
  extra: fc.oneof(fc.constant([]), fc.array(fc.constantFrom('new', 'newer', 'limits'), { maxLength: 2 })),
  value: newValue,
  flag: fc.boolean(),
});

/** A patch for some data; its route exists, or for `set` hangs below one that does. */
export function patchFrom(seed: PatchSeed, data: Json | undefined): Patch {
  const routes = routesOf(data);
  const at = routes[seed.pick % routes.length] as Route;
  switch (seed.op) {
    case 'set':
      return { op: 'set', at: [...at, ...seed.extra], value: seed.value, ...(seed.flag ? { after: ['cpu', 'a', 'name'] } : {}) };
    case 'remove':
      return { op: 'remove', at, prune: seed.flag };
    case 'insert':
      return { op: 'insert', at, value: seed.value, ...(seed.flag ? { index: seed.pick % 3 } : {}) };
    case 'rename':
      return { op: 'rename', at, to: 'renamed' };
    case 'comment':
      return { op: 'comment', at, text: 'a note: "x', place: seed.flag ? 'above' : 'end' };
    case 'append':
      return { op: 'append', value: seed.value };
  }
}
