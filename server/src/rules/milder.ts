import type { Level } from './types.ts';

/** The next milder level; what is advice already is left to the strict profile. */
export function milder(level: Level): Level {
  if (level === 'error') return 'warning';
  return level === 'warning' ? 'info' : 'strict';
}
