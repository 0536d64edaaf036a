import type { JsonSchema, ReadSchema } from './types.ts';

/** A kind as the bundle has it. */
export interface BundledKind {
  /** Name of its definition. */
  readonly ref: string;
  readonly namespaced: boolean;
  readonly plural: string;
  readonly since?: string;
  readonly until?: string;
}

/** schemas/kubernetes.json: all minor versions in one, with marks; schemas/README.md documents it. */
export interface Bundle {
  /** In ascending order. */
  readonly versions: readonly string[];
  /** By group, version and kind: `apps/v1/Deployment`, `v1/Pod`. */
  readonly kinds: Readonly<Record<string, BundledKind>>;
  readonly removed: Readonly<Record<string, { readonly removedIn: string; readonly replacement?: string }>>;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** schemas/kubernetes.docs.json: descriptions, as indexes into the texts; the empty key is the definition's own. */
export interface Docs {
  readonly texts: readonly string[];
  readonly definitions: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const NOTHING: Bundle = { versions: [''], kinds: {}, removed: {}, definitions: {} };

/** The bundle; one that knows nothing where the file is not there, so that all else still works. */
export function readBundle(read: ReadSchema): Bundle {
  return (read('kubernetes.json') as Bundle | undefined) ?? NOTHING;
}

/** The descriptions; none where the file is not there. */
export function readDocs(read: ReadSchema): Docs {
  return (read('kubernetes.docs.json') as Docs | undefined) ?? { texts: [], definitions: {} };
}

/** The entry of a record, and nothing that every object inherits. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
