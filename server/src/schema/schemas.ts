import type { ComposeFile, Inventory, Plan, Resource } from '../resources/types.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { Docs } from './bundle.ts';
import type { Definitions } from './definitions.ts';
import { definedKind, definedSchemas, definitionsIn, NO_DEFINITIONS, servedInstead } from './definitions.ts';
import { bundledText, describePlace } from './describe.ts';
import { groupOf, isKnownGroup, kindInfo, kindNames, nearestKind, removedKind } from './kinds.ts';
import { isKustomizeKind, KUSTOMIZE_KINDS } from './kustomize.ts';
import type { Library } from './library.ts';
import type { ObjectSchemas } from './object-schemas.ts';
import type { SchemaFiles } from './schema-files.ts';
import { openSchemaFiles } from './schema-files.ts';
import type { Deprecation, Description, JsonSchema, KindInfo, KindName, ReadSchema, RemovedKind, SchemaProblem } from './types.ts';

/**
 * All that the bundled schemas can tell, and those of a workspace where there is one. Wherever a Kubernetes version is asked for, the newest known one that is not newer stands in
 * for an unknown one, and the newest of all for what is no version.
 */
export interface Schemas {
  /** Minor versions of Kubernetes, in ascending order. */
  readonly versions: readonly string[];
  readonly newest: string;
  /** The same with the custom kinds that a workspace defines, as it does when they are asked for. Its definitions come before bundled ones. */
  over(inventory: Inventory): Schemas;
  /** What the schema of its kind rejects in a resource, at absolute routes; nothing where the kind is unknown. */
  validate(resource: Resource, kubernetesVersion: string): readonly SchemaProblem[];
  /** The kinds that a version serves, those of the workspace and of well-known projects, and kustomize's own. */
  kinds(version: string): readonly KindName[];
  /** What is known of a kind; undefined where it is unknown, or was gone before the oldest version. */
  kind(apiVersion: string, kind: string, version: string): KindInfo | undefined;
  /** The kind that a misspelt one surely means, as the version has it. */
  nearestKind(apiVersion: string, kind: string, version: string): KindName | undefined;
  /** Whether a group is Kubernetes' own; the core group is the empty text. */
  knowsGroup(group: string): boolean;
  /** When an API version of a kind was removed; undefined where it was not. */
  removed(apiVersion: string, kind: string): RemovedKind | undefined;
  /** Whether an API version of a kind is gone from, or deprecated in, a Kubernetes version; undefined where neither. */
  deprecation(apiVersion: string, kind: string, version: string): Deprecation | undefined;
  /** What the schema says of a place in a resource, whether or not anything is there yet. */
  describe(resource: Resource, route: Route, version: string): Description | undefined;
  /** The schema that governs a place in a resource, itself resolved; its members may be references, so ask for those by a longer route. */
  schemaAt(resource: Resource, route: Route, version: string): JsonSchema | undefined;
  /** What the plan's schema rejects. */
  planProblems(plan: Plan): readonly SchemaProblem[];
  /** What the plan's schema says of a place. */
  describePlan(route: Route): Description | undefined;
  /** The plan's schema at a place, itself resolved. */
  planSchemaAt(route: Route): JsonSchema | undefined;
  /** What the Compose specification's schema rejects. */
  composeProblems(compose: ComposeFile): readonly SchemaProblem[];
  /** What the Compose schema says of a place. `value`: the file as it is, which decides between alternatives. */
  describeCompose(route: Route, value: Json | undefined): Description | undefined;
  /** The Compose schema at a place, itself resolved; of alternatives the one for a mapping, else the first. */
  composeSchemaAt(route: Route, value: Json | undefined): JsonSchema | undefined;
}

/** The schemas, read when first needed and compiled by kind and minor version. They know no workspace. */
export function createSchemas(read: ReadSchema): Schemas {
  return schemasWith(openSchemaFiles(read), NO_DEFINITIONS);
}

