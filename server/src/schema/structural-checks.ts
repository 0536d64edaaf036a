import { isList, isMap } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import type { JsonSchema, SchemaCheck } from './types.ts';

/** Schemas in schemas beyond these are not read; real ones have one or two. */
const DEEPEST = 6;

/** As many alternatives are checked; a schema with more is more than a keystroke may cost. */
const MOST_ALTERNATIVES = 50;

/** The formats that are checked as the API server checks them. */
const FORMATS: ReadonlySet<unknown> = new Set(['byte', 'date-time', 'double', 'int32', 'int64']);

/** The limits of a scalar that completion and hover tell, too. */
export function scalarLimits(source: JsonMap): Pick<JsonSchema, 'enum' | 'format' | 'minimum' | 'maximum'> {
  const { enum: values, format, minimum, maximum, nullable } = source;
  return {
    ...(isList(values) && values.length > 0 && { enum: nullable === true ? [...values, null] : values }),
    ...(FORMATS.has(format) && { format: String(format) }),
    ...(typeof minimum === 'number' && source.exclusiveMinimum !== true && { minimum }),
    ...(typeof maximum === 'number' && source.exclusiveMaximum !== true && { maximum }),
  };
}

/** All other limits of a value, as the validator takes them. */
export function checksOf(source: JsonMap): readonly SchemaCheck[] {
  const own = { ...sizes(source), ...exclusive(source) };
  return [...(Object.keys(own).length === 0 ? [] : [own]), ...combinations(source, 0)];
}

/** Alternatives and negations. Those of an integer or a string are what `x-kubernetes-int-or-string` says already. */
function combinations(source: JsonMap, depth: number): readonly SchemaCheck[] {
  const lists = source['x-kubernetes-int-or-string'] === true ? ['allOf', 'oneOf'] : ['allOf', 'anyOf', 'oneOf'];
  const found = lists.flatMap((keyword): SchemaCheck[] => {
    const parts = source[keyword];
    if (!isList(parts) || parts.length === 0 || parts.length > MOST_ALTERNATIVES) return [];
    const read = parts.map((part) => toCheck(part, depth + 1));
    // An alternative that isn't understood may be the one that holds.
    if (keyword !== 'allOf' && read.includes(undefined)) return [];
    return [{ [keyword]: read.filter((part) => part !== undefined) }];
  });
  const not = source.not === undefined ? undefined : toCheck(source.not, depth + 1);
  return not === undefined ? found : [...found, { not }];
}

/** A schema that only checks values, in JSON Schema's words; undefined where something in it is not understood. */
function toCheck(source: Json | undefined, depth: number): SchemaCheck | undefined {
  if (!isMap(source) || depth > DEEPEST) return undefined;
  if (Object.keys(source).some((keyword) => !UNDERSTOOD.has(keyword))) return undefined;
  const members = isMap(source.properties) ? Object.entries(source.properties) : [];
  const read = members.map(([name, member]) => [name, toCheck(member, depth + 1)] as const);
  const items = source.items === undefined ? {} : toCheck(source.items, depth + 1);
  if (items === undefined || read.some(([, member]) => member === undefined)) return undefined;
  const required = isList(source.required) ? source.required.filter((name) => typeof name === 'string') : [];
  const nested = combinations(source, depth);
  return {
    ...sizes(source),
    ...exclusive(source),
    ...scalarLimits(source),
    ...(typeof source.type === 'string' && TYPES.has(source.type) && { type: source.type }),
    ...(members.length > 0 && { properties: Object.fromEntries(read) }),
    ...(source.items !== undefined && { items }),
    ...(required.length > 0 && { required }),
    ...(nested.length > 0 && { allOf: nested }),
  };
}

const TYPES: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['allOf', 'anyOf', 'description', 'enum', 'exclusiveMaximum', 'exclusiveMinimum', 'format', 'items', 'maxItems', 'maxLength'],
  ...['maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties', 'minimum', 'multipleOf', 'not', 'oneOf', 'pattern'],
  ...['properties', 'required', 'title', 'type', 'x-kubernetes-validations'],
]);

const COUNTS = ['maxItems', 'maxLength', 'maxProperties', 'minItems', 'minLength', 'minProperties'];

function sizes(source: JsonMap): SchemaCheck {
  const counts = COUNTS.filter((keyword) => isCount(source[keyword])).map((keyword) => [keyword, source[keyword]]);
  const { multipleOf, pattern } = source;
  return {
    ...Object.fromEntries(counts),
    ...(typeof multipleOf === 'number' && multipleOf > 0 && { multipleOf }),
    ...(typeof pattern === 'string' && { 'x-pattern': pattern }),
  };
}

function isCount(value: Json | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** OpenAPI 3.0 says with a boolean what JSON Schema says with a number. */
function exclusive({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonMap): SchemaCheck {
  return {
    ...(typeof minimum === 'number' && exclusiveMinimum === true && { exclusiveMinimum: minimum }),
    ...(typeof maximum === 'number' && exclusiveMaximum === true && { exclusiveMaximum: maximum }),
  };
}
