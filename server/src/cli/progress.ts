import type { Streams } from './output.ts';

/** Milliseconds before a run is long enough for anything to be drawn, and between two drawings. */
const PATIENCE = 1000;
const INTERVAL = 100;

/** A line on the terminal that says how far a long run is. */
export interface Progress {
  /** Says what is being done to the next of so many files. */
  step(verb: string, done: number, all: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Progress on standard error where that is a terminal; elsewhere it says nothing. */
export function progressOn({ interactive, err }: Streams): Progress {
  if (!interactive) return { step: () => undefined, end: () => undefined };
  let next = performance.now() + PATIENCE;
  let drawn = false;
  return {
    step: (verb, done, all) => {
      if (performance.now() < next) return;
      next = performance.now() + INTERVAL;
      drawn = true;
      err(`${LINE_START}${verb} file ${done + 1} of ${all}`);
    },
    end: () => {
      if (drawn) err(LINE_START);
      drawn = false;
    },
  };
}

/** Back to the line's start, and erase it. */
const LINE_START = '\r\u001b[K';
