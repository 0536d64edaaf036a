import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const samples = process.env.PLIMSOLL_SAMPLES ?? join(root, '../shared/samples');

/** Real manifests where there are some, else the project's own examples: path and text of each file. */
export function sampleFiles(): { readonly path: string; readonly text: string }[] {
  const folder = existsSync(samples) ? samples : join(root, 'examples');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.ya?ml$/.test(path));
  return paths.toSorted().map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
