import { writtenAt } from '../resources/compose-place.ts';
import { isInterpolated } from '../resources/compose-variables.ts';
import type { ComposeFile } from '../resources/types.ts';
import { getAt, isMap } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { nodeAt } from '../yaml/route.ts';
import type { Json, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { FileSchema } from './file-schema.ts';
import type { Description, JsonSchema, ReadSchema, SchemaProblem, UnknownProperty } from './types.ts';

/** schemas/compose.json; schemas/README.md documents it. */
interface Source {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

const ROOT: JsonSchema = { $ref: '#/definitions/file' };

/** The Compose specification's schema at work. Unlike Kubernetes, Compose takes an empty value for a value of the wrong type. */
export class ComposeSchema {
  /** What the schema rejects in a Compose file, each at the place where it is written; memoised. */
  readonly problemsOf: (compose: ComposeFile) => readonly SchemaProblem[];
  readonly #schema: FileSchema;

  constructor(read: ReadSchema) {
    const source = read('compose.json') as Source | undefined;
    this.#schema = source ? new FileSchema(ROOT, source.definitions) : new FileSchema({}, {});
    this.problemsOf = memo((compose) => this.#check(compose.document));
  }

  /** What the schema says of a place. */
  describe(route: Route, value: Json | undefined): Description | undefined {
    return this.#schema.describe(route, value);
  }

  /** The schema that governs a place, itself resolved; of alternatives the one for a mapping. */
  schemaAt(route: Route, value: Json | undefined): JsonSchema | undefined {
    return this.#schema.schemaAt(route, value);
  }

  #check(document: YamlDocument): readonly SchemaProblem[] {
    const value = valueOf(document) ?? {};
    const problems = this.#schema
      .problemsIn(value)
      .filter((problem) => !isFilledIn(problem) && !isReset(document, problem.at))
      .map((problem) => (problem.type === 'unknown-property' ? explained(problem, value) : problem))
      .map((problem) => ({ ...problem, at: writtenAt(document, problem.at) }));
    // What several services merge from one place is wrong once.
    return [...new Map(problems.map((problem) => [JSON.stringify([problem.type, problem.at]), problem])).values()];
  }
}

/** Variables are put in before Compose validates. */
function isFilledIn(problem: SchemaProblem): boolean {
  return 'found' in problem && typeof problem.found === 'string' && isInterpolated(problem.found);
}

/** `!reset` removes what another file has at this place, whatever stands behind it (Compose file reference, merge). */
function isReset(document: YamlDocument, at: Route): boolean {
  return at.some((_, index) => nodeAt(document, at.slice(0, index + 1))?.tag === '!reset');
}

/** What a mapping of services, volumes or networks rejects is a bad name; a service beside `services` belongs below it. */
function explained(problem: UnknownProperty, root: Json): SchemaProblem {
  const { at, property, known } = problem;
  if (known.length === 0) {
    const message = `\`${property}\` is no name for Compose, which takes letters, digits, \`.\`, \`_\` and \`-\`.`;
    return { type: 'other', at, found: property, message };
  }
  const value = getAt(root, at);
  const isService = at.length === 1 && isMap(value) && ('image' in value || 'build' in value);
  return isService && getAt(root, ['services', property]) === undefined ? { ...problem, elsewhere: ['services'] } : problem;
}
