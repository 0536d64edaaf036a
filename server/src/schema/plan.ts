import type { Plan } from '../resources/types.ts';
import { memo } from '../yaml/memo.ts';
import type { Route } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { FileSchema } from './file-schema.ts';
import { withoutNulls } from './prune.ts';
import type { Description, JsonSchema, ReadSchema, SchemaProblem } from './types.ts';

/** The deployment plan's schema at work. */
export class PlanSchema {
  /** What the schema rejects in a plan; memoised. */
  readonly problemsOf: (plan: Plan) => readonly SchemaProblem[];
  readonly #schema: FileSchema;

  constructor(read: ReadSchema) {
    const root = (read('plan.schema.json') as JsonSchema | undefined) ?? {};
    this.#schema = new FileSchema(root, root.definitions ?? {});
    this.problemsOf = memo(({ document }) => this.#schema.problemsIn(withoutNulls(valueOf(document) ?? {})));
  }

  /** What the schema says of a place. */
  describe(route: Route): Description | undefined {
    return this.#schema.describe(route);
  }

  /** The schema that governs a place, itself resolved. */
  schemaAt(route: Route): JsonSchema | undefined {
    return this.#schema.schemaAt(route);
  }
}
