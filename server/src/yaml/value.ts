import { isMergeKey, keyName } from './assemble.ts';
import { getAt, setOwn } from './json.ts';
import { memo } from './memo.ts';
import type { Json, JsonMap, MapNode, Route, YamlDocument, YamlNode } from './types.ts';

/**
 * What a document means: aliases and `<<` merge keys resolved, of duplicate keys the last. Undefined where there is nothing in it, or
 * nothing usable: a template, endless aliases, nesting beyond the limit. A broken document means what could be read of it.
 */
export const valueOf: (document: YamlDocument) => Json | undefined = memo((document) => {
  const { root, problems } = document;
  return root === undefined || problems.some(({ code }) => code === 'too-deep') ? undefined : toJson(root);
});

/** What stands at a route, or undefined. */
export function valueAt(document: YamlDocument, route: Route): Json | undefined {
  return getAt(valueOf(document), route);
}

/**
 * What a node means. All aliases of a node share one value, so even a tree of aliases to aliases takes no more memory than its text; an
 * alias without a target means null.
 */
export function toJson(node: YamlNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(toJson);
    case 'map':
      return mapToJson(node);
    case 'alias':
      return node.target === undefined ? null : sharedJson(node.target);
  }
}

const sharedJson: (node: YamlNode) => Json = memo(toJson);

function mapToJson(node: MapNode): JsonMap {
  const merged: JsonMap[] = [];
  const own: Record<string, Json> = {};
  for (const { key, value } of node.pairs) {
    const sources = isMergeKey(key) ? mergeSources(value) : undefined;
    if (sources !== undefined) {
      merged.push(...sources.map((source) => sharedJson(source) as JsonMap));
      continue;
    }
    const name = keyName(key);
    if (name !== undefined) setOwn(own, name, toJson(value));
  }
  return merged.length === 0 ? own : withMerged(own, merged);
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
function withMerged(own: Record<string, Json>, merged: readonly JsonMap[]): JsonMap {
  for (const source of merged) {
    for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(own, key)) setOwn(own, key, value);
  }
  return own;
}
