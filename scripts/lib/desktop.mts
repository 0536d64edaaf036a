/** VS Code's desktop program: an installed one, or a download kept in the cache. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { CACHE } from './paths.mts';
import { findOnPath, isExecutable } from './process.mts';
import { say } from './report.mts';

/** Whether a window can be opened at all: on Linux that takes a display server. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The command `code` of an installed VS Code. */
export function findCodeCommand(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd', 'codium.cmd'] : ['code', 'code-insiders', 'codium'];
  const bundled = 'Visual Studio Code.app/Contents/Resources/app/bin/code';
  return findOnPath(names) ?? [join('/Applications', bundled), join(homedir(), 'Applications', bundled)].find(isExecutable);
}

/** Downloads the newest VS Code, or the one that `VSCODE_VERSION` names; resolves to its program, or to undefined where it can't be had. */
export async function downloadVSCode(): Promise<string | undefined> {
  say('looking for a VS Code to download');
  try {
    const version = process.env.VSCODE_VERSION ?? 'stable';
    return await downloadAndUnzipVSCode({ version, cachePath: join(CACHE, 'vscode'), reporter: new SilentReporter() });
  } catch (error) {
    say(`VS Code cannot be downloaded (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
}
