import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import { parseQuantity } from '../resources/quantity.ts';
import type { Json } from '../yaml/types.ts';
import { withoutTried } from './alternatives.ts';
import type { Catalog } from './catalog.ts';
import { referenceOf, resolve } from './catalog.ts';
import { COMPOSE_FORMATS } from './compose-formats.ts';
import { isBase64, isDateTime, isInt32, isInt64 } from './formats.ts';
import { createMatcher } from './pattern.ts';
import type { JsonSchema } from './types.ts';

/** Checks a value against a schema and says what is wrong with it. */
export type Validator = (value: Json) => readonly ErrorObject[];

/** Errors after which no further definition is looked into: whoever has that many has one problem, and counting on would take forever. */
const MANY_ERRORS = 200;

/** The keyword that stands for `$ref`: its value is the definition's name. */
const REFERENCE = 'x-definition';

/** The keyword that stands for `pattern`, which would be JavaScript's. */
const PATTERN = 'x-pattern';

/**
 * Compiles validators over one catalog. A definition is compiled when the first value arrives at it: a Deployment leads to some two hundred
 * definitions, of which a real one uses twenty, and compiling is what the first diagnostics wait for.
 */
export class Compiler {
  readonly #catalog: Catalog;
  readonly #ajv: Ajv;
  readonly #definitions = new Map<string, ValidateFunction>();
  /** Errors found in the value at hand. */
  #found = 0;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#ajv = createAjv((name) => this.#whenReached(name));
  }

  /** The validator of a schema whose references lead into the catalog. */
  compile(schema: JsonSchema): Validator {
    const validate = this.#compile(schema);
    return (value) => {
      this.#found = 0;
      return validate(value) ? [] : withoutTried(validate.errors ?? []).slice(0, MANY_ERRORS);
    };
  }

  #compile(schema: JsonSchema): ValidateFunction {
    return this.#ajv.compile(toAjv(schema, this.#catalog));
  }

  #whenReached(name: string): DataValidateFunction {
    const check: DataValidateFunction = (value, context) => {
      if (this.#found >= MANY_ERRORS) return true;
      const validate = this.#definition(name);
      if (validate(value, context)) return true;
      check.errors = withoutTried(validate.errors ?? []);
      this.#found += check.errors.length;
      return false;
    };
    return check;
  }

  #definition(name: string): ValidateFunction {
    const known = this.#definitions.get(name) ?? this.#compile(this.#catalog.definition(name) ?? {});
    this.#definitions.set(name, known);
    return known;
  }
}

/** Ajv's own optimiser is off: it makes compiling a third slower and validating no faster. */
function createAjv(compileReference: (name: string) => DataValidateFunction): Ajv {
  const options = {
    allErrors: true,
    strict: false,
    validateSchema: false,
    messages: false,
    logger: false,
    code: { optimize: false },
  } as const;
  const ajv = new Ajv(options);
  ajv.addKeyword({ keyword: REFERENCE, errors: 'full', compile: compileReference });
  ajv.addKeyword({ keyword: 'x-quantity', schema: false, validate: (value: Json) => parseQuantity(value) !== undefined });
  ajv.addKeyword({ keyword: PATTERN, type: 'string', errors: true, compile: compilePattern });
  ajv.addFormat('int32', { type: 'number', validate: isInt32 });
  ajv.addFormat('int64', { type: 'number', validate: isInt64 });
  ajv.addFormat('double', true);
  ajv.addFormat('date-time', isDateTime);
  ajv.addFormat('byte', isBase64);
  for (const [name, { accepts }] of Object.entries(COMPOSE_FORMATS)) ajv.addFormat(name, { type: 'string', validate: accepts });
  return ajv;
}

/** A pattern that can't be read rejects nothing. */
function compilePattern(pattern: string): DataValidateFunction {
  const matches = createMatcher(pattern) ?? (() => true);
  const check: DataValidateFunction = (text: string) => {
    if (matches(text)) return true;
    check.errors = [{ keyword: PATTERN, params: { pattern } }];
    return false;
  };
  return check;
}

/** The schema in the words ajv knows. */
function toAjv(schema: JsonSchema, catalog: Catalog): AnySchemaObject {
  const name = referenceOf(schema);
  if (name !== undefined) return { [REFERENCE]: name };
  const checks = schema['x-checks'];
  const described = toAjvType(schema, catalog);
  return checks === undefined ? described : { ...described, allOf: checks };
}

function toAjvType(schema: JsonSchema, catalog: Catalog): AnySchemaObject {
  if (schema['x-quantity']) return { type: ['string', 'number'], 'x-quantity': true };
  if (schema['x-int-or-string']) return { type: ['integer', 'string'] };
  if (schema['x-open']) return {};
  if (schema.anyOf !== undefined) return toChoice(schema.anyOf, catalog);
  const { properties, patternProperties, items, additionalProperties, type, format, enum: values, required, minimum, maximum } = schema;
  return defined({
    type: type !== undefined && schema.nullable ? [type, 'null'] : type,
    format,
    enum: values,
    required,
    minimum,
    maximum,
    items: items && toAjv(items, catalog),
    properties: properties && toMembers(properties, required ?? [], catalog),
    patternProperties: patternProperties && toMembers(patternProperties, [], catalog),
    additionalProperties: typeof additionalProperties === 'object' ? toAjv(additionalProperties, catalog) : additionalProperties,
  });
}

/** An optional member may be empty text whatever list it is from: to Kubernetes that is the same as not given. */
function toMembers(
  members: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  catalog: Catalog,
): Record<string, AnySchemaObject> {
  const entries = Object.entries(members).map(([name, member]) => {
    const schema = toAjv(member, catalog);
    return [name, schema.enum === undefined || required.includes(name) ? schema : { ...schema, enum: [...schema.enum, ''] }] as const;
  });
  return Object.fromEntries(entries);
}

/** A choice by type reports what is wrong with the alternative that was meant, where `anyOf` reports it for all. */
function toChoice(alternatives: readonly JsonSchema[], catalog: Catalog): AnySchemaObject {
  const [first, ...others] = alternatives;
  if (first === undefined) return {};
  if (others.length === 0) return toAjv(first, catalog);
  const { type } = resolve(first, catalog);
  // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's keyword.
  return { if: { type }, then: toAjv(first, catalog), else: toChoice(others, catalog) };
}

function defined(schema: AnySchemaObject): AnySchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
