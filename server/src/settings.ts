import type { TierName } from './capacity/types.ts';
import type { Json } from './yaml/types.ts';

/** Level of a rule as settings may give it. `strict` stands only in a rule's own declaration. */
export type SettingLevel = 'off' | 'error' | 'warning' | 'info';

/** A rule's setting: a level, or a level with the rule's options. */
export type RuleSetting = SettingLevel | ({ readonly level?: SettingLevel } & Readonly<Record<string, Json>>);

/** Everything that steers an analysis; the same keys in the editor's settings, `.plimsoll.yaml` and the command line. */
export interface Settings {
  readonly enable: boolean;
  readonly profile: 'recommended' | 'strict';
  readonly tier: 'auto' | TierName;
  /** A minor version such as `1.36`. */
  readonly kubernetesVersion: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly capacity: {
    readonly users: number | undefined;
    readonly conversations: number | undefined;
    /** Share of users with a conversation at the peak, 0 to 1. */
    readonly peakConcurrency: number;
  };
  /** Globs of files that get no findings. */
  readonly exclude: readonly string[];
  readonly schemas: { readonly enable: 'auto' | 'on' | 'off' };
  readonly hints: { readonly enable: boolean };
  readonly codeLens: { readonly enable: boolean };
  /** Most findings reported for one file. */
  readonly maxProblems: number;
}
