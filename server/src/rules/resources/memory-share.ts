import type { Quantity } from '../../resources/types.ts';

/** Units of memory in which people write amounts, of a family each: binary and decimal. */
const FAMILIES = {
  binary: { step: 1024, units: ['Ki', 'Mi', 'Gi', 'Ti'] },
  decimal: { step: 1000, units: ['k', 'M', 'G', 'T'] },
} as const;

/**
 * A share of an amount of memory, in the units of the amount and without fractions: half of `1Gi` is `512Mi`, of `1G` `500M`. Rounded up to
 * what can be written in millions of bytes, or in thousands where it is less.
 * @param share 0 to 1
 */
export function shareOfMemory({ text, value }: Quantity, share: number): string {
  const { step, units } = FAMILIES[/[kMGTPE]$/.test(text) ? 'decimal' : 'binary'];
  const least = value * share < step ** 2 ? 0 : 1;
  let power: number = least;
  let amount = Math.ceil((value * share) / step ** (power + 1));
  while (amount % step === 0 && amount > 0 && power < units.length - 1) {
    amount /= step;
    power += 1;
  }
  return `${amount}${units[power]}`;
}
