import { podSpecRoute } from '../resources/references.ts';
import type { Resource } from '../resources/types.ts';
import type { Route } from '../yaml/types.ts';
import type { Guess } from './nearest-pods.ts';
import { labelText } from './plain-labels.ts';
import { titleOf } from './title.ts';
import type { Data, Problem } from './types.ts';

/**
 * Where a map of labels goes wrong, and whose pods it means: one wrong label is the place to look at, with several it is all of them.
 * @param route of the map
 */
export function guessedPlace(route: Route, { owner, selector, amiss }: Guess): Required<Pick<Problem, 'at' | 'part' | 'related'>> {
  const [label, ...others] = amiss;
  const isOne = label !== undefined && others.length === 0;
  return {
    at: isOne ? [...route, label] : route,
    part: isOne && Object.hasOwn(selector, label) ? 'value' : 'key',
    related: [{ in: owner.resource, at: podLabelsRoute(owner.resource), message: `The labels of the pods of ${titleOf(owner.resource)}` }],
  };
}

/** Whose pods are meant, the labels they have, and what a selector would have to ask for. */
export function guessedData({ owner, selector }: Guess): Data {
  return { owner: titleOf(owner.resource), found: labelText(selector), wanted: selector };
}

function podLabelsRoute(resource: Resource): Route {
  const spec = podSpecRoute(resource);
  return [...(spec?.slice(0, -1) ?? resource.route), 'metadata', 'labels'];
}
