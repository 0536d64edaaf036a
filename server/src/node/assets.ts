import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The product's folder; bundles are one level below it, in dist/. */
const ROOT = path.resolve(__dirname, '..');

/** Version of the product. */
export function readVersion(): string {
  return (readJson(path.join(ROOT, 'package.json')) as { version: string }).version;
}

/** Reads a file of schemas/, such as `kubernetes.json`; undefined where there is none. */
export function readSchema(file: string): unknown {
  const schema = path.join(ROOT, 'schemas', file);
  return existsSync(schema) ? readJson(schema) : undefined;
}

/** Reads the snippet files, as JSON. */
export function readSnippetFiles(): readonly unknown[] {
  const folder = path.join(ROOT, 'snippets');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => readJson(path.join(folder, file)));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
