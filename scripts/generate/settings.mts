import { ownLevel } from '../../server/src/features/settings-tree.ts';
import { valueSchema } from '../../server/src/rules/options.ts';
import { rulePage } from '../../server/src/rules/pages.ts';
import { allRules } from '../../server/src/rules/registry.ts';
import { SETTING_LEVELS } from '../../server/src/rules/rule-setting.ts';
import type { Rule, ValueSpec } from '../../server/src/rules/types.ts';
import { defaultSettings } from '../../server/src/settings.ts';
import { OVERRIDES_DESCRIPTION, overrideSpecs, RULES_DESCRIPTION, settingSpecs } from '../../server/src/settings-specs.ts';
import { getAt, isMap } from '../../server/src/yaml/json.ts';
import type { Json, JsonMap } from '../../server/src/yaml/types.ts';

/** Schema of `.plimsoll.yaml`, which has the editor's settings without their prefix. */
export function settingsSchema(): JsonMap {
  const properties: Record<string, Json> = { $schema: { type: 'string' } };
  for (const [name, spec] of Object.entries<ValueSpec>(settingSpecs)) {
    const [first = '', second] = name.split('.');
    const schema = withDefault(name, valueSchema(spec));
    properties[first] = second === undefined ? schema : withMember(properties[first], second, schema);
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/plimsoll/plimsoll/schemas/settings.schema.json',
    title: 'Plimsoll settings',
    description: 'Settings for the files below the folder that this file is in. They hold over those of the editor.',
    type: 'object',
    properties: {
      ...properties,
      rules: rulesSchema('description'),
      overrides: overridesSchema('description', { $ref: '#/properties/rules' }),
    },
    additionalProperties: false,
  };
}

/** The settings other than the rules as VS Code wants them, by their full name. */
export function configurationProperties(): JsonMap {
  const properties = Object.entries<ValueSpec>(settingSpecs).map(([name, spec]) => {
    const { description, ...schema } = withDefault(name, valueSchema(spec));
    const sentences = spec.type === 'string' && spec.enumDescriptions ? { enumDescriptions: spec.enumDescriptions } : {};
    return [`plimsoll.${name}`, { ...schema, ...sentences, scope: 'resource', markdownDescription: description ?? '' }];
  });
  return Object.fromEntries(properties) as JsonMap;
}

/** The setting that holds the rules as VS Code wants it. It is one: settings such as `rules.a` and `rules.a.option` would shut each other out. */
export function rulesProperty(): JsonMap {
  const overrides = overridesSchema('markdownDescription', { type: 'object' });
  return {
    'plimsoll.rules': { ...rulesSchema('markdownDescription'), scope: 'resource' },
    'plimsoll.overrides': { ...overrides, scope: 'resource' },
  };
}

function overridesSchema(described: 'description' | 'markdownDescription', rules: JsonMap): JsonMap {
  const scopes = Object.entries<ValueSpec>(overrideSpecs).map(([name, spec]) => [name, { ...valueSchema(spec), minItems: 1 }]);
  const properties = { ...(Object.fromEntries(scopes) as JsonMap), rules };
  return {
    type: 'array',
    items: { type: 'object', properties, required: ['rules'], additionalProperties: false },
    [described]: OVERRIDES_DESCRIPTION,
    default: [],
  };
}

/** What has no default may be null, so that the editor can show it as unset. */
function withDefault(name: string, schema: JsonMap): JsonMap {
  const value = getAt(defaultSettings as unknown as Json, name.split('.'));
  return value === undefined ? { ...schema, type: [schema.type ?? 'string', 'null'], default: null } : { ...schema, default: value };
}

function withMember(group: Json | undefined, name: string, schema: JsonMap): JsonMap {
  const properties = isMap(group) && isMap(group.properties) ? group.properties : {};
  return { type: 'object', properties: { ...properties, [name]: schema }, additionalProperties: false };
}

function rulesSchema(described: 'description' | 'markdownDescription'): JsonMap {
  return {
    type: 'object',
    [described]: RULES_DESCRIPTION,
    properties: Object.fromEntries(allRules.map((rule) => [rule.id, ruleSchema(rule, described)])),
    additionalProperties: false,
    default: {},
  };
}

function ruleSchema(rule: Rule, described: 'description' | 'markdownDescription'): JsonMap {
  const summary = `${rule.docs.summary} (${ownLevel(rule.level)}).`;
  const page = described === 'description' ? rulePage(rule.id) : `[More](${rulePage(rule.id)})`;
  const level = { enum: SETTING_LEVELS, description: `Level of the rule. Its own is ${ownLevel(rule.level)}.` };
  const options = Object.entries(rule.options ?? {}).map(([name, spec]) => [name, { ...valueSchema(spec), default: spec.default }]);
  return {
    [described]: `${summary} ${page}`,
    anyOf: [level, { type: 'object', properties: { level, ...Object.fromEntries(options) }, additionalProperties: false }],
  };
}
