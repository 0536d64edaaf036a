/**
 * What share of everything is tried. `npm test` and single runs try all; `npm run check`, which is for the minutes between two changes,
 * sets FUZZ_FACTOR to less.
 */
const FACTOR = Number(process.env.FUZZ_FACTOR ?? 1);

/** Which of them are tried. The same ones each time: what fails must fail for everybody. FUZZ_SEED asks for others. */
export const SEED = Number(process.env.FUZZ_SEED ?? 20260);

/** How often a property is tried. */
export function fuzz(numRuns: number): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round(numRuns * FACTOR)) };
}

/** Those of many cases that are tried: one at least, spread evenly over all. Texts that differ get others. */
export function someOf<T>(cases: readonly T[], text: string): readonly T[] {
  if (FACTOR >= 1) return cases;
  const every = cases.length / fuzz(cases.length).numRuns;
  const first = hashOf(text) * every;
  return cases.filter((_, index) => Math.floor((index - first) / every) !== Math.floor((index - 1 - first) / every));
}

/** Whether a case that costs much is tried, which is decided by its text. */
export function isTried(text: string): boolean {
  return hashOf(text) < FACTOR;
}

/** A number from 0 to below 1 (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 ^ SEED;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
