import { describe, expect, test } from 'vitest';
import { findingsInValues, isValuesFile } from '../../../server/src/analyzer-values.ts';
import { valuesSchemaOf } from '../../../server/src/schema/values-schema.ts';
import { defaultSettings, parseSettings } from '../../../server/src/settings.ts';

const VALUES = `replicas: three
image:
  tag: 1.2
  pullPolicy: Sometimes
service: { port: 0 }
extra: 1
host: a_b
`;

const SCHEMA = {
  type: 'object',
  required: ['domain'],
  additionalProperties: false,
  properties: {
    replicas: { type: 'integer' },
    image: {
      type: 'object',
      required: ['repository'],
      properties: { tag: { type: 'string' }, pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] } },
    },
    service: { properties: { port: { minimum: 1 } } },
    host: { pattern: '^[a-z.]+$' },
    domain: { type: 'string' },
  },
};

function found(values: string, schema: object | string, settings = defaultSettings): readonly string[] {
  const compiled = valuesSchemaOf(typeof schema === 'string' ? schema : JSON.stringify(schema));
  if (compiled === undefined) return ['no schema'];
  return findingsInValues('file:///w/values.yaml', values, compiled, settings).map(
    ({ placed, finding: { span, message } }) => `${placed.document.text.slice(span.start, span.end)}: ${message}`,
  );
}

describe("a chart's values", () => {
  test.each([
    ['draft 7', 'http://json-schema.org/draft-07/schema#'],
    ['draft 2019-09', 'https://json-schema.org/draft/2019-09/schema'],
    ['draft 2020-12', 'https://json-schema.org/draft/2020-12/schema'],
    ['an older draft', 'http://json-schema.org/schema#'],
  ])('are checked by its schema in %s', (_, $schema) => {
    expect([...found(VALUES, { $schema, ...SCHEMA })].sort()).toEqual([
      "0: `port` is 0; it must be at least 1 (the chart's values.schema.json).",
      "1.2: `image.tag` is 1.2; the chart's values.schema.json wants string.",
      "1: The file has `extra`, which the chart's values.schema.json does not know.",
      'Sometimes: `image.pullPolicy` is "Sometimes"; the chart\'s values.schema.json allows "Always", "IfNotPresent", "Never".',
      'a_b: `host` is "a_b"; it must match the pattern ^[a-z.]+$ (the chart\'s values.schema.json).',
      "image: `image` has no `repository`, which the chart's values.schema.json requires.",
      "replicas: The file has no `domain`, which the chart's values.schema.json requires.",
      'three: `replicas` is "three"; the chart\'s values.schema.json wants integer.',
    ]);
  });

  test('with references within the schema', () => {
    const schema = { $defs: { port: { type: 'integer' } }, properties: { port: { $ref: '#/$defs/port' } } };
    expect(found('port: http\n', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema })).toHaveLength(1);
  });

  test.each([
    ['a null, which takes a value away', 'replicas: null\n', { properties: { replicas: { type: 'integer' } } }],
    ['broken values', 'replicas: [\n', { properties: { replicas: { type: 'integer' } } }],
    ['formats, which validators read differently', 'host: "-"\n', { properties: { host: { type: 'string', format: 'hostname' } } }],
    ['an empty file', '', { type: 'object' }],
  ])('%s has no findings', (_, values, schema) => {
    expect(found(values, schema)).toEqual([]);
  });

  test.each([
    ['is fetched', { $ref: 'https://example.com/schema.json' }],
    ['is no JSON', '{'],
    ['is no schema', '[]'],
    ['means nothing', { type: 'whatever' }],
  ])('no schema that %s is used', (_, schema) => {
    expect(found(VALUES, schema)).toEqual(['no schema']);
  });

  test('are left alone where schema problems are switched off', () => {
    expect(found(VALUES, SCHEMA, parseSettings({ rules: { 'schema/invalid': 'off' } }).settings)).toEqual([]);
  });

  test('are known by their name', () => {
    expect(['/c/values.yaml', 'values.yml', '/c/values-prod.yaml', '/c/other.yaml'].map(isValuesFile)).toEqual([true, true, false, false]);
  });
});
