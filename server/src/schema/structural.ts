import { isList, isMap } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import type { Catalog } from './catalog.ts';
import { checksOf, scalarLimits } from './structural-checks.ts';
import type { JsonSchema } from './types.ts';

/** The schema of one version of a custom kind, as definitions that refer to each other. */
export interface StructuralCatalog extends Catalog {
  readonly root: JsonSchema;
}

/** The types that a schema in a CustomResourceDefinition may name. */
const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);

/**
 * Reads a structural schema as far as it is one: what it has that no API server would take (references, unknown types, patterns that don't
 * compile) allows anything. Rules in CEL (`x-kubernetes-validations`) are passed over. Each object is read when it is first asked for.
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions".
 * @param version the name of the version
 * @param isClosed whether what the schema doesn't know is dropped
 */
export function createStructural(schema: JsonMap, version: string, isClosed: boolean): StructuralCatalog {
  const written = new Map<string, JsonMap>();
  const known = new Map<string, JsonSchema>();
  const refer = (name: string, source: JsonMap): JsonSchema => {
    written.set(name, source);
    return { $ref: `#/definitions/${name}`, ...described(source) };
  };
  // No name of Kubernetes' own definitions begins with a dot.
  const rootName = `.${version}`;
  const root = refer(rootName, schema);
  return {
    root,
    definition(name) {
      const source = written.get(name);
      if (source === undefined) return undefined;
      const definition = known.get(name) ?? toDefinition(source, { name, isRoot: name === rootName, isClosed, refer });
      known.set(name, definition);
      return definition;
    },
  };
}

interface Reading {
  /** The path of the object in the schema, which is its name. */
  readonly name: string;
  readonly isRoot: boolean;
  readonly isClosed: boolean;
  readonly refer: (name: string, source: JsonMap) => JsonSchema;
}

function described({ description, default: standard }: JsonMap): Pick<JsonSchema, 'description' | 'default'> {
  return {
    ...(typeof description === 'string' && { description }),
    ...(standard !== undefined && { default: standard }),
  };
}

/** A member, item or value: collections by reference, so that nothing below them is read yet. */
function toMember(source: Json | undefined, path: string, reading: Reading): JsonSchema {
  if (!isMap(source) || source.$ref !== undefined) return { 'x-open': true };
  return isCollection(source) ? reading.refer(path, source) : toScalar(source);
}

function isCollection(source: JsonMap): boolean {
  return source.type === 'object' || source.type === 'array' || isMap(source.properties) || isEmbedded(source);
}

function isEmbedded(source: JsonMap): boolean {
  return source['x-kubernetes-embedded-resource'] === true;
}

function toScalar(source: JsonMap): JsonSchema {
  const base = { ...described(source), ...(source.nullable === true && { nullable: true as const }), ...withChecks(source) };
  if (source['x-kubernetes-int-or-string'] === true) return { ...base, 'x-int-or-string': true };
  if (!TYPES.has(source.type)) return { ...base, 'x-open': true };
  return { ...base, type: String(source.type), ...scalarLimits(source) };
}

function toDefinition(source: JsonMap, reading: Reading): JsonSchema {
  const base = { ...described(source), ...(source.nullable === true && { nullable: true as const }), ...withChecks(source) };
  if (source.type === 'array') return { ...base, type: 'array', items: toMember(source.items, `${reading.name}[]`, reading) };
  const values = source.additionalProperties;
  if (isMap(values)) return { ...base, type: 'object', additionalProperties: toMember(values, `${reading.name}*`, reading) };
  return { ...base, ...(source.type === 'object' && { type: 'object' }), ...membersOf(source, reading) };
}

/** An object with more members is left open: compiling it would be felt. The largest real ones have some two hundred. */
const MOST_MEMBERS = 500;

function membersOf(source: JsonMap, reading: Reading): JsonSchema {
  const written = isMap(source.properties) ? Object.entries(source.properties) : [];
  if (written.length > MOST_MEMBERS) return { 'x-open': true };
  const own = written.map(([name, member]) => [name, toMember(member, `${reading.name}/${name.replaceAll('/', '~1')}`, reading)] as const);
  const implied = reading.isRoot || isEmbedded(source) ? IMPLIED : {};
  const properties: Readonly<Record<string, JsonSchema>> = { ...Object.fromEntries(own), ...implied };
  // Without a word about its members, an object is more likely left open than meant to be empty.
  const isOpen = !reading.isClosed || written.length === 0 || source['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    properties,
    required: requiredOf(source, properties),
    ...(!isOpen && source.additionalProperties !== true && { additionalProperties: false }),
  };
}

/** What every object has; the API server checks it by its own schema. */
const IMPLIED: Readonly<Record<string, JsonSchema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { $ref: '#/definitions/V1ObjectMeta' },
};

/** What has a default is given it before anything is checked. */
function requiredOf(source: JsonMap, properties: Readonly<Record<string, JsonSchema>>): readonly string[] {
  const listed = isList(source.required) ? source.required.filter((name) => typeof name === 'string') : [];
  const wanted = isEmbedded(source) ? [...listed, 'apiVersion', 'kind'] : listed;
  return wanted.filter((name) => !Object.hasOwn(properties, name) || properties[name]?.default === undefined);
}

function withChecks(source: JsonMap): Pick<JsonSchema, 'x-checks'> {
  const checks = checksOf(source);
  return checks.length === 0 ? {} : { 'x-checks': checks };
}
