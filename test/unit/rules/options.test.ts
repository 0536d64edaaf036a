import { expect, test } from 'vitest';
import { optionValues, valueFault, valueSchema } from '../../../server/src/rules/options.ts';
import type { OptionSpecs, ValueSpec } from '../../../server/src/rules/types.ts';
import type { Json } from '../../../server/src/yaml/types.ts';

const specs = {
  factor: { type: 'number', default: 2, minimum: 1, maximum: 10, description: 'A factor' },
  mode: { type: 'string', default: 'a', enum: ['a', 'b'], description: 'A mode' },
  names: { type: 'strings', default: [], description: 'Names' },
  deep: { type: 'boolean', default: false, description: 'A switch' },
} as const satisfies OptionSpecs;

test('options that are not given have their defaults', () => {
  const defaults = { factor: 2, mode: 'a', names: [], deep: false };
  expect(optionValues(specs, undefined)).toEqual(defaults);
  expect(optionValues(specs, 'error')).toEqual(defaults);
  expect(optionValues(specs, { level: 'error', other: 1 })).toEqual(defaults);
});

test('options that are given hold where they fit', () => {
  expect(optionValues(specs, { factor: 3, mode: 'c', names: ['x'], deep: 'yes' })).toEqual({
    factor: 3,
    mode: 'a',
    names: ['x'],
    deep: false,
  });
});

const whole: ValueSpec = { type: 'number', integer: true, description: 'A count' };
const version: ValueSpec = {
  type: 'string',
  pattern: { source: '^\\d+\\.\\d+$', meaning: 'a version such as 1.2' },
  description: 'A version',
};

test.each<[ValueSpec, Json, string | undefined]>([
  [specs.factor, 1, undefined],
  [specs.factor, 0, 'must be at least 1'],
  [specs.factor, 11, 'must be at most 10'],
  [specs.factor, '3', 'must be a number'],
  [specs.factor, Number.NaN, 'must be a number'],
  [specs.factor, Number.POSITIVE_INFINITY, 'must be a number'],
  [whole, 1.5, 'must be a whole number'],
  [specs.mode, 'b', undefined],
  [specs.mode, 'c', 'must be one of a, b'],
  [specs.mode, 1, 'must be a string'],
  [version, '1.36', undefined],
  [version, 'newest', 'must be a version such as 1.2'],
  [specs.names, ['a', 1], 'must be a list of strings'],
  [specs.names, 'a', 'must be a list of strings'],
  [specs.deep, null, 'must be true or false'],
])('%j with %j: %s', (spec, value, fault) => {
  expect(valueFault(spec, value)).toBe(fault);
});

test('a schema says what a value may be', () => {
  expect(valueSchema(specs.factor)).toEqual({ type: 'number', minimum: 1, maximum: 10, description: 'A factor' });
  expect(valueSchema(whole)).toEqual({ type: 'integer', description: 'A count' });
  expect(valueSchema(specs.mode)).toEqual({ type: 'string', enum: ['a', 'b'], description: 'A mode' });
  expect(valueSchema(version)).toMatchObject({ type: 'string', pattern: '^\\d+\\.\\d+$' });
  expect(valueSchema(specs.names)).toEqual({ type: 'array', items: { type: 'string' }, description: 'Names' });
  expect(valueSchema(specs.deep)).toEqual({ type: 'boolean', description: 'A switch' });
});
