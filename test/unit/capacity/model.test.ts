import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addAmounts,
  bandwidthNeeded,
  capacityOf,
  coresNeeded,
  coversBase,
  memoryNeeded,
  NO_AMOUNT,
  peakConversations,
  SCALE_OUT_CPU,
  shareOf,
  storageNeeded,
  threadsIn,
  timesAmount,
  verdictOf,
} from '../../../server/src/capacity/model.ts';
import type { Amount, Capacity } from '../../../server/src/capacity/types.ts';

const GI = 2 ** 30;
const pods = (...services: [count: number, cores: number, bytes: number][]): { cores: number; bytes: number } => {
  const total = services.reduce<Amount>((sum, [count, cores, bytes]) => addAmounts(sum, timesAmount({ cores, bytes }, count)), NO_AMOUNT);
  return { cores: total.cores!, bytes: total.bytes! };
};

describe("the capacity model's worked examples", () => {
  test('small tier: 2 × (1000m, 2Gi) + 3 × (500m, 1Gi)', () => {
    const { cores, bytes } = pods([2, 1, 2 * GI], [3, 0.5, GI]);
    expect({ cores, bytes }).toEqual({ cores: 3.5, bytes: 7_516_192_768 });
    expect(capacityOf(cores, bytes)).toEqual({
      byCpu: { low: 35, high: 70 },
      byMemory: { low: 0, high: 35 },
      conversations: { low: 0, high: 35 },
      bottleneck: { low: 'memory', high: 'memory' },
    });
    expect(coversBase(bytes)).toBe(false);
  });

  test('enterprise tier: 6 × (2000m, 4Gi) + 12 × (1000m, 2Gi)', () => {
    const { cores, bytes } = pods([6, 2, 4 * GI], [12, 1, 2 * GI]);
    expect({ cores, bytes }).toEqual({ cores: 24, bytes: 51_539_607_552 });
    expect(capacityOf(cores, bytes)).toEqual({
      byCpu: { low: 240, high: 480 },
      byMemory: { low: 217, high: 475 },
      conversations: { low: 217, high: 475 },
      bottleneck: { low: 'memory', high: 'memory' },
    });
    expect(coversBase(bytes)).toBe(true);
  });

  test('need of 100 conversations', () => {
    expect(coresNeeded(100)).toEqual({ low: 5, high: 10 });
    expect(memoryNeeded(100)).toEqual({ low: 14e9, high: 28e9 });
  });

  test('need of 50 users at 0.3, which the small tier carries tightly', () => {
    expect(peakConversations(50, 0.3)).toBe(15);
    expect(coresNeeded(15)).toEqual({ low: 0.75, high: 1.5 });
    expect(memoryNeeded(15)).toEqual({ low: 5.5e9, high: 11e9 });
    expect(verdictOf(15, capacityOf(3.5, 7 * GI))).toBe('tight');
  });

  test('need of 500 users at 0.3, which the enterprise tier carries', () => {
    expect(peakConversations(500, 0.3)).toBe(150);
    expect(coresNeeded(150)).toEqual({ low: 7.5, high: 15 });
    expect(memoryNeeded(150)).toEqual({ low: 19e9, high: 38e9 });
    expect(verdictOf(150, capacityOf(24, 48 * GI))).toBe('fits');
  });

  test('storage of 100 000 threads', () => {
    expect(storageNeeded(100_000)).toEqual({ low: 300e9, high: 1.5e12 });
  });

  test('threads in a volume of 100Gi', () => {
    expect(threadsIn(107_374_182_400)).toEqual({ low: 7158, high: 35_791 });
  });

  test('bandwidth of 500 active users', () => {
    expect(bandwidthNeeded(500)).toEqual({ low: 0.5e6, high: 5e6 });
  });
});

describe('shares', () => {
  test('have no base memory', () => {
    expect(shareOf(2, 4 * GI)).toEqual({
      byCpu: { low: 20, high: 40 },
      byMemory: { low: 21, high: 42 },
      conversations: { low: 20, high: 40 },
      bottleneck: { low: 'cpu', high: 'cpu' },
    });
  });

  test('where both bind alike, CPU does', () => {
    expect(shareOf(1, 2e9).bottleneck).toEqual({ low: 'cpu', high: 'cpu' });
  });
});

