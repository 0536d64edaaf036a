import { describe, expect, test } from 'vitest';
import {
  formatAmount,
  formatBottleneck,
  formatByteRange,
  formatCapacity,
  formatConversations,
  formatCoreRange,
  formatCount,
  formatRange,
  formatReplicas,
  formatSizing,
  formatThreads,
  formatVerdict,
} from '../../../server/src/capacity/format.ts';
import { capacityOf, coresNeeded, memoryNeeded, storageNeeded, threadsIn } from '../../../server/src/capacity/model.ts';
import { workloadSizing } from '../../../server/src/capacity/sizing.ts';
import { autoscaler, deployment, onePod, workspaceOf } from '../resources/workspace.ts';

const GI = 2 ** 30;

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1 000'],
  [35_791, '35 791'],
  [1_234_567, '1 234 567'],
])('count %d', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

describe('ranges', () => {
  test.each([
    [20, 40, '20-40', '20-40 conversations'],
    [20, 20, '20', '20 conversations'],
    [0, 35, '0-35', 'up to 35 conversations'],
    [0, 1, '0-1', 'up to 1 conversation'],
    [1, 1, '1', '1 conversation'],
    [0, 0, '0', 'no conversations'],
  ])('%d to %d', (low, high, range, conversations) => {
    expect(formatRange({ low, high })).toBe(range);
    expect(formatConversations({ low, high })).toBe(conversations);
  });

  test('of threads, cores and bytes', () => {
    expect(formatThreads(threadsIn(100 * GI))).toBe('7 158-35 791 threads');
    expect(formatCoreRange(coresNeeded(15))).toBe('0.75-1.5 cores');
    expect(formatCoreRange({ low: 1, high: 1 })).toBe('1 core');
    expect(formatByteRange(memoryNeeded(100))).toBe('14-28 GB');
    expect(formatByteRange(storageNeeded(100_000))).toBe('0.3-1.5 TB');
    expect(formatByteRange({ low: 0, high: 12 })).toBe('0-12 B');
  });

  test('of replicas', () => {
    expect(formatReplicas({ min: 2, max: 10, source: 'autoscaler' })).toBe('2-10');
    expect(formatReplicas({ min: 2, max: 2, source: 'spec' })).toBe('2');
    expect(formatReplicas({ min: 1, max: 1, source: 'per node' })).toBe('1 per node');
  });
});

test('amounts say what is unknown', () => {
  expect(formatAmount({ cores: 1, bytes: 2 * GI })).toBe('1 CPU, 2Gi');
  expect(formatAmount({ cores: 0.5, bytes: undefined })).toBe('500m CPU, unknown memory');
  expect(formatAmount({ cores: undefined, bytes: GI })).toBe('unknown CPU, 1Gi');
});

test('a capacity says where the conservative base is not covered', () => {
  expect(formatCapacity(capacityOf(3.5, 7 * GI), 7 * GI)).toBe('up to 35 conversations; the conservative 8 GB base is not covered');
  expect(formatCapacity(capacityOf(24, 48 * GI), 48 * GI)).toBe('217-475 conversations');
});

test('bottlenecks and verdicts', () => {
  expect(formatBottleneck({ low: 'memory', high: 'memory' })).toBe('memory');
  expect(formatBottleneck({ low: 'memory', high: 'cpu' })).toBe('memory (conservative), CPU (optimistic)');
  expect([formatVerdict('fits'), formatVerdict('tight'), formatVerdict('short')]).toEqual([
    'fits',
    'tight: it fits by the optimistic figures only',
    'short: even the optimistic figures do not cover it',
  ]);
});

describe('a sizing in a few characters', () => {
  const format = (...texts: string[]) => {
    const { inventory } = workspaceOf(Object.fromEntries(texts.map((text, index) => [`${index}.yaml`, text])));
    return formatSizing(workloadSizing(inventory.workloads()[0]!.workload, inventory));
  };

  test.each([
    ['fixed', [deployment('api', { replicas: 2, pod: onePod('1', '2Gi') })], '2 × 1 CPU, 2Gi → 20-40 conversations'],
    ['scaled', [deployment('api', { pod: onePod('1', '2Gi') }), autoscaler('api', 2, 6)], '2-6 × 1 CPU, 2Gi → 20-120 conversations'],
    ['no role that counts', [deployment('postgres', { replicas: 2, pod: onePod('1', '2Gi') })], '2 × 1 CPU, 2Gi'],
    ['unknown', [deployment('api', { replicas: 2, pod: 'containers: [{name: a}]' })], '2 × unknown CPU, unknown memory'],
  ])('%s', (_, texts, expected) => {
    expect(format(...texts)).toBe(expected);
  });
});
