/** Plain data that can be written as JSON. */
export type Json = { readonly [key: string]: unknown };

const SCHEMA = { $ref: '#/definitions/V1JSONSchemaProps' };

/**
 * Members whose schema is written by hand, by definition and member, because no source has their type. A schema inside a
 * CustomResourceDefinition allows either of two types in four places (JSONSchemaPropsOrBool, JSONSchemaPropsOrArray and
 * JSONSchemaPropsOrStringArray of apiextensions.k8s.io/v1); one quantity is in an alpha API only.
 */
export const HANDWRITTEN: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['V1alpha2NamedResourcesAttribute.quantity', { 'x-quantity': true }],
  ['V1JSONSchemaProps.additionalItems', { anyOf: [SCHEMA, { type: 'boolean' }] }],
  ['V1JSONSchemaProps.additionalProperties', { anyOf: [SCHEMA, { type: 'boolean' }] }],
  ['V1JSONSchemaProps.items', { anyOf: [SCHEMA, { type: 'array', items: SCHEMA }] }],
  [
    'V1JSONSchemaProps.dependencies',
    { type: 'object', additionalProperties: { anyOf: [SCHEMA, { type: 'array', items: { type: 'string' } }] } },
  ],
]);
