import { planOf } from '../../resources/plan.ts';
import { resourcesOf } from '../../resources/resource.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route, YamlDocument } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import { titleOf } from '../title.ts';

/** An amount of a resource at its place. */
export interface PlacedAmount {
  readonly at: Route;
  /** `cpu`, `memory`, `storage`, … */
  readonly resource: string;
  readonly amount: Json;
  /** How a message names what states it. */
  readonly owner: string;
}

/**
 * The amounts that a document gives to a single container, volume or service: resources wherever an object has them (those of custom
 * resources, too), sizes of emptyDirs and volumes, a LimitRange's figures, and those of a plan. Totals, such as a ResourceQuota's, are left out.
 */
export function amountsIn(document: YamlDocument): readonly PlacedAmount[] {
  const plan = planOf(document);
  const root = valueOf(document);
  const ofPlan = (plan?.deployments ?? []).flatMap(({ services }) =>
    services.flatMap(({ route }) => listed(mapAt(root, route), ['cpu', 'memory'], route, 'the plan')),
  );
  return [...ofPlan, ...resourcesOf(document).flatMap(amountsOf)];
}

function amountsOf(resource: Resource): readonly PlacedAmount[] {
  const owner = titleOf(resource);
  return [...limitRangeAmounts(resource, owner), ...volumeAmounts(resource, owner), ...nestedAmounts(resource.value, resource.route, owner)];
}

function limitRangeAmounts(resource: Resource, owner: string): readonly PlacedAmount[] {
  if (resource.kind !== 'LimitRange') return [];
  return (listAt(resource.value, ['spec', 'limits']) ?? []).flatMap((limit, index) =>
    ['default', 'defaultRequest', 'min', 'max'].flatMap((field) =>
      entries(getAt(limit, [field]), [...resource.route, 'spec', 'limits', index, field], owner),
    ),
  );
}

function volumeAmounts(resource: Resource, owner: string): readonly PlacedAmount[] {
  if (resource.kind !== 'PersistentVolume') return [];
  return entries(getAt(resource.value, ['spec', 'capacity']), [...resource.route, 'spec', 'capacity'], owner);
}

/** Every `resources` with requests and limits, and every `emptyDir` with a size, at any depth. */
function nestedAmounts(value: Json, at: Route, owner: string): readonly PlacedAmount[] {
  if (isList(value)) return value.flatMap((item, index) => nestedAmounts(item, [...at, index], owner));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const route = [...at, key];
    if (key === 'resources' && isMap(child)) {
      return ['requests', 'limits'].flatMap((list) => entries(child[list], [...route, list], owner));
    }
    if (key === 'emptyDir' && isMap(child)) return listed(child, ['sizeLimit'], route, owner);
    return nestedAmounts(child, route, owner);
  });
}

function entries(list: Json | undefined, at: Route, owner: string): readonly PlacedAmount[] {
  return isMap(list) ? listed(list, Object.keys(list), at, owner) : [];
}

function listed(map: JsonMap | undefined, keys: readonly string[], at: Route, owner: string): readonly PlacedAmount[] {
  return keys.flatMap((key) => {
    const amount = map?.[key] ?? null;
    return amount === null ? [] : [{ at: [...at, key], resource: key === 'sizeLimit' ? 'ephemeral-storage' : key, amount, owner }];
  });
}