describe('rounding', () => {
  test.each([
    [0.3, 3],
    [0.1 + 0.2, 3],
    [0.1 * 8, 8],
    [0.7, 7],
    [1.1, 11],
    [0.99, 9],
  ])('%d cores carry %d conversations, as on paper', (cores, conversations) => {
    expect(shareOf(cores, 1e12).byCpu.low).toBe(conversations);
  });

  test('sums of decimal fractions are exact', () => {
    expect(timesAmount({ cores: 0.1, bytes: 1 }, 3)).toEqual({ cores: 0.3, bytes: 3 });
    expect(addAmounts({ cores: 0.1, bytes: 1 }, { cores: 0.2, bytes: 2 })).toEqual({ cores: 0.3, bytes: 3 });
  });

  test.each([
    [10, 0.3, 3],
    [1, 0.3, 1],
    [0, 0.3, 0],
    [7, 0.1, 1],
    [30, 0.1, 3],
  ])('%d users at %d have %d conversations', (users, concurrency, conversations) => {
    expect(peakConversations(users, concurrency)).toBe(conversations);
  });
});

describe('amounts', () => {
  test('a sum with an unknown part is unknown', () => {
    expect(addAmounts({ cores: 1, bytes: undefined }, { cores: 1, bytes: 2 })).toEqual({ cores: 2, bytes: undefined });
  });

  test('nothing times an unknown amount is nothing', () => {
    expect(timesAmount({ cores: undefined, bytes: 2 }, 0)).toEqual({ cores: 0, bytes: 0 });
    expect(timesAmount({ cores: undefined, bytes: 2 }, 2)).toEqual({ cores: undefined, bytes: 4 });
  });
});

test('the guide scales out at 70% CPU', () => {
  expect(capacityOf(24 * SCALE_OUT_CPU, 51_539_607_552).byCpu).toEqual({ low: 168, high: 336 });
});

describe('in general', () => {
  const milli = fc.nat(1_000_000);
  const bytes = fc.nat(2 ** 40);
  const amount = fc.record({ cores: milli.map((value) => value / 1000), bytes });
  const ends = (capacity: Capacity) => [capacity.byCpu, capacity.byMemory, capacity.conversations];

  test('more resources never carry less', () => {
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(capacityOf, shareOf), (a, b, compute) => {
        const less = compute(Math.min(a.cores, b.cores), Math.min(a.bytes, b.bytes));
        const more = compute(Math.max(a.cores, b.cores), Math.max(a.bytes, b.bytes));
        for (const [index, range] of ends(less).entries()) {
          expect(range.low).toBeLessThanOrEqual(ends(more)[index]!.low);
          expect(range.high).toBeLessThanOrEqual(ends(more)[index]!.high);
        }
      }),
    );
  });

  test('conservative is never above optimistic, and whole', () => {
    fc.assert(
      fc.property(amount, ({ cores, bytes }) => {
        for (const { low, high } of [...ends(capacityOf(cores, bytes)), ...ends(shareOf(cores, bytes)), threadsIn(bytes)]) {
          expect(low).toBeLessThanOrEqual(high);
          expect([low, high].every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
        }
      }),
    );
  });

  test('the conversations are the smaller bound, which the bottleneck names', () => {
    fc.assert(
      fc.property(amount, ({ cores, bytes }) => {
        const { byCpu, byMemory, conversations, bottleneck } = capacityOf(cores, bytes);
        for (const end of ['low', 'high'] as const) {
          expect(conversations[end]).toBe(bottleneck[end] === 'cpu' ? byCpu[end] : byMemory[end]);
          expect(conversations[end]).toBe(Math.min(byCpu[end], byMemory[end]));
        }
      }),
    );
  });

  test('what a demand needs at the conservative end, it is carried by', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (conversations) => {
        expect(verdictOf(conversations, capacityOf(coresNeeded(conversations).high, memoryNeeded(conversations).high))).toBe('fits');
        expect(verdictOf(conversations, capacityOf(coresNeeded(conversations).low, memoryNeeded(conversations).low))).not.toBe('short');
        expect(verdictOf(conversations + 1, capacityOf(coresNeeded(conversations).low, memoryNeeded(conversations).low))).toBe('short');
      }),
    );
  });

  test('the order of a sum does not matter', () => {
    fc.assert(
      fc.property(fc.array(amount), fc.infiniteStream(fc.nat()), (amounts, random) => {
        const shuffled = amounts.map((value) => ({ value, key: random.next().value })).sort((a, b) => a.key - b.key);
        const sum = (list: readonly Amount[]) => list.reduce(addAmounts, NO_AMOUNT);
        expect(sum(shuffled.map(({ value }) => value))).toEqual(sum(amounts));
      }),
    );
  });
});
