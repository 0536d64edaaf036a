import { createColors } from 'picocolors';
import type { Colors } from 'picocolors/types';
import { EXIT, errorCode } from './exit.ts';

/** Where the command line writes: results on `out`, everything else on `err`. Tests hand in their own. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly colors: Colors;
  /** Width for running text on `out`, in columns: the terminal's, as far as lines are read with ease. */
  readonly width: number;
  /** Whether `err` is a terminal, so that progress may be drawn over. */
  readonly interactive: boolean;
}

/** Columns of running text where there is no terminal, and the most where one is wide. */
const WIDTH = { fallback: 80, most: 120 };

/** The process's own streams. A reader that goes away early (`| head`) ends the run quietly, a full disk with one line. */
export function processStreams(): Streams {
  process.stdout.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') process.stderr.write(`plimsoll: standard output cannot be written: ${errorCode(error)}.\n`);
    process.exit(errorCode(error) === 'EPIPE' ? process.exitCode : EXIT.failure);
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colors: createColors(wantsColors(process.env, process.stdout.isTTY === true)),
    width: Math.min(process.stdout.columns ?? WIDTH.fallback, WIDTH.most),
    interactive: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  };
}

/**
 * Whether to print in colours: as NO_COLOR (https://no-color.org) and FORCE_COLOR (as Node.js has it: `0` and `false` are off) say, else on
 * terminals that know colours.
 */
export function wantsColors({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
