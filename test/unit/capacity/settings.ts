import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';

/** The default settings, but for what a test sets. */
export function settingsWith(capacity: Partial<Settings['capacity']> = {}, tier: Settings['tier'] = 'auto'): Settings {
  return { ...defaultSettings, tier, capacity: { ...defaultSettings.capacity, ...capacity } };
}
