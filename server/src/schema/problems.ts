import type { ErrorObject } from 'ajv';
import { equals, getAt, isList, isMap } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { resolve } from './catalog.ts';
import type { TextFormat } from './compose-formats.ts';
import { COMPOSE_FORMATS } from './compose-formats.ts';
import { objectWith } from './elsewhere.ts';
import { chosen, placeAt } from './navigate.ts';
import type { PlacedError } from './problem-sentences.ts';
import { sentenceOf, shown } from './problem-sentences.ts';
import { nearest } from './suggest.ts';
import type { JsonSchema, MissingProperty, OtherProblem, SchemaProblem, UnknownProperty } from './types.ts';

/** What was validated, and against what. */
export interface Checked {
  readonly value: Json;
  /** Where the value stands in its document. */
  readonly base: Route;
  readonly root: JsonSchema;
  readonly catalog: Catalog;
  /** The same definitions without regard to versions, to tell what other versions have. */
  readonly everything: Catalog;
}

/** Turns ajv's errors into problems at the culprits, one for each cause. */
export function toProblems(errors: readonly ErrorObject[], checked: Checked): SchemaProblem[] {
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  const problems = distinct(errors)
    .filter(({ keyword, instancePath }) => keyword === 'type' || !mistyped.has(instancePath))
    .map((error) => toProblem(error, checked))
    .filter((problem) => problem !== undefined);
  return withoutConsequences(problems).map((problem) => ({ ...problem, at: [...checked.base, ...problem.at] }));
}

/** Two parts of a schema may want the same of one value. */
function distinct(errors: readonly ErrorObject[]): ErrorObject[] {
  const byContent = errors.map((error) => [JSON.stringify([error.instancePath, error.keyword, error.params]), error] as const);
  return [...new Map(byContent).values()];
}

function toProblem(error: ErrorObject, checked: Checked): SchemaProblem | undefined {
  const at = routeOf(error.instancePath, checked.value);
  const found = getAt(checked.value, at) ?? null;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(at, String(error.params.additionalProperty), checked);
    case 'required':
      return { type: 'missing', at, property: String(error.params.missingProperty) };
    case 'type':
      return unreadAnyway(at, found, checked) ?? { type: 'wrong-type', at, wanted: wantedTypes(error, at, checked), found };
    case 'enum':
      return notAllowed(at, found, error.params.allowedValues as readonly Json[]);
    case 'x-quantity':
      return { type: 'quantity', at, found };
    case 'if':
      return undefined;
    default:
      return otherProblem({ error, at, found });
  }
}

/** Turns a JSON pointer into a route: what is a list in the value has numbers for steps. */
export function routeOf(pointer: string, root: Json): Route {
  const route: (string | number)[] = [];
  let value: Json | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    const step = isList(value) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
    route.push(step);
    value = getAt(value, [step]);
  }
  return route;
}

function wantedTypes(error: ErrorObject, at: Route, { root, catalog, value }: Checked): readonly string[] {
  const schema = resolve(placeAt(root, catalog, at, value)?.schema ?? {}, catalog);
  if (schema['x-quantity']) return ['quantity'];
  const alternatives = schema.anyOf?.map((alternative) => resolve(alternative, catalog).type ?? 'object');
  return alternatives?.filter((type) => type !== 'null') ?? [error.params.type as string | readonly string[]].flat();
}

/** A number where a text of a format is wanted, which quotes alone would not make one: `interval: 30`. */
function unreadAnyway(at: Route, found: Json, { root, catalog, value }: Checked): OtherProblem | undefined {
  const format = typeof found === 'number' ? placeAt(root, catalog, at, value)?.schema.format : undefined;
  const known = own(COMPOSE_FORMATS, format ?? '');
  return known === undefined || known.accepts(String(found)) ? undefined : formatProblem(known, at, found);
}

/** Keywords that may want something that isn't there. */
const MAY_LACK: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'minItems', 'minProperties']);

function otherProblem(placed: PlacedError): OtherProblem {
  const { error, at, found } = placed;
  const format = error.keyword === 'format' ? own(COMPOSE_FORMATS, String(error.params.format)) : undefined;
  if (format) return formatProblem(format, at, found);
  const problem = { type: 'other', at, found, message: sentenceOf(placed) } as const;
  return MAY_LACK.has(error.keyword) ? { ...problem, lacks: true } : problem;
}

function formatProblem({ wanted, nearest: suggest }: TextFormat, at: Route, found: Json): OtherProblem {
  const suggestion = suggest(String(found));
  return { type: 'other', at, found, message: `\`${at.at(-1)}\` is ${shown(found)}; it must be ${wanted}.`, suggestion };
}

function notAllowed(at: Route, found: Json, values: readonly Json[]): SchemaProblem {
  const allowed = values.filter((value) => value !== '');
  const texts = allowed.filter((value) => typeof value === 'string');
  return { type: 'not-allowed', at, found, allowed, suggestion: typeof found === 'string' ? nearest(found, texts) : undefined };
}

/** Strategic merge directives: who writes them writes a patch. Source: Kubernetes' strategicpatch package. */
const DIRECTIVE = /^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

function unknownProperty(at: Route, property: string, checked: Checked): SchemaProblem | undefined {
  if (DIRECTIVE.test(property)) return undefined;
  const { root, catalog, everything, value } = checked;
  const object = getAt(value, at);
  const known = Object.keys(chosen(placeAt(root, catalog, at, value)?.schema ?? {}, catalog, object).properties ?? {}).sort();
  const free = known.filter((name) => !isMap(object) || !Object.hasOwn(object, name));
  const other = placeAt(root, everything, [...at, property], value)?.schema;
  const elsewhere = objectWith(property, at, checked);
  return {
    type: 'unknown-property',
    at: [...at, property],
    property,
    known,
    suggestion: nearest(property, free),
    elsewhere: elsewhere && [...checked.base, ...elsewhere],
    since: other?.['x-since'],
    until: other?.['x-until'],
  };
}

/** A misspelt or misplaced property also lacks under its right name; that is the same cause. */
function withoutConsequences(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const unknown = problems.filter((problem): problem is UnknownProperty => problem.type === 'unknown-property');
  if (unknown.length === 0) return [...problems];
  return problems.filter((problem) => {
    if (problem.type !== 'missing') return true;
    return !unknown.some((cause) => explains(cause, problem));
  });
}

function explains({ at, property, suggestion, elsewhere }: UnknownProperty, missing: MissingProperty): boolean {
  if (property === missing.property) return elsewhere !== undefined && equals(elsewhere, missing.at);
  return suggestion === missing.property && equals(at.slice(0, -1), missing.at);
}
