import type { ScalarNode, YamlNode } from './types.ts';

/** The name a key has in the data; undefined for a key that JSON can't have. */
export function keyName(key: YamlNode): string | undefined {
  if (key.kind === 'alias') return key.target === undefined ? undefined : keyName(key.target);
  if (key.kind !== 'scalar') return undefined;
  return typeof key.value === 'string' ? key.value : nameOf(key);
}

/** True for the `<<` that merges other mappings into its own. */
export function isMergeKey(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.value === '<<' && key.style === 'plain';
}

function nameOf(key: ScalarNode): string {
  return key.value === null && key.start === key.end ? '' : String(key.value);
}
