import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a program on Node.js tells of its own memory: a script that is loaded before it writes a figure into a file, since a process can't be
 * asked from outside what it holds on to, and what is garbage.
 */
export interface Probe {
  /** Options for `NODE_OPTIONS` or the command line. */
  readonly options: string;
  /** Peak resident memory in MB, once the program has ended; undefined where it told nothing. */
  peak(): number | undefined;
  /** MB that are in use once all garbage is collected, after a SIGUSR2; undefined as long as it has told nothing. */
  heap(): number | undefined;
  /** Forgets what was told before. */
  reset(): void;
}

/** Writes the script into a folder, which has to be there as long as the program runs. Its path holds no blanks. */
export function createProbe(folder: string): Probe {
  const [script, peak, heap] = ['probe.cjs', 'peak.txt', 'heap.txt'].map((name) => path.join(folder, name)) as [string, string, string];
  writeFileSync(script, scriptFor(peak, heap));
  return {
    options: `--require=${script}`,
    peak: () => figureIn(peak),
    heap: () => figureIn(heap),
    reset: () => {
      for (const file of [peak, heap]) rmSync(file, { force: true });
    },
  };
}

function scriptFor(peak: string, heap: string): string {
  return `
const { writeFileSync } = require('node:fs');
const tell = (file, bytes) => writeFileSync(file, (bytes / 1024 / 1024).toFixed(1) + '\\n');
process.on('exit', () => tell(${JSON.stringify(peak)}, process.resourceUsage().maxRSS * 1024));
process.on('SIGUSR2', () => {
  require('node:v8').setFlagsFromString('--expose-gc');
  require('node:vm').runInNewContext('gc')();
  tell(${JSON.stringify(heap)}, process.memoryUsage().heapUsed);
});
`;
}

/** The file is complete once its line has ended. */
function figureIn(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.endsWith('\n') ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}
