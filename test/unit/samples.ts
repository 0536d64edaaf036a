import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mts';

/** A manifest file: its path in its folder, with forward slashes, and its text. */
export interface Sample {
  readonly path: string;
  readonly text: string;
}

/** Real, valid manifests of public projects where there are some (PLIMSOLL_SAMPLES names their folder), else the project's own clean example. */
export function sampleFiles(): readonly Sample[] {
  const samples = process.env.PLIMSOLL_SAMPLES ?? join(ROOT, '../shared/samples');
  const folder = existsSync(samples) ? samples : join(ROOT, 'examples/small-team');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}
