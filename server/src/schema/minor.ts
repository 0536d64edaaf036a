import { objectMemo } from '../resources/object-memo.ts';
import type { Resource } from '../resources/types.ts';
import type { Route } from '../yaml/types.ts';
import type { Bundle } from './bundle.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { catalogOf, referenceOf } from './catalog.ts';
import type { Validator } from './compile.ts';
import { Compiler } from './compile.ts';
import type { Place } from './navigate.ts';
import { placeAt } from './navigate.ts';
import { toProblems } from './problems.ts';
import { withoutNulls } from './prune.ts';
import type { JsonSchema, SchemaProblem } from './types.ts';

/** The schemas as one minor version of Kubernetes has them. Owns its compiled validators. */
export class Minor {
  readonly catalog: Catalog;
  /** What the schema rejects in a resource; memoised. */
  readonly problemsOf: (resource: Resource) => readonly SchemaProblem[];
  readonly #bundle: Bundle;
  readonly #everything: Catalog;
  readonly #compiler: Compiler;
  readonly #validators = new Map<string, Validator>();

  constructor(bundle: Bundle, version: string) {
    this.#bundle = bundle;
    this.catalog = catalogOf(bundle.definitions, version);
    this.#everything = { definition: (name) => own(bundle.definitions, name) };
    this.#compiler = new Compiler(this.catalog);
    this.problemsOf = objectMemo((resource) => this.#check(resource));
  }

  /** The schema of a resource's kind, as a reference; undefined where the kind is unknown. */
  rootOf(resource: Resource): JsonSchema | undefined {
    const kind = own(this.#bundle.kinds, `${resource.apiVersion}/${resource.kind}`);
    return kind && { $ref: `#/definitions/${kind.ref}` };
  }

  /** The schema that governs a place of a resource, and the name of the definition that has it as a member. */
  placeOf(resource: Resource, route: Route): (Place & { readonly definition: string | undefined }) | undefined {
    const root = this.rootOf(resource);
    if (root === undefined || !resource.route.every((step, index) => step === route[index])) return undefined;
    const inside = route.slice(resource.route.length);
    const place = placeAt(root, this.catalog, inside, resource.value);
    if (place === undefined) return undefined;
    const around = inside.length === 0 ? undefined : placeAt(root, this.catalog, inside.slice(0, -1), resource.value);
    return { ...place, definition: around && referenceOf(around.schema) };
  }

  #check(resource: Resource): readonly SchemaProblem[] {
    const root = this.rootOf(resource);
    if (root === undefined) return [];
    const value = withoutNulls(resource.value);
    const errors = this.#validatorOf(root)(value);
    if (errors.length === 0) return [];
    const checked = { value, base: resource.route, root, catalog: this.catalog, everything: this.#everything };
    return toProblems(errors, checked);
  }

  #validatorOf(root: JsonSchema): Validator {
    const name = referenceOf(root) ?? '';
    const known = this.#validators.get(name) ?? this.#compiler.compile(withoutStatus(this.catalog.definition(name) ?? {}));
    this.#validators.set(name, known);
    return known;
  }
}

/** Kubernetes ignores the status that a manifest carries, so it is not held against anybody. */
function withoutStatus(schema: JsonSchema): JsonSchema {
  if (schema.properties?.status === undefined) return schema;
  return { ...schema, properties: { ...schema.properties, status: { 'x-open': true } } };
}
