import type { AnySchemaObject, ErrorObject, Options, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { getAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { withoutTried } from './alternatives.ts';
import { createMatcher } from './pattern.ts';
import { sentenceOf, shown } from './problem-sentences.ts';
import { routeOf } from './problems.ts';

/** Something in a chart's values that the chart's own schema rejects. */
export interface ValuesProblem {
  /** The value, or the mapping that lacks one. */
  readonly at: Route;
  /** A whole sentence. */
  readonly message: string;
}

/** Says what a chart's schema rejects in its values. */
export type ValuesSchema = (values: Json) => readonly ValuesProblem[];

/**
 * The schema of a chart's `values.schema.json`, in any draft that Helm reads: 4 to 7 alike, 2019-09 and 2020-12. Undefined where it can't be
 * used: it is no schema, or it refers to others, which are never fetched.
 */
export function valuesSchemaOf(text: string): ValuesSchema | undefined {
  const validate = compile(text);
  if (validate === undefined) return undefined;
  return (values) => (validate(values) ? [] : problemsOf(withoutTried(validate.errors ?? []), values));
}

function compile(text: string): ValidateFunction | undefined {
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema !== 'boolean' && !isObject(schema)) return undefined;
    return validatorFor(schema).compile(schema);
  } catch {
    // No JSON, a keyword with a value that means nothing, or a reference to elsewhere: Helm says so itself.
    return undefined;
  }
}

function isObject(value: unknown): value is AnySchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What formats mean differs between validators, so they are no reason to complain. */
const OPTIONS: Options = {
  allErrors: true,
  strict: false,
  validateSchema: false,
  validateFormats: false,
  messages: false,
  logger: false,
  code: { regExp: Object.assign(toPattern, { code: 'undefined' }) },
};

function validatorFor(schema: boolean | AnySchemaObject): Ajv {
  const draft = typeof schema === 'object' ? String(schema.$schema) : '';
  if (draft.includes('2020-12')) return new Ajv2020(OPTIONS);
  if (draft.includes('2019-09')) return new Ajv2019(OPTIONS);
  return new Ajv(OPTIONS);
}

/** A pattern that takes no longer than the text; one that can't be read rejects nothing. */
function toPattern(pattern: string): { test(text: string): boolean } {
  return { test: createMatcher(pattern) ?? (() => true) };
}

function problemsOf(errors: readonly ErrorObject[], values: Json): readonly ValuesProblem[] {
  const problems = errors.flatMap((error) => {
    const at = routeOf(error.instancePath, values);
    const found = getAt(values, at) ?? null;
    // To Helm a null is a value that is taken away.
    if (error.keyword === 'if' || (found === null && error.keyword !== 'required')) return [];
    return [toProblem(error, at, found)];
  });
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function toProblem(error: ErrorObject, at: Route, found: Json): ValuesProblem {
  const { keyword, params } = error;
  const place = at.length === 0 ? 'The file' : `\`${at.join('.')}\``;
  switch (keyword) {
    case 'required':
      return { at, message: `${place} has no \`${String(params.missingProperty)}\`, which the chart's values.schema.json requires.` };
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const property = String(params.additionalProperty ?? params.unevaluatedProperty);
      return { at: [...at, property], message: `${place} has \`${property}\`, which the chart's values.schema.json does not know.` };
    }
    case 'type':
      return { at, message: `${place} is ${shown(found)}; the chart's values.schema.json wants ${[params.type].flat().join(' or ')}.` };
    case 'enum':
    case 'const': {
      const allowed: readonly Json[] = keyword === 'enum' ? params.allowedValues : [params.allowedValue];
      return { at, message: `${place} is ${shown(found)}; the chart's values.schema.json allows ${allowed.map(shown).join(', ')}.` };
    }
    default:
      return {
        at,
        message: `${sentenceOf({ error: keyword === 'pattern' ? { ...error, keyword: 'x-pattern' } : error, at, found }).replace(/\.$/, '')} (the chart's values.schema.json).`,
      };
  }
}
