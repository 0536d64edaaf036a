import type { Settings } from '../../../server/src/settings.ts';

/** Settings that leave everything to the workspace, but for what a test sets. */
export function settingsWith(capacity: Partial<Settings['capacity']> = {}, tier: Settings['tier'] = 'auto'): Settings {
  return {
    enable: true,
    profile: 'recommended',
    tier,
    kubernetesVersion: '1.36',
    rules: {},
    capacity: { users: undefined, conversations: undefined, peakConcurrency: 0.3, ...capacity },
    exclude: [],
    schemas: { enable: 'auto' },
    hints: { enable: true },
    codeLens: { enable: true },
    maxProblems: 1000,
  };
}
