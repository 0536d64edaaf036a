import { objectMemo } from '../resources/object-memo.ts';
import type { Resource } from '../resources/types.ts';
import { getAt, isList, isMap, mapAt, stringAt } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import type { StructuralCatalog } from './structural.ts';
import { createStructural } from './structural.ts';

/** A custom kind as its CustomResourceDefinition has it. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** In the order of the definition. */
  readonly versions: ReadonlyMap<string, DefinedVersion>;
}

/** One version of a custom kind. */
export interface DefinedVersion {
  readonly served: boolean;
  /** undefined where the version states no schema, or none that can be read. */
  readonly schema: StructuralCatalog | undefined;
}

/** What a CustomResourceDefinition defines; undefined where it is too incomplete to tell. Memoised. */
export const definitionOf: (resource: Resource) => Definition | undefined = objectMemo(({ value, apiVersion, group: owner }) => {
  if (owner !== 'apiextensions.k8s.io') return undefined;
  const spec = mapAt(value, ['spec']);
  const group = stringAt(spec, ['group']);
  const kind = stringAt(spec, ['names', 'kind']);
  if (spec === undefined || group === undefined || kind === undefined) return undefined;
  const isClosed = closes(spec, apiVersion);
  const listed = isList(spec.versions) ? spec.versions.filter(isMap) : [];
  const versions = listed.length === 0 && typeof spec.version === 'string' ? [{ name: spec.version, served: true }] : listed;
  const read = (version: JsonMap) => [String(version.name), versionOf(version, spec, isClosed)] as const;
  return { group, kind, namespaced: spec.scope !== 'Cluster', versions: new Map(versions.map(read)) };
});

/** In v1 what the schema does not know is dropped; before, only where the definition asked for that. */
function closes({ preserveUnknownFields }: JsonMap, apiVersion: string): boolean {
  return apiVersion.endsWith('/v1') ? preserveUnknownFields !== true : preserveUnknownFields === false;
}

function versionOf(version: JsonMap, spec: JsonMap, isClosed: boolean): DefinedVersion {
  const schema: Json | undefined = getAt(version, ['schema', 'openAPIV3Schema']) ?? getAt(spec, ['validation', 'openAPIV3Schema']);
  return { served: version.served !== false, schema: isMap(schema) ? createStructural(schema, String(version.name), isClosed) : undefined };
}
