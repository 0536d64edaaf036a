import { isMergeKey, keyName } from './keys.ts';
import { maximumGrowth } from './limits.ts';
import { lastAtOrBefore, lineStartsOf } from './position.ts';
import { problemAt, quoted } from './problems.ts';
import type { AliasNode, Dialect, MapNode, Pair, SeqNode, SyntaxProblem, YamlNode } from './types.ts';
import { listValue, mapValue } from './value.ts';

/**
 * What a tree is put together with. Both builders, the tolerant one and the fast one, call the functions of this file in the order of
 * the text, so that anchors, aliases and duplicate keys are judged in one place.
 */
export interface Assembly {
  readonly text: string;
  readonly dialect: Dialect;
  /** Number (from 0) of the document's line that the text begins with; not 0 only where a part of a document is read. */
  readonly firstLine: number;
  readonly problems: SyntaxProblem[];
  /** The latest node of each anchor's name; undefined while that node is still being read, so an alias to it would be a cycle. */
  readonly anchors: Map<string, YamlNode | undefined>;
  /** True as soon as there is an alias, hence something to check for endless growth. */
  aliased: boolean;
  /** Entries that merge keys may still bring: more of them come from a document that grows too far to be read. */
  merges: number;
  /** Where lines begin, as soon as a message needs it. */
  lineStarts?: readonly number[];
}

/** Properties a node may carry; given to the functions below as read, absent where there are none. */
export interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** A fresh assembly for a text. */
export function startAssembly(text: string, dialect: Dialect, firstLine = 0): Assembly {
  return { text, dialect, firstLine, problems: [], anchors: new Map(), aliased: false, merges: maximumGrowth };
}

/** Makes an anchor known before the node's children are read. */
export function openAnchor(assembly: Assembly, anchor: string | undefined): void {
  if (anchor !== undefined) assembly.anchors.set(anchor, undefined);
}

/** Gives the anchor its node, once that is complete. */
export function closeAnchor<N extends YamlNode>(assembly: Assembly, node: N): N {
  if (node.anchor !== undefined) assembly.anchors.set(node.anchor, node);
  return node;
}

/** An alias, bound to the anchor before it. */
export function aliasNode(assembly: Assembly, name: string, start: number, end: number): AliasNode {
  const { anchors, problems, text } = assembly;
  assembly.aliased = true;
  const target = anchors.get(name);
  if (target === undefined) {
    const cyclic = anchors.has(name);
    const message = cyclic
      ? `The alias \`*${name}\` stands inside the value that it refers to, so it would never end.`
      : `The alias \`*${name}\` has no anchor \`&${name}\` before it in this document.`;
    problems.push(problemAt(cyclic ? 'cyclic-alias' : 'undefined-alias', start, end, message, text));
  }
  return { kind: 'alias', start, end, name, target, value: target?.value ?? null };
}

/** A mapping; duplicate keys and keys that are no scalars are noted. */
export function mapNode(assembly: Assembly, start: number, end: number, flow: boolean, pairs: Pair[], properties: Properties): MapNode {
  noteKeys(assembly, pairs);
  return closeAnchor(assembly, { kind: 'map', start, end, flow, pairs, value: mapValue(pairs, assembly), ...properties });
}

/** A list. */
export function seqNode(
  assembly: Assembly,
  start: number,
  end: number,
  flow: boolean,
  items: readonly YamlNode[],
  properties: Properties,
): SeqNode {
  return closeAnchor(assembly, { kind: 'seq', start, end, flow, items, value: listValue(items), ...properties });
}

/** Below this many keys, comparing each with each is quicker than a set. */
const fewKeys = 8;

/** Notes keys of a mapping that stand there twice, and those that are no scalars. */
export function noteKeys(assembly: Assembly, pairs: readonly Pair[]): void {
  const names = pairs.map((pair) => keyName(pair.key));
  const seen = names.length > fewKeys ? new Map<string, number>() : undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    const pair = pairs[index] as Pair;
    if (name === undefined) {
      noteComplexKey(assembly, pair.key);
      continue;
    }
    const first = seen === undefined ? names.indexOf(name) : (seen.get(name) ?? index);
    if (first < index && !isMergeKey(pair.key)) noteDuplicate(assembly, name, pair.key, (pairs[first] as Pair).key);
    else seen?.set(name, first);
  }
}

function noteDuplicate(assembly: Assembly, name: string, key: YamlNode, first: YamlNode): void {
  const { problems, text } = assembly;
  assembly.lineStarts ??= lineStartsOf(text);
  const line = lastAtOrBefore(assembly.lineStarts, first.start, (start) => start) + assembly.firstLine + 1;
  const where = `first on line ${line} of the document`;
  const message = `The key \`${name}\` stands twice in this mapping (${where}), and only the last one would count.`;
  problems.push(problemAt('duplicate-key', key.start, key.end, message, text));
}

function noteComplexKey({ problems, text }: Assembly, key: YamlNode): void {
  if (key.kind === 'alias' && key.target === undefined) return;
  const message = `A key must be a single value, but ${quoted(text, key.start, key.end)} is a ${key.kind === 'seq' ? 'list' : 'mapping'}.`;
  problems.push(problemAt('complex-key', key.start, key.end, message, text));
}
