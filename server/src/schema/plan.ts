import type { Plan } from '../resources/types.ts';
import { memo } from '../yaml/memo.ts';
import type { Route } from '../yaml/types.ts';
import { valueOf as dataOf } from '../yaml/value.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { resolve } from './catalog.ts';
import type { Validator } from './compile.ts';
import { Compiler } from './compile.ts';
import { describePlace } from './describe.ts';
import { placeAt } from './navigate.ts';
import { toProblems } from './problems.ts';
import { withoutNulls } from './prune.ts';
import type { Description, JsonSchema, ReadSchema, SchemaProblem } from './types.ts';

/** The deployment plan's schema at work. */
export class PlanSchema {
  /** What the schema rejects in a plan; memoised. */
  readonly problemsOf: (plan: Plan) => readonly SchemaProblem[];
  readonly #root: JsonSchema;
  readonly #catalog: Catalog;
  #validator: Validator | undefined;

  constructor(read: ReadSchema) {
    const root = (read('plan.schema.json') as JsonSchema | undefined) ?? {};
    this.#root = root;
    this.#catalog = { definition: (name) => own(root.definitions, name) };
    this.problemsOf = memo((plan) => this.#check(plan));
  }

  /** What the schema says of a place. */
  describe(route: Route): Description | undefined {
    const place = placeAt(this.#root, this.#catalog, route, undefined);
    return place && describePlace(place, route, this.#catalog, undefined);
  }

  /** The schema that governs a place, itself resolved. */
  schemaAt(route: Route): JsonSchema | undefined {
    const place = placeAt(this.#root, this.#catalog, route, undefined);
    return place && resolve(place.schema, this.#catalog);
  }

  #check(plan: Plan): readonly SchemaProblem[] {
    this.#validator ??= new Compiler(this.#catalog).compile(this.#root);
    const value = withoutNulls(dataOf(plan.document) ?? {});
    const checked = { value, base: [], root: this.#root, catalog: this.#catalog, everything: this.#catalog };
    return toProblems(this.#validator(value), checked);
  }
}
