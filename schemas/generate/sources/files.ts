import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The declaration files below a folder, in the order of their paths; nested packages, compiled validators and indexes are left out. */
export function declarationFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return /^(_schemas|node_modules)$/.test(entry.name) ? [] : declarationFiles(path);
      return entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts' ? [path] : [];
    });
}
