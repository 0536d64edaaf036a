import { isList, isMap } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import { createMatcher } from './pattern.ts';
import type { JsonSchema, SchemaCheck } from './types.ts';

/** Schemas in schemas that one value is checked by, at most; real ones have a handful, and each costs time to compile. */
const MOST_SCHEMAS = 200;

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

/** All other limits of a value, as the validator takes them; what is not understood of them limits nothing. */
export function checksOf(source: JsonMap): readonly SchemaCheck[] {
  const own = { ...sizes(source), ...exclusive(source) };
  const budget = { left: MOST_SCHEMAS };
  const combined = combinationsIn(source).map((keyword) => toCombination(keyword, source[keyword], budget));
  return [...(Object.keys(own).length === 0 ? [] : [own]), ...combined.filter((check) => check !== undefined)];
}

/** How many schemas may still be read. */
interface Budget {
  left: number;
}

/** The alternatives of an integer or a string are what `x-kubernetes-int-or-string` says already. */
function combinationsIn(source: JsonMap): readonly string[] {
  const known = source['x-kubernetes-int-or-string'] === true ? ['allOf', 'oneOf', 'not'] : ['allOf', 'anyOf', 'oneOf', 'not'];
  return known.filter((keyword) => source[keyword] !== undefined);
}

/** Alternatives or a negation; undefined where a part of them is not understood, which may be the one that decides. */
function toCombination(keyword: string, parts: Json | undefined, budget: Budget): SchemaCheck | undefined {
  if (keyword === 'not') {
    const not = toCheck(parts, budget);
    return not && { not };
  }
  if (!isList(parts) || parts.length === 0) return undefined;
  const read = parts.map((part) => toCheck(part, budget));
  return read.includes(undefined) ? undefined : { [keyword]: read };
}

/** A schema that only checks values, in JSON Schema's words; undefined where something in it is not understood. */
function toCheck(source: Json | undefined, budget: Budget): SchemaCheck | undefined {
  budget.left -= 1;
  if (!isMap(source) || budget.left < 0 || !isUnderstood(source)) return undefined;
  const members = Object.entries(isMap(source.properties) ? source.properties : {});
  const properties = members.map(([name, member]) => [name, toCheck(member, budget)] as const);
  const items = source.items === undefined ? {} : toCheck(source.items, budget);
  const nested = combinationsIn(source).map((keyword) => toCombination(keyword, source[keyword], budget));
  if (items === undefined || nested.includes(undefined) || properties.some(([, member]) => member === undefined)) return undefined;
  const required = isList(source.required) ? source.required.filter((name) => typeof name === 'string') : [];
  return {
    ...sizes(source),
    ...exclusive(source),
    ...scalarLimits(source),
    ...(typeof source.type === 'string' && { type: source.type }),
    ...(members.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(source.items !== undefined && { items }),
    ...(required.length > 0 && { required }),
    ...(nested.length > 0 && { allOf: nested }),
  };
}

/** A limit that is left out would turn a negation into its opposite, so one that can't be read spoils the whole. */
function isUnderstood(source: JsonMap): boolean {
  const { type, format, pattern } = source;
  if (type !== undefined && !TYPES.has(type)) return false;
  if (format !== undefined && !FORMATS.has(format)) return false;
  if (pattern !== undefined && (typeof pattern !== 'string' || createMatcher(pattern) === undefined)) return false;
  return Object.keys(source).every((keyword) => UNDERSTOOD.has(keyword));
}

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);

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
