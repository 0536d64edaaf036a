import type { Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import type { CheckedDocument } from '../types.ts';

/** An amount of a resource at its place. */
export interface PlacedAmount {
  readonly at: Route;
  /** `cpu`, `memory`, `storage`, … */
  readonly name: string;
  readonly amount: Json;
  /** The object that states it; undefined for a plan. */
  readonly resource: Resource | undefined;
}

/**
 * The amounts that a document gives to a single container, volume or service: resources wherever an object has them (those of custom
 * resources, too), sizes of emptyDirs and volumes, a LimitRange's figures, and those of a plan. Totals, such as a ResourceQuota's, are left out.
 */
export function amountsIn({ document, resources, plan }: CheckedDocument): readonly PlacedAmount[] {
  const root = valueOf(document);
  const ofPlan = (plan?.deployments ?? []).flatMap(({ services }) =>
    services.flatMap(({ route }) => listed(mapAt(root, route), ['cpu', 'memory'], route, undefined)),
  );
  return [...ofPlan, ...resources.flatMap(amountsOf)];
}

function amountsOf(resource: Resource): readonly PlacedAmount[] {
  return [...limitRangeAmounts(resource), ...volumeAmounts(resource), ...nestedAmounts(resource.value, resource.route, resource)];
}

function limitRangeAmounts(resource: Resource): readonly PlacedAmount[] {
  if (resource.kind !== 'LimitRange') return [];
  return (listAt(resource.value, ['spec', 'limits']) ?? []).flatMap((limit, index) =>
    ['default', 'defaultRequest', 'min', 'max'].flatMap((field) =>
      entries(getAt(limit, [field]), [...resource.route, 'spec', 'limits', index, field], resource),
    ),
  );
}

function volumeAmounts(resource: Resource): readonly PlacedAmount[] {
  if (resource.kind !== 'PersistentVolume') return [];
  return entries(getAt(resource.value, ['spec', 'capacity']), [...resource.route, 'spec', 'capacity'], resource);
}

/** Every `resources` with requests and limits, and every `emptyDir` with a size, at any depth. */
function nestedAmounts(value: Json, at: Route, resource: Resource | undefined): readonly PlacedAmount[] {
  if (isList(value)) return value.flatMap((item, index) => nestedAmounts(item, [...at, index], resource));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const route = [...at, key];
    if (key === 'resources' && isMap(child)) {
      return ['requests', 'limits'].flatMap((list) => entries(child[list], [...route, list], resource));
    }
    if (key === 'emptyDir' && isMap(child)) return listed(child, ['sizeLimit'], route, resource);
    return nestedAmounts(child, route, resource);
  });
}

function entries(list: Json | undefined, at: Route, resource: Resource | undefined): readonly PlacedAmount[] {
  return isMap(list) ? listed(list, Object.keys(list), at, resource) : [];
}

function listed(map: JsonMap | undefined, keys: readonly string[], at: Route, resource: Resource | undefined): readonly PlacedAmount[] {
  return keys.flatMap((key) => {
    const amount = map?.[key] ?? null;
    return amount === null ? [] : [{ at: [...at, key], name: key === 'sizeLimit' ? 'ephemeral-storage' : key, amount, resource }];
  });
}
