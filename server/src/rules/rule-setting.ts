import type { Json } from '../yaml/types.ts';

/** Level of a rule as settings may give it. `strict` stands only in a rule's own declaration. */
export type SettingLevel = 'off' | 'error' | 'warning' | 'info';

/** The levels that settings may give a rule. */
export const SETTING_LEVELS: readonly SettingLevel[] = ['off', 'error', 'warning', 'info'];

/** A rule's setting: a level, or a level with the rule's options. */
export type RuleSetting = SettingLevel | ({ readonly level?: SettingLevel } & Readonly<Record<string, Json>>);

/** Settings of rules that hold for some files or kinds only. */
export interface Override {
  /** Globs, relative to where the settings are; any file where absent. */
  readonly files: readonly string[] | undefined;
  /** Kinds of objects, such as `CronJob`, or `service` for those of Compose files; any where absent. */
  readonly kinds: readonly string[] | undefined;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** Settings as far as rules are concerned. */
export interface RuleSettings {
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly overrides: readonly Override[];
}

/**
 * What the settings of a file say of a rule on objects of a kind; undefined where they say nothing.
 * @param kind undefined: what belongs to no object
 */
export function ruleSetting({ rules, overrides }: RuleSettings, id: string, kind: string | undefined): RuleSetting | undefined {
  const own = Object.hasOwn(rules, id) ? rules[id] : undefined;
  if (overrides.length === 0 || kind === undefined) return own;
  return overrides.reduce((before, override) => {
    const setting = override.kinds?.includes(kind) && Object.hasOwn(override.rules, id) ? override.rules[id] : undefined;
    return setting === undefined ? before : stack(before, setting);
  }, own);
}

/** A setting over another one: a level leaves the options as they are, and options the level. */
export function stack(under: RuleSetting | undefined, over: RuleSetting): RuleSetting {
  if (under === undefined || (typeof under === 'string' && typeof over === 'string')) return over;
  return { ...asMap(under), ...asMap(over) };
}

function asMap(setting: RuleSetting): Exclude<RuleSetting, string> {
  return typeof setting === 'string' ? { level: setting } : setting;
}
