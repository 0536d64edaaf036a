import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzz } from '../../fuzz.ts';
import { faultsOf } from './faults.ts';
import { tamperedFixtures } from './mutations.ts';

test('whatever stands where something else should, no rule fails and every fix mends what it says', () => {
  fc.assert(
    fc.property(tamperedFixtures(), (tampered) => {
      expect(faultsOf(tampered)).toEqual([]);
    }),
    fuzz(40),
  );
});
