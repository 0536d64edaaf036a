import { composeOf, isComposeFile } from '../resources/compose.ts';
import { isKustomizationFile } from '../resources/kustomize.ts';
import { isPlanFile, planOf } from '../resources/plan.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Resource } from '../resources/types.ts';
import { KUSTOMIZE_KINDS } from '../schema/kustomize.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Description, JsonSchema, KindName } from '../schema/types.ts';
import { isMap } from '../yaml/json.ts';
import { parseDocument } from '../yaml/parse.ts';
import type { Json, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';

/** What a schema is of: a kind of Kubernetes object, or a file of its own. */
export type SchemaSubject = KindName | 'plan' | 'compose';

/** Where a schema is asked: below an object, in a plan, or in a Compose file. All routes are absolute in the document. */
export interface SchemaPlace {
  readonly of: SchemaSubject;
  /** Of the object in its document. */
  readonly root: Route;
  /** What the document holds. */
  readonly value: Json;
  schemaAt(route: Route): JsonSchema | undefined;
  describe(route: Route): Description | undefined;
}

/** The schemas that a place is looked up in, and the Kubernetes version that is aimed at. */
export interface SchemaSource {
  readonly schemas: Schemas;
  readonly version: string;
}

/** Which schema governs a place of a document; undefined where none does. */
export function placeIn(document: YamlDocument, route: Route, uri: string, source: SchemaSource): SchemaPlace | undefined {
  const resource = resourceAt(document, route) ?? kustomizationIn(document, uri);
  if (resource) return resourcePlace(resource, source);
  if (composeOf(document, uri)) return placeOf('compose', source, valueOf(document) ?? null);
  return planOf(document, uri) && placeOf('plan', source, valueOf(document) ?? null);
}

/** The place of something of which nothing is written yet. */
export function placeOf(of: SchemaSubject, source: SchemaSource, value: Json = {}): SchemaPlace {
  const { schemas } = source;
  if (of === 'compose') {
    const composeSchemaAt = (route: Route) => schemas.composeSchemaAt(route, value);
    return { of, root: [], value, schemaAt: composeSchemaAt, describe: (route) => schemas.describeCompose(route, value) };
  }
  if (of === 'plan') {
    return { of, root: [], value, schemaAt: (route) => schemas.planSchemaAt(route), describe: (route) => schemas.describePlan(route) };
  }
  return resourcePlace(objectOf(of, NOTHING, {}), source);
}

/** What a file can only be by its name; undefined where that says nothing. */
export function subjectByName(uri: string): SchemaSubject | undefined {
  if (isComposeFile(uri)) return 'compose';
  if (isPlanFile(uri)) return 'plan';
  return isKustomizationFile(uri) ? KUSTOMIZE_KINDS[0] : undefined;
}

const NOTHING = parseDocument('');

function resourcePlace(resource: Resource, { schemas, version }: SchemaSource): SchemaPlace {
  const { apiVersion, kind, route: root, document } = resource;
  return {
    of: { apiVersion, kind },
    root,
    value: valueOf(document) ?? {},
    schemaAt: (route) => schemas.schemaAt(resource, route, version),
    describe: (route) => schemas.describe(resource, route, version),
  };
}

/** A kustomization.yaml may leave out what it is, and then is a Kustomization. */
function kustomizationIn(document: YamlDocument, uri: string): Resource | undefined {
  const [name] = KUSTOMIZE_KINDS;
  const value = document.templated ? undefined : valueOf(document);
  return name && isKustomizationFile(uri) && isMap(value) ? objectOf(name, document, value) : undefined;
}

/** An object of which nothing but its kind is known for sure. */
function objectOf({ apiVersion, kind }: KindName, document: YamlDocument, value: Resource['value']): Resource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const nothing = { name: undefined, namespace: undefined, labels: {}, annotations: {} };
  return { document, route: [], apiVersion, group, version, kind, value: { ...value, apiVersion, kind }, ...nothing };
}
