import { setFlagsFromString } from 'node:v8';

/** Major versions of Node.js whose V8 has the flag below. */
const WITH_BUDGET: readonly string[] = ['20', '22', '24'];

/**
 * How much bytecode a function runs, in bytes of it, before V8 optimizes it; V8's own figure is about an eighth. A check of a folder is over
 * before most optimized code has paid for its making, which took a third of the processor time.
 */
const BUDGET = 1_000_000;

/** Tells V8 that this process is no server: it is over in seconds, so that only what runs very often is worth optimizing. */
export function expectShortRun(): void {
  if (WITH_BUDGET.includes(process.versions.node.split('.')[0] ?? '')) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
