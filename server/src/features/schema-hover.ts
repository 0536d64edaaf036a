import type { Analysis } from '../analyzer.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Description } from '../schema/types.ts';
import { pairAt } from '../yaml/route.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { code, paragraphs } from './markdown.ts';
import { placeIn } from './schema-place.ts';
import { documentationText, lifecycleText, typeLine } from './schema-text.ts';

/** What the schema says of the key or value at a route, of an object's kind and API version what the object is; undefined where nothing. */
export function schemaText(document: YamlDocument, route: Route, { uri, settings }: Analysis, schemas: Schemas): string | undefined {
  if (settings.schemas.enable === 'off' || !pairAt(document, route)) return undefined;
  const version = settings.kubernetesVersion;
  const place = placeIn(document, route, uri, { schemas, version });
  if (!place) return undefined;
  const key = route.at(-1);
  const isHead = route.length === place.root.length + 1 && (key === 'kind' || key === 'apiVersion');
  return (isHead ? objectText(document, route, schemas, version) : undefined) ?? fieldText(String(key), place.describe(route));
}

function fieldText(key: string, description: Description | undefined): string | undefined {
  return description && paragraphs(`${code(key)}: ${typeLine(description)}`, documentationText(description));
}

function objectText(document: YamlDocument, route: Route, schemas: Schemas, version: string): string | undefined {
  const resource = resourceAt(document, route);
  if (!resource) return undefined;
  const { apiVersion, kind } = resource;
  const info = schemas.kind(apiVersion, kind, version);
  const deprecation = schemas.deprecation(apiVersion, kind, version);
  if (!info && !deprecation) return undefined;
  const description = schemas.describe(resource, resource.route, version);
  return paragraphs(`${code(kind)} · ${code(apiVersion)}`, lifecycleText(info, deprecation), description && documentationText(description));
}
