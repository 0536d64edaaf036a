/** How often a property is tried; FUZZ_FACTOR asks for more or fewer runs. */
export function fuzz(numRuns: number): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round(numRuns * Number(process.env.FUZZ_FACTOR ?? 1))) };
}
