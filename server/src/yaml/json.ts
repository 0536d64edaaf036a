import type { Json, JsonMap, Route } from './types.ts';

/** Data that may be missing; every function here takes it as it comes. */
type Maybe = Json | undefined;

/** True for a mapping (not for a list, not for null). */
export function isMap(json: Maybe): json is JsonMap {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** True for a sequence. */
export function isList(json: Maybe): json is readonly Json[] {
  return Array.isArray(json);
}

/** The value at a route; undefined where the route leads nowhere. An explicit null is given as null. */
export function getAt(json: Maybe, route: Route): Json | undefined {
  let value = json;
  // Asked for all the time, and loops over indices make no iterators.
  for (let index = 0; index < route.length && value !== undefined; index += 1) value = child(value, route[index] as string | number);
  return value;
}

/** The mapping at a route, or undefined where there is none or something else. */
export function mapAt(json: Maybe, route: Route): JsonMap | undefined {
  const value = getAt(json, route);
  return isMap(value) ? value : undefined;
}

/** The sequence at a route, or undefined where there is none or something else. */
export function listAt(json: Maybe, route: Route): readonly Json[] | undefined {
  const value = getAt(json, route);
  return isList(value) ? value : undefined;
}

/** The string at a route, or undefined where there is none or something else. */
export function stringAt(json: Maybe, route: Route): string | undefined {
  const value = getAt(json, route);
  return typeof value === 'string' ? value : undefined;
}

/** The number at a route, or undefined where there is none or something else. */
export function numberAt(json: Maybe, route: Route): number | undefined {
  const value = getAt(json, route);
  return typeof value === 'number' ? value : undefined;
}

/** True where both mean the same data; the order of a mapping's keys does not matter. */
export function equals(a: Maybe, b: Maybe): boolean {
  if (a === b) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => equals(item, b[index]));
  if (isMap(a)) return isMap(b) && equalMaps(a, b);
  return Object.is(a, b) || (a === 0 && b === 0);
}

/** Sets an own property even where its name is `__proto__`, which plain assignment would take for the prototype. */
export function setOwn(map: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

function child(json: Json, step: string | number): Json | undefined {
  if (isList(json)) return typeof step === 'number' ? json[step] : undefined;
  if (isMap(json) && Object.hasOwn(json, step)) return json[step];
  return undefined;
}

function equalMaps(a: JsonMap, b: JsonMap): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]));
}
