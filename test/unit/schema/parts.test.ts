import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutNulls } from '../../../server/src/schema/prune.ts';
import { nearest } from '../../../server/src/schema/suggest.ts';
import { compareVersions, nearestVersion, within } from '../../../server/src/schema/versions.ts';
import type { Json } from '../../../server/src/yaml/types.ts';

describe('the nearest of some words', () => {
  test.each<[string, string[], string | undefined]>([
    ['tpye', ['name', 'type'], 'type'],
    ['always', ['Never', 'Always'], 'Always'],
    ['image_pull_policy', ['image', 'imagePullPolicy'], 'imagePullPolicy'],
    ['terminationGracePeriod', ['terminationGracePeriodSeconds', 'tolerations'], 'terminationGracePeriodSeconds'],
    ['volume', ['volumeMounts', 'volumeDevices'], undefined],
    ['ab', ['ac'], undefined],
    ['cat', ['dog'], undefined],
    ['x'.repeat(100_000), ['x'], undefined],
    ['anything', [], undefined],
  ])('%.30s', (text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected);
  });
});

describe('minor versions', () => {
  test('are ordered as numbers', () => {
    expect(['1.30', '1.9', '2.0'].sort(compareVersions)).toEqual(['1.9', '1.30', '2.0']);
    expect(within('1.30', { since: '1.9', until: '1.30' })).toBe(true);
    expect(within('1.30', { until: '1.9' })).toBe(false);
    expect(nearestVersion('1.31', ['1.30', '1.32'])).toBe('1.30');
  });
});

describe('values without nulls', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

  test('lose the entries that are null, and nothing else', () => {
    expect(withoutNulls({ a: null, b: { c: null, d: [null, { e: null, f: 0 }] } })).toEqual({ b: { d: [null, { f: 0 }] } });
    fc.assert(
      fc.property(json, (value) => {
        const once = withoutNulls(value);
        expect(withoutNulls(once)).toBe(once);
        // What is left agrees with what JSON leaves of the value with undefined for each such entry.
        const isEntry = (holder: unknown): boolean => !Array.isArray(holder);
        const expected: unknown = JSON.parse(
          JSON.stringify({ value }, function (this: unknown, _key, entry: unknown) {
            return entry === null && isEntry(this) ? undefined : entry;
          }),
        );
        // By JSON as well, which has no -0.
        expect(value === null ? {} : JSON.parse(JSON.stringify({ value: once }))).toEqual(expected);
      }),
    );
  });

  test('are the same object where there is nothing to lose', () => {
    const value = { a: [1, null], b: { c: 'd' } };
    expect(withoutNulls(value)).toBe(value);
  });
});
