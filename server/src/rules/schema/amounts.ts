import { objectMemo } from '../../resources/object-memo.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import type { CheckedDocument } from '../types.ts';

interface Amount {
  readonly at: Route;
  /** `cpu`, `memory`, `storage`, … */
  readonly name: string;
  readonly amount: Json;
}

/** An amount of a resource at its place. */
export interface PlacedAmount extends Amount {
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
    services.flatMap(({ route }) => listed(mapAt(root, route), ['cpu', 'memory'], route)),
  );
  const ofObjects = resources.flatMap((resource) => amountsOf(resource).map((amount) => ({ ...amount, resource })));
  return [...ofPlan.map((amount) => ({ ...amount, resource: undefined })), ...ofObjects];
}

const amountsOf: (resource: Resource) => readonly Amount[] = objectMemo((resource) => {
  const nested: Amount[] = [];
  // To look for a word in the text costs far less than to walk through the object, and most have neither.
  const { text } = resource.document;
  if (text.includes('resources') || text.includes('emptyDir')) collectNested(resource.value, [...resource.route], nested);
  return [...limitRangeAmounts(resource), ...volumeAmounts(resource), ...nested];
});

function limitRangeAmounts(resource: Resource): readonly Amount[] {
  if (resource.kind !== 'LimitRange') return [];
  return (listAt(resource.value, ['spec', 'limits']) ?? []).flatMap((limit, index) =>
    ['default', 'defaultRequest', 'min', 'max'].flatMap((field) =>
      entries(getAt(limit, [field]), [...resource.route, 'spec', 'limits', index, field]),
    ),
  );
}

function volumeAmounts(resource: Resource): readonly Amount[] {
  if (resource.kind !== 'PersistentVolume') return [];
  return entries(getAt(resource.value, ['spec', 'capacity']), [...resource.route, 'spec', 'capacity']);
}

/**
 * Collects every `resources` with requests and limits, and every `emptyDir` with a size, at any depth.
 * @param path of the value; one list for the whole walk
 */
function collectNested(value: Json, path: (string | number)[], found: Amount[]): void {
  if (isList(value)) for (let index = 0; index < value.length; index += 1) collectEntry(index, value[index], path, found);
  else if (isMap(value)) for (const key of Object.keys(value)) collectEntry(key, value[key], path, found);
}

function collectEntry(key: string | number, child: Json | undefined, path: (string | number)[], found: Amount[]): void {
  if (typeof child !== 'object' || child === null) return;
  path.push(key);
  if (key === 'resources' && isMap(child)) {
    for (const list of ['requests', 'limits']) found.push(...entries(child[list], [...path, list]));
  } else if (key === 'emptyDir' && isMap(child)) found.push(...listed(child, ['sizeLimit'], [...path]));
  else collectNested(child, path, found);
  path.pop();
}

function entries(list: Json | undefined, at: Route): readonly Amount[] {
  return isMap(list) ? listed(list, Object.keys(list), at) : [];
}

function listed(map: JsonMap | undefined, keys: readonly string[], at: Route): readonly Amount[] {
  return keys.flatMap((key) => {
    const amount = map?.[key] ?? null;
    return amount === null ? [] : [{ at: [...at, key], name: key === 'sizeLimit' ? 'ephemeral-storage' : key, amount }];
  });
}
