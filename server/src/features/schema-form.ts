import type { JsonSchema } from '../schema/types.ts';
import type { Json, Route } from '../yaml/types.ts';
import { lookUp } from './schema-lookup.ts';
import type { SchemaPlace } from './schema-place.ts';
import type { Skeleton } from './schema-skeleton.ts';
import { fixed, list, stop } from './schema-skeleton.ts';
import { TYPICAL, USUAL_KEYS } from './schema-typical.ts';
import { knownValues } from './schema-values.ts';

/** Required objects within required objects; deeper ones are left to be filled in. */
const DEEPEST = 12;

/** As many values are offered as a choice; a longer list is left to completion. */
const MOST_CHOICES = 12;

/** Why a place is written: it was asked for, it is usual to write it along, or its object must have it. */
type Need = 'asked' | 'usual' | 'required';

/** What to write at a place: what its schema requires, what is usual there, and stops at which to type the rest. */
export function formOf(place: SchemaPlace, route: Route): Skeleton {
  return valueForm(place, route, 'asked', 0);
}

/** The properties of a mapping that its form has: the usual ones, then the other required ones. */
export function formKeys(place: SchemaPlace, route: Route, { properties = {}, required = [] }: JsonSchema): readonly string[] {
  const isObject = route.length === place.root.length && typeof place.of === 'object';
  const usual = lookUp(USUAL_KEYS, place, route) ?? (isObject ? ['metadata', 'spec'] : []);
  const known = usual.filter((key) => Object.hasOwn(properties, key));
  // Whoever writes an object's head writes these.
  return [...known, ...required.filter((key) => !known.includes(key) && !(isObject && (key === 'apiVersion' || key === 'kind')))];
}

/** True where a schema has all of a skeleton. */
export function fits(skeleton: Skeleton, place: SchemaPlace, route: Route): boolean {
  const schema = place.schemaAt(route);
  if (schema === undefined) return false;
  if (skeleton.type === 'map')
    return schema.type !== 'array' && skeleton.entries.every(([key, value]) => fits(value, place, [...route, key]));
  if (skeleton.type === 'list') return schema.type === 'array' && skeleton.items.every((item) => fits(item, place, [...route, 0]));
  return schema.type !== 'array' && schema.properties === undefined;
}

function valueForm(place: SchemaPlace, route: Route, need: Need, depth: number): Skeleton {
  const typical = lookUp(TYPICAL, place, route);
  if (typical && fits(typical, place, route)) return typical;
  const schema = place.schemaAt(route);
  if (depth > DEEPEST) return stop();
  if (schema === undefined) return stop(...knownValues(place, route).map(({ value }) => value));
  if (schema.type === 'array') return list(valueForm(place, [...route, 0], need === 'asked' ? 'asked' : 'usual', depth + 1));
  if (!schema.properties && schema.type !== 'object') return leafForm(place, route, schema, need);
  const entries = formKeys(place, route, schema).map(
    (key) => [key, valueForm(place, [...route, key], schema.required?.includes(key) ? 'required' : 'usual', depth + 1)] as const,
  );
  return entries.length === 0 && need === 'required' ? fixed({}) : { type: 'map', entries };
}

function leafForm(place: SchemaPlace, route: Route, schema: JsonSchema, need: Need): Skeleton {
  const values = knownValues(place, route).map(({ value }) => value);
  if (values.length > 0 && values.length <= MOST_CHOICES) return stop(...values);
  if (need === 'asked' && typeof route.at(-1) === 'string') return stop();
  const name = route.findLast((step) => typeof step === 'string');
  return stop(values[0] ?? standIn(schema, name ?? ''));
}

/** Something of the right type, for a value that has to be there. */
function standIn({ type, format, minimum, default: standard, ...schema }: JsonSchema, name: string): Json {
  if (standard !== undefined && typeof standard !== 'object') return standard;
  if (type === 'integer' || type === 'number') return PORT_NAME.test(name) ? 8080 : Math.max(1, minimum ?? 1);
  if (schema['x-quantity']) return '1';
  if (schema['x-int-or-string']) return PORT_NAME.test(name) ? 8080 : 1;
  if (format === 'byte') return 'ZGF0YQ==';
  return format === 'date-time' ? '2026-01-01T00:00:00Z' : name;
}

const PORT_NAME = /port$/i;
