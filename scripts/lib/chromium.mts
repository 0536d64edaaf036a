/** A Chromium to drive: one that is installed, or Debian's own where we may install it. */
import { existsSync } from 'node:fs';
import { findOnPath, isExecutable, runQuietly } from './process.mts';
import { Explained, say } from './report.mts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

/**
 * The path of a Chromium-based browser: `CHROMIUM_PATH`, or the first on the PATH, or a fresh one from Debian's packages.
 *
 * @throws Explained if there is none and none can be installed.
 */
export async function findOrInstallChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined) {
    if (!isExecutable(named)) throw new Explained(`CHROMIUM_PATH is ${named}, which is no program that can be run.`);
    return named;
  }
  const found = findOnPath(PROGRAMS) ?? ((await installOnDebian()) ? findOnPath(PROGRAMS) : undefined);
  if (found === undefined)
    throw new Explained('found no Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.');
  return found;
}

async function installOnDebian(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || findOnPath(['apt-get']) === undefined) return false;
  say('installing Chromium (apt-get install chromium)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  const { code, output } = await runQuietly('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
  if (code !== 0) say(`apt-get could not install Chromium.\n${output}`);
  return code === 0;
}
