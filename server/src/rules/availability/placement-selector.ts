import { isGenerated } from '../../resources/generated-labels.ts';
import { patchesOf } from '../../resources/kustomize-patches.ts';
import { selectorMatches } from '../../resources/selector.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { getAt, isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';

/** One demand of a label selector. */
export interface Requirement {
  /** Route in the selector. */
  readonly at: Route;
  readonly key: string;
  /** In words: `app=api`, `tier In (web, api)`. */
  readonly text: string;
  /** A selector of this requirement alone. */
  readonly selector: Json;
  /** False where a value is filled in later. */
  readonly isKnown: boolean;
}

/** What a label selector demands, one by one; nothing where it isn't written as one. */
export function requirementsOf(selector: Json | undefined): readonly Requirement[] {
  const labels = Object.entries(mapAt(selector, ['matchLabels']) ?? {}).map(([key, value]) => ({
    at: ['matchLabels', key],
    key,
    text: `${key}=${String(value)}`,
    selector: { matchLabels: { [key]: value } },
    isKnown: !isPlaceholder(String(value)),
  }));
  const expressions = (listAt(selector, ['matchExpressions']) ?? []).map((expression, index) => {
    const key = stringAt(expression, ['key']) ?? '';
    const values = (listAt(expression, ['values']) ?? []).map(String);
    const list = values.length > 0 ? ` (${values.join(', ')})` : '';
    const text = `${key} ${stringAt(expression, ['operator']) ?? ''}${list}`;
    return {
      at: ['matchExpressions', index],
      key,
      text,
      selector: { matchExpressions: [expression] },
      isKnown: !values.some(isPlaceholder),
    };
  });
  return [...labels, ...expressions];
}

/**
 * The first requirement of a selector that the pods of a workload do not meet; undefined where they meet all, or may do so: labels that a
 * controller, a patch or a Kustomization of the workspace gives to them are not known here.
 */
export function unmetBy(workload: Workload, selector: Json | undefined, inventory: Inventory): Requirement | undefined {
  const labels = Object.assign({}, workload.podLabels, ...patchesOf(workload, inventory).map(({ podLabels }) => podLabels));
  const unmet = requirementsOf(selector).filter((requirement) => !selectorMatches(requirement.selector, labels));
  if (unmet.some(({ isKnown, key }) => !isKnown || isGenerated(key) || isPlaceholder(labels[key] ?? ''))) return undefined;
  const [first] = unmet;
  return first && unmet.some(({ key }) => isAddedByKustomize(key, inventory)) ? undefined : first;
}

/** `commonLabels` and `labels` of a Kustomization, the latter with what else they go to. */
function isAddedByKustomize(key: string, inventory: Inventory): boolean {
  return ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap(({ resource }) => [
      mapAt(resource.value, ['commonLabels']),
      ...(listAt(resource.value, ['labels']) ?? []).map((entry) => mapAt(entry, ['pairs'])),
    ])
    .some((labels) => isMap(labels) && getAt(labels, [key]) !== undefined);
}
