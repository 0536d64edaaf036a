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

/** What a patch means for data, told in another way than the product does it; undefined where it makes no sense. */
export function intended(data: Json, patch: Patch): Json | undefined {
  if (patch.op === 'append' || (patch.op === 'comment' && routesOf(data).some((route) => sameRoute(route, patch.at)))) return data;
  const root: Tree = { value: copy(data) };
  const done = change(root, ['value', ...patch.at], patch);
  return done ? root.value : undefined;
}

type Mutable = null | boolean | number | string | Mutable[] | Tree;
interface Tree {
  [key: string]: Mutable;
}

function change(root: Tree, path: Route, patch: Patch): boolean {
  const parents: (Tree | Mutable[])[] = [root];
  for (const [depth, step] of path.slice(0, -1).entries()) {
    const child = descend(parents.at(-1) as Tree, step, path[depth + 1] as string, patch);
    if (child === undefined) return patch.op === 'remove';
    parents.push(child);
  }
  return changeEntry(parents, path, patch);
}

/** The collection at a step, made where there is nothing yet and the patch may make something. */
function descend(parent: Tree, step: string | number, next: string | number, patch: Patch): Tree | Mutable[] | undefined {
  if ((parent[step] ?? null) === null) {
    if (patch.op === 'remove' || patch.op === 'rename' || !fits(parent, step)) return undefined;
    parent[step] = typeof next === 'number' ? [] : {};
  }
  const child = parent[step];
  return typeof child === 'object' && child !== null && fits(child, next) ? child : undefined;
}

function fits(parent: Tree | Mutable[], step: string | number): boolean {
  return Array.isArray(parent) ? typeof step === 'number' && step <= parent.length : typeof step === 'string' || step in parent;
}

function changeEntry(parents: readonly (Tree | Mutable[])[], path: Route, patch: Patch): boolean {
  const parent = parents.at(-1) as Tree;
  const key = path.at(-1) as string;
  switch (patch.op) {
    case 'set':
      parent[key] = copy(patch.value);
      return true;
    case 'insert':
      return insertInto(parent, key, patch);
    case 'remove':
      return parents.length > 1 && takeOut(parents, path, patch.prune === true);
    case 'rename':
      return renameIn(parent, key, patch.to);
    default:
      return false;
  }
}

function insertInto(parent: Tree, key: string, patch: Patch & { op: 'insert' }): boolean {
  const list = parent[key] ?? [];
  if (!Array.isArray(list)) return false;
  list.splice(patch.index ?? list.length, 0, copy(patch.value));
  parent[key] = list;
  return true;
}

function takeOut(parents: readonly (Tree | Mutable[])[], path: Route, prune: boolean): boolean {
  for (let depth = parents.length - 1; depth > 0; depth--) {
    const parent = parents[depth] as Tree | Mutable[];
    const key = path[depth] as string;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    if (!prune || Object.keys(parent).length > 0) break;
  }
  return true;
}

function renameIn(parent: Tree | Mutable[], key: string, to: string): boolean {
  if (Array.isArray(parent) || !(key in parent) || to in parent) return false;
  parent[to] = parent[key] as Mutable;
  delete parent[key];
  return true;
}

/** A copy in which nothing is shared, as the values of aliases are in the data. */
function copy(json: Json): Mutable {
  if (Array.isArray(json)) return json.map((item: Json) => copy(item));
  if (typeof json !== 'object' || json === null) return json as Mutable;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, copy(value)]));
}

function sameRoute(a: Route, b: Route): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
