import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mts';

/** Where the tests leave pictures of the window. */
export const SCREENSHOTS = join(ROOT, 'out/screenshots');

/** Removes the pictures of earlier runs. */
export function clearScreenshots(): Promise<void> {
  return rm(SCREENSHOTS, { recursive: true, force: true });
}

/** Makes the pictures of this run those that the documentation shows. What it shows on a dark theme it need not show again on a light one. */
export function publishScreenshots(): Promise<void> {
  return cp(SCREENSHOTS, join(ROOT, 'docs/images'), { recursive: true, filter: (source) => !source.endsWith('-light.png') });
}
