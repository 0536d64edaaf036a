import type { Json, Route } from '../yaml/types.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import type { Validator } from './compile.ts';
import { Compiler } from './compile.ts';
import { describePlace } from './describe.ts';
import { chosen, placeAt } from './navigate.ts';
import { toProblems } from './problems.ts';
import type { Description, JsonSchema, SchemaProblem } from './types.ts';

/** One schema for a whole file, with its definitions in it. Owns its compiled validator. */
export class FileSchema {
  readonly #root: JsonSchema;
  readonly #catalog: Catalog;
  #validator: Validator | undefined;

  /** @param definitions what references in the schema lead to */
  constructor(root: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>) {
    this.#root = root;
    this.#catalog = { definition: (name) => own(definitions, name) };
  }

  /** What it rejects in a file. */
  problemsIn(value: Json): readonly SchemaProblem[] {
    this.#validator ??= new Compiler(this.#catalog).compile(this.#root);
    const checked = { value, base: [], root: this.#root, catalog: this.#catalog, everything: this.#catalog };
    return toProblems(this.#validator(value), checked);
  }

  /** What it says of a place. @param value the file as it is, which decides between alternatives */
  describe(route: Route, value?: Json): Description | undefined {
    const place = placeAt(this.#root, this.#catalog, route, value);
    return place && describePlace(place, route, this.#catalog, undefined);
  }

  /** The schema that governs a place, itself resolved: of alternatives the one for an object, else the first. */
  schemaAt(route: Route, value?: Json): JsonSchema | undefined {
    const place = placeAt(this.#root, this.#catalog, route, value);
    const schema = place && chosen(place.schema, this.#catalog, undefined);
    return schema?.anyOf === undefined ? schema : chosen(schema.anyOf[0] ?? {}, this.#catalog, undefined);
  }
}
