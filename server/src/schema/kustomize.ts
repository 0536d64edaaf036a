import { objectMemo } from '../resources/object-memo.ts';
import type { Resource } from '../resources/types.ts';
import type { Route } from '../yaml/types.ts';
import { FileSchema } from './file-schema.ts';
import { withoutNulls } from './prune.ts';
import type { Description, JsonSchema, KindName, ReadSchema, SchemaProblem } from './types.ts';

/** Kustomize's own kinds, which only it reads and no cluster ever sees. Source: kustomize's `api/types` package. */
export const KUSTOMIZE_KINDS: readonly KindName[] = [
  { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
  { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' },
];

/** True for what stands in a kustomization.yaml. */
export function isKustomizeKind({ apiVersion, kind }: KindName): boolean {
  return KUSTOMIZE_KINDS.some((known) => known.apiVersion === apiVersion && known.kind === kind);
}

/** The schema of kustomization files at work. */
export class KustomizeSchema {
  /** What kustomize would refuse in a kustomization; memoised. */
  readonly problemsOf: (resource: Resource) => readonly SchemaProblem[];
  readonly #schema: FileSchema;

  constructor(read: ReadSchema) {
    const root = (read('kustomization.schema.json') as JsonSchema | undefined) ?? {};
    this.#schema = new FileSchema(root, root.definitions ?? {});
    this.problemsOf = objectMemo(({ route, value }) =>
      this.#schema.problemsIn(withoutNulls(value)).map((problem) => ({ ...problem, at: [...route, ...problem.at] })),
    );
  }

  /** What the schema says of a place. */
  describe({ route: root, value }: Resource, route: Route): Description | undefined {
    return this.#schema.describe(route.slice(root.length), value);
  }

  /** The schema that governs a place, itself resolved. */
  schemaAt({ route: root, value }: Resource, route: Route): JsonSchema | undefined {
    return this.#schema.schemaAt(route.slice(root.length), value);
  }
}
