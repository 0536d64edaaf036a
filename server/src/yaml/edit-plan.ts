import { commentAbove, commentAtEnd } from './edit-comment.ts';
import { addItem, addPair } from './edit-insert.ts';
import { removeEntry } from './edit-remove.ts';
import { renameKey, replaceRoot, replaceValue } from './edit-replace.ts';
import { equals } from './json.ts';
import { keyName } from './keys.ts';
import type { Entry } from './layout.ts';
import { entryOf } from './layout.ts';
import { removedRoute } from './patch-json.ts';
import { refine } from './patch-refine.ts';
import type { Json, MapNode, Patch, Route, SeqNode, Splice, YamlDocument, YamlNode } from './types.ts';
import { valueOf } from './value.ts';

/** What to do for one patch: splices of the text, or smaller patches to be planned one after the other. */
export type Plan = { readonly splices: readonly Splice[] } | { readonly steps: readonly Patch[] };

/** There is nothing to do. */
const done: Plan = { splices: [] };

/** A node on the way along a route, and where it is in its parent. */
interface Stop {
  readonly node: YamlNode;
  readonly parent?: MapNode | SeqNode;
  readonly index?: number;
}

/** Plans one patch against the document as it stands; undefined where it can't be done. */
export function planPatch(document: YamlDocument, patch: Patch): Plan | undefined {
  switch (patch.op) {
    case 'set':
      return planSet(document, patch.at, patch.value, patch.after ?? []);
    case 'insert':
      return planInsert(document, patch.at, patch.value, patch.index);
    case 'remove':
      return planRemove(document, patch.at, patch.prune === true);
    case 'rename':
      return spliced(entryAt(document, patch.at), (entry) => renameKey(document, entry, patch.to));
    case 'comment':
      return planComment(document, patch.at, patch.text, patch.place);
    default:
      return undefined;
  }
}

function planSet(document: YamlDocument, at: Route, value: Json, after: readonly string[]): Plan | undefined {
  const stops = locate(document, at);
  const last = stops.at(-1);
  const rest = at.slice(Math.max(0, stops.length - 1));
  if (last === undefined) return { splices: replaceRoot(document, nested(rest, value)) };
  if (rest.length > 0) return planAdd(document, at.slice(0, stops.length - 1), last, rest, value, after);
  if (equals(last.node.value, value)) return done;
  const steps = refine(last.node, at, value);
  return steps === undefined ? replaceAt(document, last, value) : { steps };
}

/** Adds what is missing at the end of a route to the last node that exists. */
function planAdd(document: YamlDocument, at: Route, stop: Stop, rest: Route, value: Json, after: readonly string[]): Plan | undefined {
  const { node } = stop;
  const [step, ...deeper] = rest;
  if (step === undefined || node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return node.value === null ? replaceAt(document, stop, nested(rest, value)) : undefined;
  if (node.kind === 'seq') return step === node.items.length ? planInsert(document, at, nested(deeper, value), step) : undefined;
  if (node.pairs.length === 0) return replaceAt(document, stop, nested(rest, value));
  return spliced(node, (map) => addPair(document, map, String(step), nested(deeper, value), after));
}

function planInsert(document: YamlDocument, at: Route, value: Json, index?: number): Plan | undefined {
  const stops = locate(document, at);
  const node = stops.length === at.length + 1 ? stops.at(-1)?.node : undefined;
  if (node?.kind !== 'seq' || node.items.length === 0) {
    const missing = node === undefined || node.kind === 'seq' || (node.kind === 'scalar' && node.value === null);
    return missing ? planSet(document, at, [value], []) : undefined;
  }
  return spliced(node, (seq) => addItem(document, seq, Math.min(index ?? seq.items.length, seq.items.length), value));
}

function planRemove(document: YamlDocument, route: Route, prune: boolean): Plan | undefined {
  const at = removedRoute(valueOf(document) ?? null, route, prune);
  if (at === undefined) return route.length === 0 ? undefined : done;
  const stops = locate(document, at);
  const { parent, index } = stops.length === at.length + 1 ? (stops.at(-1) as Stop) : {};
  if (parent === undefined || index === undefined) return undefined;
  const size = parent.kind === 'map' ? parent.pairs.length : parent.items.length;
  if (size > 1) return spliced(parent, (from) => removeEntry(document, from, index));
  return replaceAt(document, stops.at(-2) as Stop, parent.kind === 'map' ? {} : []);
}

function planComment(document: YamlDocument, at: Route, text: string, place: 'above' | 'end'): Plan | undefined {
  const { root } = document;
  const target = at.length > 0 ? entryAt(document, at) : root && { start: root.start, headEnd: root.start, value: root };
  return spliced(target, ({ start, headEnd, value }) =>
    place === 'above' ? commentAbove(document, start, text) : commentAtEnd(document, headEnd, value, text),
  );
}

function replaceAt(document: YamlDocument, { parent, index }: Stop, value: Json): Plan | undefined {
  if (parent === undefined || index === undefined) return { splices: replaceRoot(document, value) };
  return spliced(entryOf(document, parent, index), (entry) => replaceValue(document, entry, value));
}

function spliced<T>(target: T | undefined, plan: (target: T) => readonly Splice[] | undefined): Plan | undefined {
  const splices = target === undefined ? undefined : plan(target);
  return splices && { splices };
}

function entryAt(document: YamlDocument, at: Route): Entry | undefined {
  const stops = locate(document, at);
  const { parent, index } = stops.length === at.length + 1 ? (stops.at(-1) as Stop) : {};
  return parent === undefined || index === undefined ? undefined : entryOf(document, parent, index);
}

/** The nodes along a route, as far as it goes without passing through an alias or a merge key. */
function locate(document: YamlDocument, route: Route): Stop[] {
  if (document.root === undefined) return [];
  const stops: Stop[] = [{ node: document.root }];
  for (const step of route) {
    const next = childOf((stops.at(-1) as Stop).node, step);
    if (next === undefined) break;
    stops.push(next);
  }
  return stops;
}

function childOf(parent: YamlNode, step: string | number): Stop | undefined {
  if (parent.kind === 'map') {
    const index = parent.pairs.findIndex((pair) => keyName(pair.key) === String(step));
    const pair = parent.pairs[index];
    return pair && { node: pair.value, parent, index };
  }
  const node = parent.kind === 'seq' && typeof step === 'number' ? parent.items[step] : undefined;
  return node && { node, parent: parent as SeqNode, index: step as number };
}

/** The value with the mappings and lists around it that a route names. */
function nested(route: Route, value: Json): Json {
  return route.reduceRight<Json>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}