function schemasWith(files: SchemaFiles, definitions: Definitions): Schemas {
  const { bundle, kinds, docs, library, plan, compose, kustomize, versionFor, minorOf } = files;
  const definitionOf = (name: KindName | Resource) => (isKnownGroup(bundle(), groupOf(name.apiVersion)) ? undefined : definitions.of(name));
  const schemasOf = (resource: Resource, version: string): ObjectSchemas => {
    const minor = minorOf(version);
    if (isKnownGroup(bundle(), groupOf(resource.apiVersion))) return minor;
    const definition = definitions.of(resource);
    return definition ? definedSchemas(definition)(minor) : (library().schemasOf(resource, minor) ?? minor);
  };
  return {
    get versions() {
      return bundle().versions;
    },
    get newest() {
      return bundle().versions.at(-1) ?? '';
    },
    over: (inventory) => schemasWith(files, definitionsIn(inventory)),
    validate: (resource, version) =>
      isKustomizeKind(resource) ? kustomize().problemsOf(resource) : schemasOf(resource, version).problemsOf(resource),
    kinds: (version) => [
      ...kindNames(bundle(), versionFor(version)),
      ...distinct([...definitions.kinds(), ...kindNames(library().bundle, '')]),
      ...KUSTOMIZE_KINDS,
    ],
    kind(apiVersion, kind, version) {
      const name = { apiVersion, kind };
      if (isKustomizeKind(name)) return { namespaced: false, served: true };
      const definition = definitionOf(name);
      return definition ? definedKind(definition, name) : (kinds().info(name, versionFor(version)) ?? customInfo(library(), name));
    },
    nearestKind(apiVersion, kind, version) {
      const name = { apiVersion, kind };
      const definition = definitionOf(name);
      if (definition) return servedInstead(definition);
      return nearestKind(bundle(), name, versionFor(version)) ?? nearestCustom(library(), name);
    },
    knowsGroup: (group) => isKnownGroup(bundle(), group),
    removed: (apiVersion, kind) => removedKind(bundle(), { apiVersion, kind }),
    deprecation: (apiVersion, kind, version) => kinds().deprecation({ apiVersion, kind }, version),
    describe(resource, route, version) {
      if (isKustomizeKind(resource)) return kustomize().describe(resource, route);
      const schemas = schemasOf(resource, version);
      const place = schemas.placeOf(resource, route);
      if (place === undefined) return undefined;
      const textIn = (from: Docs | undefined) => from && bundledText(from, place.definition, String(route.at(-1) ?? ''), place.schema);
      const text = definitionOf(resource) ? undefined : textIn(library().docsOf(resource));
      return describePlace(place, route, schemas.source.catalog, text ?? textIn(docs()));
    },
    schemaAt: (resource, route, version) =>
      isKustomizeKind(resource) ? kustomize().schemaAt(resource, route) : schemasOf(resource, version).schemaAt(resource, route),
    planProblems: (of) => plan().problemsOf(of),
    describePlan: (route) => plan().describe(route),
    planSchemaAt: (route) => plan().schemaAt(route),
    composeProblems: (of) => compose().problemsOf(of),
    describeCompose: (route, value) => compose().describe(route, value),
    composeSchemaAt: (route, value) => compose().schemaAt(route, value),
  };
}

function customInfo(library: Library, name: KindName): KindInfo | undefined {
  const info = kindInfo(library.bundle, name, '');
  const custom = library.sourceOf(name);
  return info && custom && { ...info, custom };
}

/** Kinds of Kubernetes' own groups are never taken for somebody else's. */
function nearestCustom(library: Library, name: KindName): KindName | undefined {
  return groupOf(name.apiVersion).includes('.') ? nearestKind(library.bundle, name, '') : undefined;
}

function distinct(names: readonly KindName[]): readonly KindName[] {
  return [...new Map(names.map((name) => [`${name.apiVersion}/${name.kind}`, name])).values()];
}
