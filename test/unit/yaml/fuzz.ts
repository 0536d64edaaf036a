/** Parameters of a property test: the same runs each time, unless FUZZ_SEED asks for others, and FUZZ_FACTOR for more of them. */
export function fuzz(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  const { FUZZ_SEED: seed = '20260', FUZZ_FACTOR: factor = '1' } = process.env;
  return { numRuns: numRuns * Number(factor), seed: Number(seed) };
}
