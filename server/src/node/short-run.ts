import { setFlagsFromString } from 'node:v8';

/** Major versions of Node.js whose V8 has the flag below. */
const WITH_BUDGET: readonly string[] = ['20', '22', '24'];

/**
 * How much bytecode a function runs, in bytes of it, before V8 optimizes it. In the first seconds of a program most optimized code has not paid for
 * its making, which took a third of the processor time of checking a folder, and a sixth of a server's start.
 */
const PATIENT = 1_000_000;
/** For a run that is all start: as much as a second core, which optimizes beside it, is worth. */
const SHORT = 350_000;
/** V8's own figure (`node --v8-options`). */
const USUAL = 67_584;

/** Tells V8 that this process is over in seconds, so that only what runs very often is worth optimizing. */
export function expectShortRun(): void {
  setBudget(SHORT);
}

/**
 * Tells V8 the same until a server has started.
 * @param milliseconds how long that may take
 */
export function expectLongRunAfter(milliseconds: number): void {
  setBudget(PATIENT);
  setTimeout(() => setBudget(USUAL), milliseconds).unref();
}

function setBudget(bytes: number): void {
  if (WITH_BUDGET.includes(process.versions.node.split('.')[0] ?? '')) setFlagsFromString(`--interrupt-budget=${bytes}`);
}
