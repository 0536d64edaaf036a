import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareQuantities,
  formatBytes,
  formatCores,
  nearestQuantity,
  parseQuantity,
  sameQuantity,
} from '../../../server/src/resources/quantity.ts';
import type { Json } from '../../../server/src/yaml/types.ts';

const valueOf = (input: Json) => parseQuantity(input)?.value;

describe('parseQuantity', () => {
  test.each<[Json, number]>([
    ['500m', 0.5],
    ['1', 1],
    [2, 2],
    [0.5, 0.5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+1', 1],
    ['-1', -1],
    ['2Gi', 2_147_483_648],
    ['1.5Gi', 1_610_612_736],
    ['100M', 1e8],
    ['64Ki', 65_536],
    ['5k', 5000],
    ['2E', 2e18],
    ['2E3', 2000],
    ['2e3', 2000],
    ['1e-3', 0.001],
    ['100n', 1e-7],
    ['250u', 0.00025],
    [1e21, 2 ** 63],
  ])('reads %j', (input, value) => {
    expect(valueOf(input)).toBe(value);
  });

  test.each<[Json]>([
    ['1 Gi'],
    ['2GB'],
    ['500M i'],
    ['1gi'],
    ['12e'],
    ['Gi'],
    [''],
    ['.'],
    ['1m5'],
    ['1,5'],
    ['0x10'],
    [true],
    [null],
    [['1']],
    ['1'.repeat(65)],
  ])('does not take %j for a quantity', (input) => {
    expect(parseQuantity(input)).toBeUndefined();
  });

  test('tells exa from an exponent', () => {
    expect(valueOf('1E')).toBe(1e18);
    expect(valueOf('1E1')).toBe(10);
  });

  test('rounds what is finer than a billionth up and caps what no int64 holds, as Kubernetes does', () => {
    expect(valueOf('1e-12')).toBe(1e-9);
    expect(valueOf('-1e-12')).toBe(-1e-9);
    expect(valueOf('12E')).toBe(2 ** 63);
    expect(valueOf('1e999999999')).toBe(2 ** 63);
    expect(valueOf('1e-999999999')).toBe(1e-9);
  });

  test('keeps the text as written', () => {
    expect(parseQuantity('1000m')?.text).toBe('1000m');
  });

  test('any text is a quantity or none, without failing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+-]?[0-9.]{1,8}[EeKMGmiku0-9]{0,4}$/)), (text) => {
        const quantity = parseQuantity(text);
        expect(quantity === undefined || Number.isFinite(quantity.value)).toBe(true);
      }),
    );
  });
});

describe('comparison', () => {
  const quantity = (text: string) => parseQuantity(text)!;

  test('sees the amount, not the writing', () => {
    expect(sameQuantity(quantity('1000m'), quantity('1'))).toBe(true);
    expect(sameQuantity(quantity('1Gi'), quantity('1024Mi'))).toBe(true);
    expect(sameQuantity(quantity('1G'), quantity('1Gi'))).toBe(false);
  });

  test('is exact where doubles are not', () => {
    expect(compareQuantities(quantity('9007199254740993'), quantity('9007199254740992'))).toBeGreaterThan(0);
    expect(compareQuantities(quantity('200m'), quantity('0.3'))).toBeLessThan(0);
    expect(compareQuantities(quantity('300m'), quantity('0.3'))).toBe(0);
  });
});

describe('nearestQuantity', () => {
  test.each([
    ['1 Gi', '1Gi'],
    ['2GB', '2G'],
    ['500M i', '500Mi'],
    ['1gi', '1Gi'],
    ['1GiB', '1Gi'],
    ['512mb', '512M'],
    ['64KB', '64k'],
    ['64kib', '64Ki'],
    ['2 cores', '2'],
    ['500 millicores', '500m'],
    ['0,5', '0.5'],
    ['1.5gb', '1.5G'],
    ['"1Gi"', '1Gi'],
    ['1000 bytes', '1000'],
    ['2Gi', '2Gi'],
  ])('%s → %s', (text, nearest) => {
    expect(nearestQuantity(text)).toBe(nearest);
  });

  test.each([['lots'], [''], ['1xyz'], ['Gi'], ['1,000Mi'], ['$MEMORY'], ['constructor'], ['1constructor']])(
    'has nothing for %j',
    (text) => {
      expect(nearestQuantity(text)).toBeUndefined();
    },
  );

  test('always gives a quantity', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,3}[ ,.]?\d?\s?[a-zA-Z]{0,5}$/)), (text) => {
        const nearest = nearestQuantity(text);
        expect(nearest === undefined || parseQuantity(nearest) !== undefined).toBe(true);
      }),
    );
  });
});

describe('figures', () => {
  test.each([
    [0.5, '500m'],
    [0.1, '100m'],
    [1, '1'],
    [1.5, '1.5'],
    [24, '24'],
    [0, '0'],
    [0.30000000000000004, '300m'],
    [0.9999, '1'],
  ])('%d cores are %s', (cores, text) => {
    expect(formatCores(cores)).toBe(text);
  });

  test.each([
    [2 ** 31, '2Gi'],
    [2 ** 29, '512Mi'],
    [7_516_192_768, '7Gi'],
    [1e9, '953.67Mi'],
    [1.25 * 2 ** 30, '1.25Gi'],
    [1024, '1Ki'],
    [1000, '1000'],
    [0, '0'],
    [2 ** 40, '1Ti'],
    [2 ** 30 - 1, '1Gi'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('what is formatted is a quantity of nearly the same amount', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), fc.nat(), (cores, bytes) => {
        expect(Math.abs(parseQuantity(formatCores(cores))!.value - cores)).toBeLessThanOrEqual(0.0005 + 1e-9);
        expect(Math.abs(parseQuantity(formatBytes(bytes))!.value - bytes)).toBeLessThanOrEqual(Math.max(0.5, bytes * 0.006));
      }),
    );
  });
});
