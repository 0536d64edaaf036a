import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { errorCode } from './exit.ts';

/** Largest file that is read, in bytes; deployment YAML beyond it is generated data that nobody edits. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** What reading a file gave: its text, or why there is none, as half a sentence. */
export type ReadResult = { readonly text: string } | { readonly problem: string };

/**
 * Reads a file as UTF-8. Never throws. Synchronous, as nothing else waits: a small file takes 0.05 ms so, and 0.4 ms asynchronously.
 */
export function readText(file: string): ReadResult {
  try {
    return statSync(file).size > MAX_FILE_BYTES ? TOO_LARGE : decode(readFileSync(file));
  } catch (error) {
    return { problem: `cannot be read: ${errorCode(error)}` };
  }
}

/** All of standard input as text. */
export async function readStdin(): Promise<ReadResult> {
  return decode(await buffer(process.stdin));
}

const TOO_LARGE: ReadResult = { problem: `is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB` };

function decode(bytes: Buffer): ReadResult {
  if (bytes.length > MAX_FILE_BYTES) return TOO_LARGE;
  const wide = WIDE_ENCODINGS.find(({ start }) => start.test(bytes.subarray(0, 4).toString('hex')));
  if (wide) return { problem: `is ${wide.name}; save it as UTF-8` };
  // The byte order mark stays in the text: a fix must not lose it.
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { problem: 'is not valid UTF-8' };
}

/** Encodings by the first four bytes in hexadecimal: a byte order mark, or the zeros around a first character of ASCII (YAML 1.2.2, 5.2). */
const WIDE_ENCODINGS: readonly { readonly name: string; readonly start: RegExp }[] = [
  { name: 'UTF-32', start: /^(?:0000feff|fffe0000|000000..|..000000)$/ },
  { name: 'UTF-16', start: /^(?:feff|fffe|00(?!00)|(?!00)..00)/ },
];
