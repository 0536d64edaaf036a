import { objectMemo } from '../resources/object-memo.ts';
import type { Resource } from '../resources/types.ts';
import type { Route } from '../yaml/types.ts';
import type { Catalog } from './catalog.ts';
import { referenceOf, resolve } from './catalog.ts';
import type { Validator } from './compile.ts';
import { Compiler } from './compile.ts';
import type { Place } from './navigate.ts';
import { placeAt } from './navigate.ts';
import { toProblems } from './problems.ts';
import { withoutNulls } from './prune.ts';
import type { JsonSchema, KindName, SchemaProblem } from './types.ts';

/** Where schemas of Kubernetes objects are from. */
export interface ObjectSource {
  /** The definitions that apply. */
  readonly catalog: Catalog;
  /** The same definitions without regard to versions, to tell what other versions have. */
  readonly everything: Catalog;
  /** The schema of a kind, as a reference; undefined where the source doesn't have it. */
  rootOf(name: KindName): JsonSchema | undefined;
}

/** A place in an object, with the name of the definition that has it as a member. */
export interface ObjectPlace extends Place {
  readonly definition: string | undefined;
}

/** Schemas of Kubernetes objects at work. Owns their compiled validators. */
export class ObjectSchemas {
  /** What the schema rejects in a resource, and nothing where its kind is unknown; memoised. */
  readonly problemsOf: (resource: Resource) => readonly SchemaProblem[];
  readonly source: ObjectSource;
  readonly #compiler: Compiler;
  readonly #validators = new Map<string, Validator>();

  constructor(source: ObjectSource) {
    this.source = source;
    this.#compiler = new Compiler(source.catalog);
    this.problemsOf = objectMemo((resource) => this.#check(resource));
  }

  /** The schema that governs a place of a resource. */
  placeOf(resource: Resource, route: Route): ObjectPlace | undefined {
    const root = this.source.rootOf(resource);
    if (root === undefined || !resource.route.every((step, index) => step === route[index])) return undefined;
    const { catalog } = this.source;
    const inside = route.slice(resource.route.length);
    const place = placeAt(root, catalog, inside, resource.value);
    if (place === undefined) return undefined;
    const around = inside.length === 0 ? undefined : placeAt(root, catalog, inside.slice(0, -1), resource.value);
    return { ...place, definition: around && referenceOf(around.schema) };
  }

  /** The schema that governs a place of a resource, itself resolved. */
  schemaAt(resource: Resource, route: Route): JsonSchema | undefined {
    const place = this.placeOf(resource, route);
    return place && resolve(place.schema, this.source.catalog);
  }

  #check(resource: Resource): readonly SchemaProblem[] {
    const { catalog, everything, rootOf } = this.source;
    const root = rootOf(resource);
    if (root === undefined) return [];
    const value = withoutNulls(resource.value);
    const errors = this.#validatorOf(root)(value);
    if (errors.length === 0) return [];
    return toProblems(errors, { value, base: resource.route, root, catalog, everything });
  }

  #validatorOf(root: JsonSchema): Validator {
    const name = referenceOf(root) ?? '';
    const known = this.#validators.get(name) ?? this.#compiler.compile(withoutStatus(this.source.catalog.definition(name) ?? {}));
    this.#validators.set(name, known);
    return known;
  }
}

/** Kubernetes ignores the status that a manifest carries, so it is not held against anybody. */
function withoutStatus(schema: JsonSchema): JsonSchema {
  if (schema.properties?.status === undefined) return schema;
  const required = schema.required?.filter((name) => name !== 'status');
  return { ...schema, properties: { ...schema.properties, status: { 'x-open': true } }, ...(required === undefined ? {} : { required }) };
}
