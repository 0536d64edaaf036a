import { own } from './bundle.ts';
import type { JsonSchema } from './types.ts';
import { within } from './versions.ts';

/** Named definitions that a schema's references lead to. */
export interface Catalog {
  /** The definition's name in a reference: `V1Pod` of `#/definitions/V1Pod`. */
  definition(name: string): JsonSchema | undefined;
}

/** The definitions as one minor version has them: without the members and values of others. */
export function catalogOf(definitions: Readonly<Record<string, JsonSchema>>, version: string): Catalog {
  const known = new Map<string, JsonSchema | undefined>();
  return {
    definition(name) {
      if (!known.has(name)) known.set(name, atVersion(own(definitions, name), version));
      return known.get(name);
    },
  };
}

function atVersion(schema: JsonSchema | undefined, version: string): JsonSchema | undefined {
  if (schema?.properties === undefined) return schema;
  const members = Object.entries(schema.properties).filter(([, member]) =>
    within(version, { since: member['x-since'], until: member['x-until'] }),
  );
  const properties = Object.fromEntries(members.map(([name, member]) => [name, withValuesOf(member, version)]));
  const required = schema.required?.filter((name) => Object.hasOwn(properties, name));
  return { ...schema, properties, ...(required === undefined ? {} : { required }) };
}

function withValuesOf(schema: JsonSchema, version: string): JsonSchema {
  const limits = schema['x-values'];
  if (limits === undefined || schema.enum === undefined) return schema;
  return { ...schema, enum: schema.enum.filter((value) => within(version, own(limits, String(value)) ?? {})) };
}

const PREFIX = '#/definitions/';

/** The name of the definition that a schema refers to, if it is a reference. */
export function referenceOf(schema: JsonSchema): string | undefined {
  return schema.$ref?.startsWith(PREFIX) ? schema.$ref.slice(PREFIX.length) : undefined;
}

/** Follows references to the schema they stand for; a schema that leads nowhere allows anything. */
export function resolve(schema: JsonSchema, catalog: Catalog): JsonSchema {
  let current = schema;
  // References to references are not written by anybody; eight of them are a circle.
  for (let steps = 0; steps < 8; steps += 1) {
    const name = referenceOf(current);
    if (name === undefined) return current;
    current = catalog.definition(name) ?? {};
  }
  return {};
}
