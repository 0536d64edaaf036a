import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { fuzz } from '../../fuzz.ts';
import { schemas } from '../../schemas.ts';

const schemaRules = allRules.filter(({ id }) => id.startsWith('schema/'));

const CRD = 'file:///work/crds/backups.yaml';
const RESOURCE = 'file:///work/app/backup.yaml';

/** A CustomResourceDefinition of `Backup`, whose `spec` has this schema. */
function definition(spec: string, { version = 'v1', scope = 'Namespaced' } = {}): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.example.com }
spec:
  group: example.com
  scope: ${scope}
  names: { kind: Backup, plural: backups }
  versions:
    - name: ${version}
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec: ${spec}
`;
}

/** A `Backup` with this `spec`. */
function backup(spec: string, version = 'v1'): string {
  return `apiVersion: example.com/${version}\nkind: Backup\nmetadata: { name: nightly }\nspec: ${spec}\n`;
}

function analyzerOf(files: Readonly<Record<string, string>>): Analyzer {
  const analyzer = new Analyzer({ schemas, settingsFor: () => defaultSettings, rules: schemaRules });
  for (const [uri, text] of Object.entries(files)) analyzer.set(uri, text);
  return analyzer;
}

function messagesOf(analyzer: Analyzer, uri = RESOURCE): string[] {
  return analyzer
    .analysisOf(uri)!
    .findings()
    .map(({ finding }) => `${finding.level} ${finding.rule}: ${finding.message}`);
}

const OBJECT = '{type: object, properties: {keep: {type: integer, minimum: 1}, schedule: {type: string}}, required: [schedule]}';

describe('a custom resource is held against the definition in the workspace', () => {
  test.each<[what: string, schema: string, spec: string, found: string[]]>([
    ['right', OBJECT, '{schedule: daily, keep: 3}', []],
    ['a misspelt property', OBJECT, '{schedule: daily, kep: 3}', ['did you mean `keep`?']],
    ['an unknown property', OBJECT, '{schedule: daily, compression: zstd}', ['has no property `compression`']],
    ['a missing property', OBJECT, '{keep: 3}', ['has no `schedule`, which is required']],
    ['a wrong type', OBJECT, '{schedule: daily, keep: lots}', ['must be a whole number']],
    ['a range', OBJECT, '{schedule: daily, keep: 0}', ['must be at least 1']],
    ['a default stands in', '{type: object, properties: {a: {type: string, default: x}}, required: [a]}', '{}', []],
    ['unknown ones are kept', '{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}}', '{b: 1}', []],
    [
      'they are kept only there',
      '{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: object, properties: {b: {type: string}}}}}',
      '{a: {c: 1}}',
      ['has no property `c`'],
    ],
    ['any value', '{x-kubernetes-preserve-unknown-fields: true}', '{a: [1, {b: 2}]}', []],
    ['an object without a word about its members', '{type: object}', '{anything: 1}', []],
    ['a map', '{type: object, additionalProperties: {type: integer}}', '{a: 1, b: two}', ['must be a whole number']],
    [
      'an integer or a string',
      '{type: object, properties: {p: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}}',
      '{p: 80%}',
      [],
    ],
    ['neither', '{type: object, properties: {p: {x-kubernetes-int-or-string: true}}}', '{p: [80]}', ['must be a whole number or a text']],
    ['null where it may be', '{type: array, items: {type: string, nullable: true}}', '[null]', []],
    ['null as a listed value', '{type: array, items: {type: string, nullable: true, enum: [a]}}', '[null, b]', ['allowed: a']],
    ['a listed value', '{type: object, properties: {to: {type: string, enum: [s3, disk]}}}', '{to: s4}', ['s3, disk']],
    ['a pattern', '{type: object, properties: {p: {type: string, pattern: "^[a-z]+$"}}}', '{p: A1}', ['must match the pattern ^[a-z]+$']],
    ['a pattern with flags of Go', '{type: object, properties: {p: {type: string, pattern: "(?i)^[a-z]+$"}}}', '{p: ABC}', []],
    ['a length', '{type: object, properties: {p: {type: string, maxLength: 2}}}', '{p: abc}', ['have at most 2 characters']],
    ['a number of items', '{type: array, minItems: 1, items: {type: string}}', '[]', ['have at least 1 items']],
    [
      'an exclusive bound',
      '{type: object, properties: {n: {type: number, minimum: 0, exclusiveMinimum: true}}}',
      '{n: 0}',
      ['be more than 0'],
    ],
    [
      'one of two properties',
      '{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}',
      '{}',
      ['`spec` must have one of `a`, `b`'],
    ],
    [
      'both where one is allowed',
      '{type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}',
      '{a: x, b: z}',
      ['must fit exactly one'],
    ],
    ['what is ruled out', '{type: object, properties: {a: {type: string}}, not: {required: [a]}}', '{a: x}', ['rules out']],
    ['a rule in CEL', '{type: object, properties: {a: {type: integer}}, x-kubernetes-validations: [{rule: self.a > 3}]}', '{a: 1}', []],
    [
      'an object in the object',
      '{type: object, properties: {o: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}}}',
      '{o: {kind: ConfigMap, metadata: {labels: 3}, data: {}}}',
      ['has no `apiVersion`', '`o.metadata.labels` is 3'],
    ],
  ])('%s', (_what, schema, spec, found) => {
    const messages = messagesOf(analyzerOf({ [CRD]: definition(schema), [RESOURCE]: backup(spec) }));
    expect(messages).toEqual(found.map((part) => expect.stringContaining(part)));
  });

  test('and its metadata against that of Kubernetes', () => {
    const text = backup('{schedule: daily}').replace('name: nightly', 'name: nightly, labls: {}');
    expect(messagesOf(analyzerOf({ [CRD]: definition(OBJECT), [RESOURCE]: text }))).toEqual([
      expect.stringContaining('did you mean `labels`?'),
    ]);
  });

  test('its status is nobody’s to write', () => {
    const crd = definition(OBJECT)
      .replace('required: [spec]', 'required: [spec, status]')
      .concat('            status: {type: object, properties: {}}\n');
    expect(messagesOf(analyzerOf({ [CRD]: crd, [RESOURCE]: `${backup('{schedule: daily}')}status: {phase: Done}\n` }))).toEqual([]);
  });
});

describe('a change of the definition', () => {
  const wrong = backup('{schedule: daily, compression: zstd}');

  test('is felt by an open custom resource at once', () => {
    const analyzer = analyzerOf({ [CRD]: definition(OBJECT), [RESOURCE]: wrong });
    expect(messagesOf(analyzer)).toHaveLength(1);
    const at = analyzer.analysisOf(CRD)!.file.text.indexOf('keep: {type');
    analyzer.edit(CRD, [{ start: at, end: at, text: 'compression: {type: string}, ' }]);
    expect(messagesOf(analyzer)).toEqual([]);
    analyzer.set(CRD, definition('{type: object, properties: {compression: {type: integer}}}'));
    expect(messagesOf(analyzer)).toEqual([
      expect.stringContaining('has no property `schedule`'),
      expect.stringContaining('must be a whole number'),
    ]);
    analyzer.remove(CRD);
    expect(messagesOf(analyzer)).toEqual([]);
    analyzer.set(CRD, definition(OBJECT));
    expect(messagesOf(analyzer)).toEqual([expect.stringContaining('`compression`')]);
  });

  test('leaves what was found in other kinds as it is, down to the object', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndat: {}\n';
    const analyzer = analyzerOf({ [CRD]: definition(OBJECT), 'file:///work/config.yaml': config });
    const before = analyzer
      .analysisOf('file:///work/config.yaml')!
      .findings()
      .map(({ finding }) => finding);
    analyzer.set(CRD, definition('{type: object}'));
    const after = analyzer
      .analysisOf('file:///work/config.yaml')!
      .findings()
      .map(({ finding }) => finding);
    expect(before).toHaveLength(1);
    expect(after[0]).toBe(before[0]);
  });

  test('tells the version that is gone', () => {
    const analyzer = analyzerOf({ [CRD]: definition(OBJECT), [RESOURCE]: backup('{schedule: daily}') });
    expect(messagesOf(analyzer)).toEqual([]);
    analyzer.set(CRD, definition(OBJECT, { version: 'v2' }));
    expect(messagesOf(analyzer)).toEqual([expect.stringContaining('did you mean Backup in example.com/v2?')]);
  });
});

test('of several definitions of a kind the nearest one counts', () => {
  const analyzer = analyzerOf({
    'file:///work/a/crd.yaml': definition('{type: object, properties: {old: {type: string}}}'),
    'file:///work/b/crd.yaml': definition('{type: object, properties: {new: {type: string}}}'),
    'file:///work/a/app/one.yaml': backup('{old: x}'),
    'file:///work/b/app/two.yaml': backup('{old: x}'),
  });
  expect(messagesOf(analyzer, 'file:///work/a/app/one.yaml')).toEqual([]);
  expect(messagesOf(analyzer, 'file:///work/b/app/two.yaml')).toHaveLength(1);
});

test('what a kind is, is known from its definition', () => {
  const { schemas: known } = analyzerOf({ [CRD]: definition(OBJECT, { scope: 'Cluster' }) });
  expect(known.kind('example.com/v1', 'Backup', known.newest)).toEqual({ namespaced: false, served: true, custom: { from: 'workspace' } });
  expect(known.kind('example.com/v2', 'Backup', known.newest)).toBeUndefined();
  expect(known.kinds(known.newest)).toContainEqual({ apiVersion: 'example.com/v1', kind: 'Backup' });
  expect(schemas.kind('example.com/v1', 'Backup', schemas.newest)).toBeUndefined();
});

test('hover and completion have its descriptions, types, values and defaults', () => {
  const schema =
    '{type: object, description: What is saved., properties: {to: {type: string, description: Where to., enum: [s3, disk], default: s3}}}';
  const analyzer = analyzerOf({ [CRD]: definition(schema), [RESOURCE]: backup('{to: disk}') });
  const { resources } = analyzer.analysisOf(RESOURCE)!.documents[0]!;
  const [resource] = resources;
  const at = (...route: string[]) => analyzer.schemas.describe(resource!, route, schemas.newest);
  expect(at('spec', 'to')).toMatchObject({ type: 'string', description: 'Where to.', allowed: ['s3', 'disk'], default: 's3' });
  expect(at('spec')).toMatchObject({ type: 'object', description: 'What is saved.', required: true });
  expect(at('metadata', 'labels')?.description).toContain('Map of string keys and values');
  expect(Object.keys(analyzer.schemas.schemaAt(resource!, ['spec'], schemas.newest)?.properties ?? {})).toEqual(['to']);
});

describe('a definition that no API server would take', () => {
  test.each<[what: string, schema: string]>([
    ['a reference', '{$ref: "#/definitions/spec"}'],
    ['a reference to itself', '{type: object, properties: {a: {$ref: "#"}}}'],
    ['an unknown type', '{type: thing}'],
    ['a list of types', '{type: [object, string]}'],
    ['no schema but a text', 'object'],
    ['an empty list of values', '{type: object, properties: {a: {type: string, enum: []}}}'],
    ['limits of the wrong type', '{type: object, properties: {a: {type: string, maxLength: -1, minLength: two, minimum: x}}}'],
    ['a pattern that nobody can read', '{type: object, properties: {a: {type: string, pattern: "(["}}}'],
    ['alternatives that are none', '{type: object, anyOf: 3, oneOf: [], allOf: [x], not: [y]}'],
    ['alternatives with what is not understood', '{type: object, anyOf: [{required: [z], $ref: x}]}'],
    ['a negation of what is not understood', '{type: object, not: {allOf: [{x-unknown: 1}]}}'],
    ['a negation of a pattern that nobody can read', '{type: object, properties: {a: {type: string, not: {pattern: "(["}}}}'],
    ['requirements that are none', '{type: object, required: {a: b}}'],
  ])('rejects nothing: %s', (_what, schema) => {
    expect(messagesOf(analyzerOf({ [CRD]: definition(schema), [RESOURCE]: backup('{a: x}') }))).toEqual([]);
  });

  test('a pattern that would search for ever ends', () => {
    const crd = definition('{type: object, properties: {a: {type: string, pattern: "^(a+)+$"}}}');
    const text = backup(`{a: ${'a'.repeat(3000)}!}`);
    expect(messagesOf(analyzerOf({ [CRD]: crd, [RESOURCE]: text }))).toEqual([expect.stringContaining('must match the pattern')]);
  });

  test('schemas in schemas without end are read as far as they are asked for', () => {
    const depth = 30;
    const nested = `${'{type: object, properties: {a: '.repeat(depth)}{type: string}${'}}'.repeat(depth)}`;
    const alternatives = `${'{anyOf: ['.repeat(depth)}{required: [a]}${']}'.repeat(depth)}`;
    const files = { [CRD]: definition(nested), [RESOURCE]: backup('{a: {a: {b: 1}}}') };
    expect(messagesOf(analyzerOf(files))).toEqual([expect.stringContaining('has no property `b`')]);
    expect(messagesOf(analyzerOf({ ...files, [CRD]: definition(alternatives) }))).toEqual([]);
  });

  test('more members and alternatives than anybody has are left open', () => {
    const members = Array.from({ length: 3000 }, (_, index) => `p${index}: {type: object, properties: {b: {type: string}}}`);
    const alternatives = Array.from({ length: 3000 }, (_, index) => `{required: [p${index}]}`);
    for (const schema of [`{type: object, properties: {${members.join(', ')}}}`, `{type: object, anyOf: [${alternatives.join(', ')}]}`]) {
      expect(messagesOf(analyzerOf({ [CRD]: definition(schema), [RESOURCE]: backup('{a: x}') }))).toEqual([]);
    }
  });

  test('whatever stands in it, nothing fails', () => {
    const keywords = [
      'type',
      'properties',
      'items',
      'enum',
      'required',
      'pattern',
      'anyOf',
      'not',
      'maxItems',
      'format',
      'additionalProperties',
    ];
    const word = fc.constantFrom('object', 'array', 'string', 'integer', 'a', '^(', 'int32', '__proto__', 'constructor');
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('schema'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom(...keywords), word), tie('schema'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(schema, fc.json({ maxDepth: 3 }), (text, spec) => {
        const messages = messagesOf(analyzerOf({ [CRD]: definition(JSON.stringify(text)), [RESOURCE]: backup(spec) }));
        expect(messages.filter((message) => message.includes('failed'))).toEqual([]);
      }),
      fuzz(150),
    );
  });
});
