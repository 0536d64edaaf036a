import type { Json, Route } from '../yaml/types.ts';

/** The files under schemas/ that the schema room may ask for, by name (`kubernetes.json`); undefined where there is none. Injected, so that the core does no I/O. */
export type ReadSchema = (file: string) => unknown;

/** One thing that a schema rejects, at the culprit. One diagnostic per cause. */
export type SchemaProblem =
  | { readonly type: 'unknown-property'; readonly at: Route; readonly property: string; readonly known: readonly string[]; readonly suggestion: string | undefined; readonly elsewhere: Route | undefined; readonly since: string | undefined }
  | { readonly type: 'missing'; readonly at: Route; readonly property: string }
  | { readonly type: 'wrong-type'; readonly at: Route; readonly wanted: readonly string[]; readonly found: Json }
  | { readonly type: 'not-allowed'; readonly at: Route; readonly found: Json; readonly allowed: readonly Json[]; readonly suggestion: Json | undefined }
  | { readonly type: 'quantity'; readonly at: Route; readonly found: Json }
  | { readonly type: 'other'; readonly at: Route; readonly found: Json; readonly message: string };
