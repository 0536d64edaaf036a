import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { isMap, mapAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';

/** Route of an annotation of an object, be it there or not. */
export function annotationAt(resource: Resource, name: string): Route {
  return [...resource.route, 'metadata', 'annotations', name];
}

/**
 * The patches that set annotations.
 * @param at route of any annotation of the object
 * @param values by name, as a problem's data carries them
 */
export function annotationPatches(at: Route, values: Json | undefined): readonly Patch[] {
  const annotations = at.slice(0, at.lastIndexOf('annotations') + 1);
  return isMap(values) ? Object.entries(values).map(([name, value]): Patch => ({ op: 'set', at: [...annotations, name], value })) : [];
}

/**
 * True where a ConfigMap of the workspace sets for all Ingresses what an annotation sets for one: controllers call both by one name, but for
 * the prefix of the annotation.
 */
export function isSetForAll(annotation: string, inventory: Inventory): boolean {
  const key = annotation.slice(annotation.indexOf('/') + 1);
  return dataKeysOf(inventory.ofKind('ConfigMap')).has(key);
}

/** Every Ingress asks for them, so they are gathered once for each state of the ConfigMaps. */
const dataKeysOf: (configMaps: readonly Entry[]) => ReadonlySet<string> = memo((configMaps) => {
  return new Set(configMaps.flatMap(({ resource }) => Object.keys(mapAt(resource.value, ['data']) ?? {})));
});

/** The texts of a list, as a sentence names them: `a`, `a and b`, `a, b and c`. */
export function wordsText(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
