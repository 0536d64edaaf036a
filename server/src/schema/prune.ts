import { isList, isMap, setOwn } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';

/**
 * The value without the map entries that are null, as the API server sees it: to it `x: null` is an `x` that is not given. Nulls in lists
 * stay. What holds no such entry, which is nearly everything, is returned as it is.
 */
export function withoutNulls(value: Json): Json {
  return holdsNull(value) ? copy(value) : value;
}

function holdsNull(value: Json): boolean {
  if (isList(value)) return value.some(holdsNull);
  if (!isMap(value)) return false;
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child === null || (typeof child === 'object' && holdsNull(child))) return true;
  }
  return false;
}

function copy(value: Json): Json {
  if (isList(value)) return value.map(copy);
  if (!isMap(value)) return value;
  const result: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) if (child !== null) setOwn(result, key, copy(child));
  return result;
}
