import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** VS Code's user settings by their full names. */
export type UserSettings = Readonly<Record<string, unknown>>;

/** Keeps everything out of the window that is neither the editor nor this extension. */
const QUIET: UserSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Writes the user settings into a data folder that VS Code has not been started on yet. */
export async function writeUserSettings(userData: string, settings: UserSettings = {}): Promise<void> {
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(userData, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings }, undefined, 2));
}
