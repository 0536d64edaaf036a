import { isList, isMap } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { resolve } from './catalog.ts';
import type { JsonSchema } from './types.ts';

/** A schema at a place, and the object's schema that has it as a member. */
export interface Place {
  /** As written, which may be a reference. */
  readonly schema: JsonSchema;
  /** The resolved schema of the map or list around it; undefined for the root. */
  readonly parent: JsonSchema | undefined;
}

/**
 * The schema that governs a place below a root schema, whether or not anything is there yet.
 * @param value what stands at the root, which decides between alternatives
 * @returns undefined where the schema has no such place
 */
export function placeAt(root: JsonSchema, catalog: Catalog, route: Route, value: Json | undefined): Place | undefined {
  let place: Place = { schema: root, parent: undefined };
  let current = value;
  for (const step of route) {
    const parent = chosen(place.schema, catalog, current ?? (typeof step === 'number' ? [] : {}));
    const schema = member(parent, step);
    if (schema === undefined) return undefined;
    place = { schema, parent };
    current = childOf(current, step);
  }
  return place;
}

/** The schema of a member or item; undefined where the schema has none. */
export function member(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  const named = own(schema.properties, step);
  if (named !== undefined) return named;
  for (const [pattern, patterned] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(step)) return patterned;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** The resolved schema, of alternatives the one that fits the value. */
export function chosen(schema: JsonSchema, catalog: Catalog, value: Json | undefined): JsonSchema {
  const resolved = resolve(schema, catalog);
  if (resolved.anyOf === undefined) return resolved;
  const alternatives = resolved.anyOf.map((alternative) => resolve(alternative, catalog));
  return alternatives.find(({ type }) => type === (isList(value) ? 'array' : 'object')) ?? resolved;
}

function childOf(value: Json | undefined, step: string | number): Json | undefined {
  if (isList(value)) return typeof step === 'number' ? value[step] : undefined;
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
