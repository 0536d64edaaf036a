import { describe, expect, test } from 'vitest';
import { composeOf } from '../../../server/src/resources/compose.ts';
import type { ComposeFile } from '../../../server/src/resources/types.ts';
import type { Schemas } from '../../../server/src/schema/schemas.ts';
import { createSchemas } from '../../../server/src/schema/schemas.ts';
import type { SchemaProblem } from '../../../server/src/schema/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { schemas } from '../../schemas.ts';

function compose(text: string): ComposeFile {
  const [placed] = parseFile(text).documents;
  const found = placed && composeOf(placed.document, 'compose.yaml');
  if (found === undefined) throw new Error(`not taken for a Compose file:\n${text}`);
  return found;
}

const problems = (text: string, by: Schemas = schemas): readonly SchemaProblem[] => by.composeProblems(compose(text));

/** A service `api` with more lines, and what else is in the file. */
const api = (line: string, rest = ''): string => `services:\n  api:\n    image: acme/api:1.0\n    ${line}\n${rest}`;

const AT = ['services', 'api'];

describe('what the schema rejects', () => {
  test.each([
    ['a misspelt property', api('enviroment: {}'), { type: 'unknown-property', at: [...AT, 'enviroment'], suggestion: 'environment' }],
    ['a property of a deeper object', api('deploy: {limits: {}, resources: {}}'), { elsewhere: [...AT, 'deploy', 'resources'] }],
    ['a wrong type', api('ports: 80'), { type: 'wrong-type', at: [...AT, 'ports'], wanted: ['array'], found: 80 }],
    ['a wrong type where several are right', api('environment: 4'), { type: 'wrong-type', wanted: ['object', 'array'] }],
    ['a wrong type where nothing is right, too', api('command: {}'), { type: 'wrong-type', wanted: ['string', 'array'] }],
    ['an empty value', api('ports:'), { type: 'wrong-type', at: [...AT, 'ports'], found: null }],
    ['an empty service', 'services:\n  api:\n', { type: 'wrong-type', at: AT, found: null }],
    ['a number for a text', api('user: 1000'), { type: 'wrong-type', wanted: ['string'], found: 1000 }],
    ['a value outside of a list', api('volumes: [{type: bind-mount}]'), { type: 'not-allowed', at: [...AT, 'volumes', 0, 'type'] }],
    ['a missing property', api('depends_on: {db: {}}'), { type: 'missing', at: [...AT, 'depends_on', 'db'], property: 'condition' }],
    ['a size of Kubernetes', api('mem_limit: 512Mi'), { type: 'other', suggestion: '512M' }],
    ['a duration without a unit', api('stop_grace_period: "30"'), { type: 'other', suggestion: '30s' }],
    ['a number for a duration', api('stop_grace_period: 30'), { type: 'other', found: 30, suggestion: '30s' }],
    ['thousandths of a core', api('cpus: 500m'), { type: 'other', suggestion: '0.5' }],
    ['a policy that is none', api('pull_policy: allways'), { type: 'other', suggestion: 'always' }],
    ['a name that is none', 'services: {a b: {image: c}}\n', { type: 'other', at: ['services', 'a b'] }],
    ['a service outside of services', 'db: {image: postgres}\nservices: {}\n', { at: ['db'], elsewhere: ['services'] }],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual([expect.objectContaining(expected)]);
  });

  test.each([
    ['variables', api('cpus: ${CPUS}\n    mem_limit: ${MEMORY:-1}g\n    stop_grace_period: $GRACE')],
    ['what another file is told to forget', api('ports: !reset null\n    environment: !reset {A: [b]}')],
    ['extensions', api('x-owner: {a: 1}', 'x-more: [1]\n')],
    ['empty values where Compose takes them', api('deploy:\n    networks: {default: }', 'networks: {default: }\n')],
    [
      'both forms of what has two',
      api('build: .\n    env_file: [a, {path: b, required: false}]\n    ulimits: {nofile: 1, nproc: {soft: 1, hard: 2}}'),
    ],
    ['what is newer than the package', api('build: {context: ., provenance: true, sbom: "true"}\n    models: {llm: }')],
    ['repeated items, which Compose removes', api('cap_add: [NET_ADMIN, NET_ADMIN]')],
    ['every kind of port', api('ports: [80, "80:80", {target: 80, published: "80"}]')],
  ])('is not %s', (_, text) => {
    expect(problems(text)).toEqual([]);
  });

  test('is shown once, where it is written', () => {
    const text = 'x-base: &base\n  image: a\n  restrat: always\nservices:\n  api: {<<: *base}\n  worker: *base\n';
    expect(problems(text)).toEqual([expect.objectContaining({ at: ['x-base', 'restrat'], suggestion: 'restart' })]);
  });

  test('is nothing where the schema is not there', () => {
    expect(
      problems(
        api('prots: []'),
        createSchemas(() => undefined),
      ),
    ).toEqual([]);
  });
});

describe('a place in a Compose file', () => {
  test('is described', () => {
    expect(schemas.describeCompose([...AT, 'image'], undefined)).toMatchObject({
      type: 'string',
      description: expect.stringMatching(/image/i),
    });
    expect(schemas.describeCompose([...AT, 'healthcheck', 'interval'], undefined)?.type).toBe('string');
    expect(schemas.describeCompose([...AT, 'nothing'], undefined)).toBeUndefined();
  });

  test('has a schema, of alternatives that of the mapping', () => {
    expect(Object.keys(schemas.composeSchemaAt(AT, undefined)?.properties ?? {})).toContain('healthcheck');
    expect(Object.keys(schemas.composeSchemaAt([...AT, 'build'], undefined)?.properties ?? {})).toContain('dockerfile');
    expect(schemas.composeSchemaAt([...AT, 'privileged'], undefined)?.type).toBe('boolean');
    expect(schemas.composeSchemaAt([...AT, 'volumes', 0, 'type'], { services: { api: { volumes: [{}] } } })?.enum).toContain('bind');
  });
});
