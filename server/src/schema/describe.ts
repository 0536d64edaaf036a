import type { Route } from '../yaml/types.ts';
import type { Docs } from './bundle.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { referenceOf, resolve } from './catalog.ts';
import type { Place } from './navigate.ts';
import type { Description, JsonSchema } from './types.ts';

/** What the schema says of a place, with a text found elsewhere. */
export function describePlace(place: Place, route: Route, catalog: Catalog, text: string | undefined): Description {
  const resolved = resolve(place.schema, catalog);
  const name = route.at(-1);
  const allowed = resolved.enum?.filter((value) => value !== '');
  const description = text ?? place.schema.description ?? resolved.description;
  const { default: standard = resolved.default, 'x-since': since, 'x-until': until } = place.schema;
  return {
    type: typeText(place.schema, catalog),
    description,
    required: typeof name === 'string' && (place.parent?.required?.includes(name) ?? false),
    deprecated: description !== undefined && DEPRECATED.test(description),
    ...(allowed !== undefined && { allowed }),
    ...(standard !== undefined && { default: standard }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

/** How Go's documentation comments, which the descriptions are, mark what is deprecated; fields of status conditions quote reasons. */
const DEPRECATED = /^deprecated\b|\bdeprecated: |\bis a deprecated alias\b/i;

/** The bundled description of a member of a definition, else that of the definition it refers to. */
export function bundledText(docs: Docs, definition: string | undefined, key: string, schema: JsonSchema): string | undefined {
  const entry = definition === undefined ? undefined : own(docs.definitions, definition);
  const target = referenceOf(schema);
  const index = own(entry, key) ?? (target === undefined ? undefined : own(own(docs.definitions, target), ''));
  return index === undefined ? undefined : docs.texts[index];
}

/** A type in a few words. */
function typeText(schema: JsonSchema, catalog: Catalog): string {
  const name = referenceOf(schema);
  if (name !== undefined) return catalog.definition(name)?.type === 'object' ? nameText(name) : typeText(resolve(schema, catalog), catalog);
  if (schema['x-quantity']) return 'quantity';
  if (schema['x-int-or-string']) return 'integer or string';
  if (schema.anyOf !== undefined) return schema.anyOf.map((alternative) => typeText(alternative, catalog)).join(' or ');
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {}, catalog)}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `map of ${typeText(schema.additionalProperties, catalog)}`;
  }
  return schema.type ?? 'any';
}

/** `Container` of `V1Container`, `ResourceClaim` of `CoreV1ResourceClaim`; definitions of other schemas have no names that people know. */
function nameText(name: string): string {
  if (!/^[A-Z]/.test(name)) return 'object';
  return name.replace(/^(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '').replace(/Of\d+_\d+$/, '');
}
