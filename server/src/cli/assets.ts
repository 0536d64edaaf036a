import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The product's root: the folder above the bundle's `dist`. */
const ROOT = path.resolve(__dirname, '..');

/** Version of the product. */
export const version: string = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** Reads a file of schemas/; undefined where there is none. */
export function readSchema(file: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, 'schemas', file), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
