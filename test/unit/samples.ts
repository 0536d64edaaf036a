import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mts';
import { someOf } from '../fuzz.ts';

/** A manifest file: its path in its folder, with forward slashes, and its text. */
export interface Sample {
  readonly path: string;
  readonly text: string;
}

/** Real, valid manifests of public projects where there are some (PLIMSOLL_SAMPLES names their folder), else the project's own clean example. */
export function sampleFiles(): readonly Sample[] {
  const samples = process.env.PLIMSOLL_SAMPLES ?? join(ROOT, '../shared/samples');
  // The example's files are too few to try some of them only.
  return existsSync(samples) ? someOf(manifestsIn(samples), 'samples') : manifestsIn(join(ROOT, 'examples/small-team'));
}

function manifestsIn(folder: string): readonly Sample[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}
