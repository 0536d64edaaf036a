import { createColors, isColorSupported } from 'picocolors';
import type { Colors } from 'picocolors/types';

/** Where the command line writes: results on `out`, everything else on `err`. Tests hand in their own. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly colors: Colors;
  /** Whether `err` is a terminal, so that progress may be drawn over. */
  readonly interactive: boolean;
}

/** The process's own streams. A reader that goes away early (`| head`) ends the run quietly. */
export function processStreams(): Streams {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode);
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colors: createColors(isColorSupported && process.stdout.isTTY !== false),
    interactive: process.stderr.isTTY === true,
  };
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
