import type { AliasNode, ScalarNode, YamlNode } from './types.ts';

/** Visits the scalars and aliases of a tree in the order of the text; targets of aliases are not entered. */
export function eachLeaf(node: YamlNode, visit: (leaf: ScalarNode | AliasNode) => void): void {
  if (node.kind === 'map') {
    for (const pair of node.pairs) {
      eachLeaf(pair.key, visit);
      eachLeaf(pair.value, visit);
    }
  } else if (node.kind === 'seq') {
    for (const item of node.items) eachLeaf(item, visit);
  } else {
    visit(node);
  }
}

/** The last scalar or alias of a tree; undefined where it ends in an empty collection. */
export function lastLeaf(node: YamlNode): ScalarNode | AliasNode | undefined {
  if (node.kind === 'scalar' || node.kind === 'alias') return node;
  const last = node.kind === 'map' ? node.pairs.at(-1)?.value : node.items.at(-1);
  return last && lastLeaf(last);
}

/** True for a `|` or `>` scalar. */
export function isBlockScalar(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
}

/** True where a test holds for any node of a tree; targets of aliases are not entered. */
export function someNode(node: YamlNode, test: (node: YamlNode) => boolean): boolean {
  if (test(node)) return true;
  if (node.kind === 'seq') return node.items.some((item) => someNode(item, test));
  return node.kind === 'map' && node.pairs.some(({ key, value }) => someNode(key, test) || someNode(value, test));
}
