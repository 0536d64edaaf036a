import { memo } from '../yaml/memo.ts';
import type { Route } from '../yaml/types.ts';
import type { SchemaPlace } from './schema-place.ts';

/**
 * Facts by place. A key is the end of a route, as `containers[].ports[]`, or a kind and its whole route, as `Service:spec.selector`, or a
 * kind alone, as `ConfigMap:`.
 */
export type ByPlace<T> = Readonly<Record<string, T>>;

/** What a table has for a place: by its kind and whole route, else by the longest end of the route. */
export function lookUp<T>(table: ByPlace<T>, { of, root }: Pick<SchemaPlace, 'of' | 'root'>, route: Route): T | undefined {
  const inside = route.slice(root.length);
  const key = inside.findLast((step) => typeof step === 'string') ?? '';
  // Nearly all places are in no table.
  if (!lastKeys(table).has(key)) return undefined;
  if (typeof of === 'object') {
    const exact = `${of.kind}:${written(inside)}`;
    if (Object.hasOwn(table, exact)) return table[exact];
  }
  for (let from = 0; from < inside.length; from++) {
    const end = written(inside.slice(from));
    if (Object.hasOwn(table, end)) return table[end];
  }
  return undefined;
}

/** The keys that the table's places end in: whole where they hold dots, which is why each end counts. */
const lastKeys: (table: ByPlace<unknown>) => ReadonlySet<string> = memo((table) => {
  const ends = Object.keys(table).flatMap((place) => {
    const steps = place.replace(/^\w*:/, '').replaceAll('[]', '').split('.');
    return steps.map((_, from) => steps.slice(from).join('.'));
  });
  return new Set(ends);
});

function written(route: Route): string {
  return route.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[]` : `${text}${text === '' ? '' : '.'}${step}`), '');
}
