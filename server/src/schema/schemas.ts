import type { ComposeFile, Plan, Resource } from '../resources/types.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { Docs } from './bundle.ts';
import { readBundle, readDocs } from './bundle.ts';
import { resolve } from './catalog.ts';
import { ComposeSchema } from './compose.ts';
import { bundledText, describePlace } from './describe.ts';
import { isKnownGroup, kindInfo, nearestKind, removedKind } from './kinds.ts';
import { deprecationOf } from './lifecycle.ts';
import { Minor } from './minor.ts';
import { PlanSchema } from './plan.ts';
import type { Deprecation, Description, JsonSchema, KindInfo, KindName, ReadSchema, RemovedKind, SchemaProblem } from './types.ts';
import { nearestVersion } from './versions.ts';

/**
 * All that the bundled schemas can tell. Wherever a Kubernetes version is asked for, the newest known one that is not newer stands in
 * for an unknown one, and the newest of all for what is no version.
 */
export interface Schemas {
  /** Minor versions of Kubernetes, in ascending order. */
  readonly versions: readonly string[];
  readonly newest: string;
  /** What the schema of its kind rejects in a resource, at absolute routes; nothing where the kind is unknown. */
  validate(resource: Resource, kubernetesVersion: string): readonly SchemaProblem[];
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

/** The schemas, read when first needed and compiled by kind and minor version. */
export function createSchemas(read: ReadSchema): Schemas {
  const bundle = once(() => readBundle(read));
  const docs = once(() => readDocs(read));
  const plan = once(() => new PlanSchema(read));
  const compose = once(() => new ComposeSchema(read));
  const minors = new Map<string, Minor>();
  const versions = new Map<string, string>();
  const versionFor = (wanted: string): string => {
    const version = versions.get(wanted) ?? nearestVersion(wanted, bundle().versions);
    versions.set(wanted, version);
    return version;
  };
  const minorOf = (wanted: string): Minor => {
    const version = versionFor(wanted);
    const minor = minors.get(version) ?? new Minor(bundle(), version);
    minors.set(version, minor);
    return minor;
  };
  return {
    get versions() {
      return bundle().versions;
    },
    get newest() {
      return bundle().versions.at(-1) ?? '';
    },
    validate: (resource, version) => minorOf(version).problemsOf(resource),
    kind: (apiVersion, kind, version) => kindInfo(bundle(), { apiVersion, kind }, versionFor(version)),
    nearestKind: (apiVersion, kind, version) => nearestKind(bundle(), { apiVersion, kind }, versionFor(version)),
    knowsGroup: (group) => isKnownGroup(bundle(), group),
    removed: (apiVersion, kind) => removedKind(bundle(), { apiVersion, kind }),
    deprecation: (apiVersion, kind, version) => deprecationOf(bundle(), { apiVersion, kind }, version),
    describe: (resource, route, version) => describeIn(minorOf(version), docs, resource, route),
    schemaAt(resource, route, version) {
      const minor = minorOf(version);
      const place = minor.placeOf(resource, route);
      return place && resolve(place.schema, minor.catalog);
    },
    planProblems: (of) => plan().problemsOf(of),
    describePlan: (route) => plan().describe(route),
    planSchemaAt: (route) => plan().schemaAt(route),
    composeProblems: (of) => compose().problemsOf(of),
    describeCompose: (route, value) => compose().describe(route, value),
    composeSchemaAt: (route, value) => compose().schemaAt(route, value),
  };
}

function describeIn(minor: Minor, docs: () => Docs, resource: Resource, route: Route): Description | undefined {
  const place = minor.placeOf(resource, route);
  if (place === undefined) return undefined;
  const key = String(route.at(-1) ?? '');
  return describePlace(place, route, minor.catalog, bundledText(docs(), place.definition, key, place.schema));
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
