import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toDefinitions } from '../../../schemas/generate/sources/compose-spec.ts';

type Definitions = Readonly<Record<string, unknown>>;

const text = readFileSync(new URL('../../../schemas/compose.json', import.meta.url), 'utf8');
const { definitions } = JSON.parse(text) as { readonly definitions: Definitions };

/** The smallest schema that has all members that the generator gives a format or adds to. */
function source(more: object = {}): Parameters<typeof toDefinitions>[0] {
  const names = (list: string, member: object) => Object.fromEntries(list.split(' ').map((name) => [name, member]));
  const string = { type: 'string' };
  const amounts = { type: 'object', properties: names('memory cpus', string) };
  const config = { type: 'object', properties: names('delay monitor', string) };
  return {
    type: 'object',
    definitions: {
      healthcheck: { type: 'object', properties: names('interval timeout start_period start_interval', string) },
      deployment: {
        type: 'object',
        properties: {
          update_config: config,
          rollback_config: config,
          restart_policy: { type: 'object', properties: names('delay window', string) },
          resources: { type: 'object', properties: { limits: amounts, reservations: amounts } },
        },
      },
      development: { type: 'object', properties: { watch: { type: 'array', items: { type: 'object', properties: {} } } } },
      blkio_limit: { type: 'object', properties: { rate: { type: ['integer', 'string'] } } },
      service: {
        type: 'object',
        properties: {
          ...names('stop_grace_period mem_limit mem_reservation memswap_limit shm_size cpus pull_policy container_name', string),
          build: { oneOf: [string, { type: 'object', properties: { shm_size: string } }] },
          volumes: { type: 'array', items: { type: 'object', properties: { tmpfs: { type: 'object', properties: { size: string } } } } },
          models: { type: 'object', patternProperties: { '^[a-zA-Z0-9._-]+$': { type: 'object' } } },
          ...more,
        },
      },
    },
  };
}

const definitionsOf = (more: object) => (toDefinitions(source(more)) as { readonly definitions: Definitions }).definitions;

const service = (more: object) => (definitionsOf(more).service as { readonly properties: Definitions }).properties;

describe('the generator', () => {
  test('turns choices and lists of types into alternatives by type', () => {
    const either = service({
      either: { oneOf: [{ type: ['number', 'string'] }, { $ref: '#/definitions/healthcheck' }], description: 'Any.' },
    });
    expect(either.either).toEqual({
      description: 'Any.',
      anyOf: [{ type: 'number' }, { type: 'string' }, { $ref: '#/definitions/healthcheck' }],
    });
  });

  test('keeps of each type what limits it, in a definition of its own', () => {
    const external = { type: ['boolean', 'object'], properties: { name: { type: 'string' } }, additionalProperties: false };
    expect(service({ external }).external).toEqual({ $ref: '#/definitions/service.external' });
    expect(definitionsOf({ external })['service.external']).toEqual({
      anyOf: [{ type: 'boolean' }, { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false }],
    });
  });

  test('names the formats that Compose reads', () => {
    expect(service({}).mem_limit).toEqual({ type: 'string', format: 'bytes' });
    expect(service({}).cpus).toEqual({ type: 'string', format: 'cores' });
  });

  test('fails on a keyword that it does not know, and where a format finds no member', () => {
    expect(() => service({ odd: { type: 'string', maxLength: 3 } })).toThrow(/maxLength at service\.odd/);
    expect(() => toDefinitions({ type: 'object', definitions: {} })).toThrow(/service\.mem_limit/);
  });
});

describe('compose.json', () => {
  test('has a definition for each reference', () => {
    const references = [...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !Object.hasOwn(definitions, name ?? ''))).toEqual([]);
    expect(references.length).toBeGreaterThan(50);
  });

  test('knows the elements of Compose at the root, and nothing else but extensions', () => {
    const { properties, additionalProperties, patternProperties } = definitions.file as Record<string, Definitions>;
    expect(Object.keys(properties ?? {}).sort()).toEqual(
      'configs include models name networks secrets services version volumes'.split(' '),
    );
    expect(additionalProperties).toBe(false);
    expect(patternProperties).toEqual({ '^x-': {} });
  });
});
