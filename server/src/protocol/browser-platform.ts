import { readSnippets } from '../features/snippets.ts';
import type { Platform } from './platform.ts';

/** The bundler puts these files into the worker's script; each is evaluated when it is first asked for. */
const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  'kubernetes.json': () => require('../../../schemas/kubernetes.json'),
  'kubernetes.docs.json': () => require('../../../schemas/kubernetes.docs.json'),
  'plan.schema.json': () => require('../../../schemas/plan.schema.json'),
  'compose.json': () => require('../../../schemas/compose.json'),
};

/** A browser's worker, which has no files: it knows what the client has open. */
export const browserPlatform: Platform = {
  readFile: async () => undefined,
  async *listFiles() {
    yield [];
  },
  readSchema: (file) => SCHEMAS[file]?.(),
  readSnippets: () => readSnippets(require('../../../snippets/tiers.json')),
};
