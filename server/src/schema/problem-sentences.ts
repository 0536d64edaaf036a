import type { ErrorObject } from 'ajv';
import type { Json, Route } from '../yaml/types.ts';
import { own } from './bundle.ts';
import { FORMAT_TEXTS } from './formats.ts';

/** An error at its place. */
export interface PlacedError {
  readonly error: ErrorObject;
  readonly at: Route;
  readonly found: Json;
}

/** What is wanted where a limit is passed, by the keyword that states it; `{limit}` is the limit. */
const LIMITS: Readonly<Record<string, string>> = {
  minimum: 'be at least {limit}',
  maximum: 'be at most {limit}',
  exclusiveMinimum: 'be more than {limit}',
  exclusiveMaximum: 'be less than {limit}',
  minLength: 'have at least {limit} characters',
  maxLength: 'have at most {limit} characters',
  minItems: 'have at least {limit} items',
  maxItems: 'have at most {limit} items',
  minProperties: 'have at least {limit} entries',
  maxProperties: 'have at most {limit} entries',
};

/** Keywords whose error names the whole collection, which has no place in a message. */
const COUNTED = /^m(?:in|ax)(?:Items|Properties)$/;

/** A whole sentence that says what is wrong, and what is wanted instead. */
export function sentenceOf({ error, at, found }: PlacedError): string {
  const name = at.length === 0 ? 'the object' : `\`${at.at(-1)}\``;
  const { keyword, params } = error;
  if (keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'not') return alternativesSentence(name, error);
  const limit = own(LIMITS, keyword)?.replace('{limit}', String(params.limit));
  if (limit !== undefined) return COUNTED.test(keyword) ? `${name} must ${limit}.` : `${name} is ${shown(found)}; it must ${limit}.`;
  if (keyword === 'multipleOf') return `${name} is ${shown(found)}; it must be a multiple of ${String(params.multipleOf)}.`;
  if (keyword === 'x-pattern') return `${name} is ${shown(found)}; it must match the pattern ${cut(String(params.pattern), 120)}.`;
  const format = keyword === 'format' ? String(params.format) : '';
  // What is meant to be base64 is often a secret, which has no business in a message.
  if (format === 'byte') return `${name} must be base64, and this is not.`;
  return `${name} is ${shown(found)}; it must be ${own(FORMAT_TEXTS, format) ?? 'something else'}.`;
}

function alternativesSentence(name: string, { keyword, params }: ErrorObject): string {
  if (keyword === 'not') return `${name} has what its schema rules out.`;
  if (keyword === 'oneOf' && params.passingSchemas !== null)
    return `${name} fits several alternatives of its schema, and must fit exactly one.`;
  const missing = params.missing as readonly string[] | undefined;
  if (missing) return `${name} must have one of ${missing.map((property) => `\`${property}\``).join(', ')}.`;
  return `${name} fits none of the alternatives that its schema allows.`;
}

/** A value as a message shows it. */
export function shown(value: Json): string {
  return cut(JSON.stringify(value), 60);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
