import { existsSync, readFileSync } from 'node:fs';
import type { Schemas } from '../server/src/schema/schemas.ts';
import { createSchemas } from '../server/src/schema/schemas.ts';

/** What was read, so that each server of a test need not parse some megabytes of JSON again. */
const known = new Map<string, unknown>();

/** Reads a file of schemas/, as the server does at run time. */
export function readSchema(file: string): unknown {
  if (!known.has(file)) known.set(file, parsed(new URL(`../schemas/${file}`, import.meta.url)));
  return known.get(file);
}

/** The project's own schemas, the same for all tests of a worker: compiling the schema of a kind takes longer than most tests of it. */
export const schemas: Schemas = createSchemas(readSchema);

function parsed(file: URL): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
