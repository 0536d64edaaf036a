import { stringsOf } from '../resources/resource.ts';
import { getAt } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';

type Labels = Readonly<Record<string, string>>;

/** The labels that a LabelSelector asks for; undefined where it asks for none, or for more than labels. */
export function plainLabels(selector: Json | undefined): Labels | undefined {
  const expressions = getAt(selector, ['matchExpressions']) ?? undefined;
  const labels = stringsOf(getAt(selector, ['matchLabels']));
  return expressions === undefined && Object.keys(labels).length > 0 ? labels : undefined;
}

/** How messages name labels: `app=api, tier=web`. */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(', ');
}
