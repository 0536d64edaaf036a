import { getAt, setOwn } from './json.ts';
import { isMergeKey, keyName } from './keys.ts';
import type { Json, JsonMap, MapNode, Pair, Route, SeqNode, YamlDocument, YamlNode } from './types.ts';

/**
 * What a document means: aliases and `<<` merge keys resolved, of duplicate keys the last. Undefined where there is nothing in it, or
 * nothing usable: a template, endless aliases, nesting beyond the limit. A broken document means what could be read of it.
 */
export function valueOf({ root, problems }: YamlDocument): Json | undefined {
  return root === undefined || problems.some(({ code }) => code === 'too-deep') ? undefined : root.value;
}

/** What stands at a route, or undefined. */
export function valueAt(document: YamlDocument, route: Route): Json | undefined {
  return getAt(valueOf(document), route);
}

/** How many entries merge keys may still bring into a document's mappings. */
export interface MergeBudget {
  merges: number;
}

/** What a mapping means. Once the budget is used up, merge keys are passed over. */
export function mapValue(pairs: readonly Pair[], budget: MergeBudget): JsonMap {
  const merged: JsonMap[] = [];
  const own: Record<string, Json> = {};
  for (const { key, value } of pairs) {
    const sources = isMergeKey(key) ? mergeSources(value) : undefined;
    if (sources !== undefined) {
      merged.push(...sources.map((source) => source.value));
      continue;
    }
    const name = keyName(key);
    if (name !== undefined) setOwn(own, name, value.value);
  }
  return merged.length === 0 ? own : withMerged(own, merged, budget);
}

/** What a list means. */
export function listValue(items: readonly YamlNode[]): readonly Json[] {
  return items.map(({ value }) => value);
}

/** A block mapping with other pairs, of which it has at least one; it begins where it did. */
export function withPairs(map: MapNode, pairs: readonly Pair[]): MapNode {
  return { ...map, end: pairs.at(-1)?.value.end ?? map.end, pairs, value: mapValue(pairs, { merges: Number.POSITIVE_INFINITY }) };
}

/** A block list with other items, of which it has at least one; it begins where it did. */
export function withItems(list: SeqNode, items: readonly YamlNode[]): SeqNode {
  return { ...list, end: items.at(-1)?.end ?? list.end, items, value: listValue(items) };
}

/** The mappings that a `<<` key brings in, the one that wins first; undefined where its value is neither a mapping nor a list of such. */
export function mergeSources(value: YamlNode): MapNode[] | undefined {
  const node = dereference(value);
  if (node?.kind === 'map') return [node];
  if (node?.kind !== 'seq') return undefined;
  const sources = node.items.map(dereference);
  return sources.every((source) => source?.kind === 'map') ? sources : undefined;
}

/** The node itself, or what it is an alias of. */
export function dereference(node: YamlNode): Exclude<YamlNode, { kind: 'alias' }> | undefined {
  let target: YamlNode | undefined = node;
  while (target?.kind === 'alias') target = target.target;
  return target;
}

/** Own keys win over merged ones, and earlier merged mappings over later ones (https://yaml.org/type/merge.html). */
function withMerged(own: Record<string, Json>, merged: readonly JsonMap[], budget: MergeBudget): JsonMap {
  for (const source of merged) {
    const entries = budget.merges > 0 ? Object.entries(source) : [];
    budget.merges -= entries.length;
    for (const [key, value] of entries) if (!Object.hasOwn(own, key)) setOwn(own, key, value);
  }
  return own;
}
