import { describe, expect, test } from 'vitest';
import {
  composeBytes,
  composeCores,
  composeSeconds,
  formatSize,
  nearestCores,
  nearestDuration,
  nearestSize,
} from '../../../server/src/resources/compose-amounts.ts';

describe('a duration', () => {
  test.each([
    ['30s', 30],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['250ms', 0.25],
    ['.5s', 0.5],
    ['1d', 86_400],
    ['0', 0],
    [0, 0],
    ['30', undefined],
    [30, undefined],
    ['30 s', undefined],
    ['5min', undefined],
    ['s', undefined],
    ['', undefined],
    [null, undefined],
    ['9'.repeat(100), undefined],
  ])('%j is %s', (value, expected) => {
    expect(composeSeconds(value)).toBe(expected);
  });

  test.each([
    ['30', '30s'],
    ['30 sec', '30s'],
    ['5min', '5m'],
    ['2 hours', '2h'],
    ['500 ms', '500ms'],
    ['soon', undefined],
  ])('%s means %s', (text, expected) => {
    expect(nearestDuration(text)).toBe(expected);
  });
});

describe('a size', () => {
  test.each([
    ['512m', 512 * 1024 ** 2],
    ['512M', 512 * 1024 ** 2],
    ['1.5gb', 1.5 * 1024 ** 3],
    ['2GiB', 2 * 1024 ** 3],
    ['64 MB', 64 * 1024 ** 2],
    ['1024', 1024],
    ['10b', 10],
    [1024, 1024],
    ['512Mi', undefined],
    ['1kbs', undefined],
    ['-1', undefined],
    [-1, undefined],
    ['m', undefined],
    ['', undefined],
    [true, undefined],
  ])('%j is %s', (value, expected) => {
    expect(composeBytes(value)).toBe(expected);
  });

  test.each([
    ['512Mi', '512M'],
    ['2 G i', '2G'],
    ['1,5g', '1.5G'],
    ['100 bytes', '100'],
    ['lots', undefined],
  ])('%s means %s', (text, expected) => {
    expect(nearestSize(text)).toBe(expected);
  });

  test.each([
    [512 * 1024 ** 2, '512M'],
    [2 * 1024 ** 3, '2G'],
    [1536 * 1024 ** 2, '1536M'],
    [1000, '1000'],
    [0, '0'],
  ])('%s is written %s', (bytes, expected) => {
    expect(formatSize(bytes)).toBe(expected);
  });
});

describe('a number of cores', () => {
  test.each([
    ['0.5', 0.5],
    [2, 2],
    ['.25', 0.25],
    ['500m', undefined],
    ['two', undefined],
    [-1, undefined],
    [null, undefined],
  ])('%j is %s', (value, expected) => {
    expect(composeCores(value)).toBe(expected);
  });

  test.each([
    ['500m', '0.5'],
    ['2 cores', '2'],
    ['0,5', '0.5'],
    ['half', undefined],
  ])('%s means %s', (text, expected) => {
    expect(nearestCores(text)).toBe(expected);
  });
});
