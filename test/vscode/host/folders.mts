import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserSettings } from './host.mts';

/** Makes a folder with a name of its own in the system's temporary folder. */
export function createTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'plimsoll-vscode-'));
}

/** Removes a folder that processes on their way out may still write to. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}

/** Settings that keep VS Code's own doings out of the tests. */
const QUIET: UserSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Writes the user's settings before VS Code starts. */
export async function writeUserSettings(userData: string, settings: UserSettings): Promise<void> {
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(userData, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings }, undefined, 2));
}
