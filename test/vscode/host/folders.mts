import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder with a name of its own in the system's temporary folder. */
export function createTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'plimsoll-vscode-'));
}

/** Removes a folder that processes on their way out may still write to. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
