import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Downloads that outlive a clone, where the platform keeps such things. */
export const CACHE = join(
  process.env.XDG_CACHE_HOME ?? (process.platform === 'win32' ? (process.env.LOCALAPPDATA ?? homedir()) : join(homedir(), '.cache')),
  'plimsoll',
);
