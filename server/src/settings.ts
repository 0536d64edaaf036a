import type { TierName } from './capacity/types.ts';
import { valueFault } from './rules/options.ts';
import { allRules, ruleOf } from './rules/registry.ts';
import type { Rule } from './rules/types.ts';
import { nearest } from './schema/suggest.ts';
import type { SettingName } from './settings-specs.ts';
import { settingSpecs } from './settings-specs.ts';
import { getAt, isMap } from './yaml/json.ts';
import type { Json, JsonMap } from './yaml/types.ts';

/** Level of a rule as settings may give it. `strict` stands only in a rule's own declaration. */
export type SettingLevel = 'off' | 'error' | 'warning' | 'info';

/** The levels that settings may give a rule. */
export const SETTING_LEVELS: readonly SettingLevel[] = ['off', 'error', 'warning', 'info'];

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
  /** Most findings that the editor shows for one file; the command line prints them all. */
  readonly maxProblems: number;
}

/** The settings of someone who sets nothing. */
export const defaultSettings: Settings = {
  enable: true,
  profile: 'recommended',
  tier: 'auto',
  // The newest minor version that schemas/ holds.
  kubernetesVersion: '1.36',
  rules: {},
  // The share is the assumption of the sizing model; it is shown wherever it was used.
  capacity: { users: undefined, conversations: undefined, peakConcurrency: 0.3 },
  exclude: [],
  schemas: { enable: 'auto' },
  hints: { enable: true },
  codeLens: { enable: true },
  maxProblems: 1000,
};

/** A setting that can't be used. What it would have replaced holds instead. */
export interface SettingsProblem {
  /** Keys from the root of the settings to the one concerned. */
  readonly at: readonly string[];
  /** A whole sentence, which names the setting. */
  readonly message: string;
}

/** Keys that belong to others: the language client's own setting, and the schema reference that JSON and YAML editors write. */
const FOREIGN = new Set(['trace', '$schema']);

/**
 * Reads settings of any origin over others, by default over the defaults. So `.plimsoll.yaml` over the editor's settings is
 * `parseSettings(file, editor)`; what it leaves out, or sets to null, or sets to nonsense, is as the editor has it. Rules add up.
 */
export function parseSettings(
  json: unknown,
  under: Settings = defaultSettings,
): { readonly settings: Settings; readonly problems: readonly SettingsProblem[] } {
  const given = (json ?? {}) as Json;
  if (!isMap(given)) return { settings: under, problems: [{ at: [], message: 'Settings must be a mapping of names to values.' }] };
  const problems: SettingsProblem[] = unknownNames(given);
  const read = <T>(name: SettingName, otherwise: T): T => {
    const at = name.split('.');
    const value = getAt(given, at) ?? undefined;
    const fault = value === undefined ? undefined : valueFault(settingSpecs[name], value);
    if (fault !== undefined) problems.push({ at, message: `Setting \`${name}\` ${fault}, and not ${JSON.stringify(value)}.` });
    return value === undefined || fault !== undefined ? otherwise : (value as T);
  };
  const settings: Settings = {
    enable: read('enable', under.enable),
    profile: read('profile', under.profile),
    tier: read('tier', under.tier),
    kubernetesVersion: read('kubernetesVersion', under.kubernetesVersion),
    rules: { ...under.rules, ...parseRules(given.rules, problems) },
    capacity: {
      users: read('capacity.users', under.capacity.users),
      conversations: read('capacity.conversations', under.capacity.conversations),
      peakConcurrency: read('capacity.peakConcurrency', under.capacity.peakConcurrency),
    },
    exclude: read('exclude', under.exclude),
    schemas: { enable: read('schemas.enable', under.schemas.enable) },
    hints: { enable: read('hints.enable', under.hints.enable) },
    codeLens: { enable: read('codeLens.enable', under.codeLens.enable) },
    maxProblems: read('maxProblems', under.maxProblems),
  };
  return { settings, problems };
}

function parseRules(given: Json | undefined, problems: SettingsProblem[]): Settings['rules'] {
  if (given === undefined || given === null) return {};
  if (!isMap(given)) {
    problems.push({ at: ['rules'], message: 'Setting `rules` must be a mapping of rule ids to levels.' });
    return {};
  }
  const usable = Object.entries(given).flatMap(([id, setting]) => {
    const faults = ruleFaults(id, setting);
    problems.push(...faults);
    const asks = typeof setting === 'string' || isMap(setting);
    return asks && faults.length === 0 ? [[id, setting as RuleSetting]] : [];
  });
  return Object.fromEntries(usable) as Settings['rules'];
}

function ruleFaults(id: string, setting: Json): readonly SettingsProblem[] {
  const rule = ruleOf(id);
  if (rule === undefined) {
    const ids = allRules.map((known) => known.id);
    return [{ at: ['rules', id], message: `Setting \`rules\` names \`${id}\`, which is no rule${didYouMean(id, ids)}` }];
  }
  if (setting === null) return [];
  if (isMap(setting)) return optionFaults(rule, setting);
  const fault = levelFault(setting);
  return fault === undefined ? [] : [{ at: ['rules', id], message: `The level of rule \`${id}\` ${fault}.` }];
}

function optionFaults(rule: Rule, setting: JsonMap): readonly SettingsProblem[] {
  return Object.entries(setting).flatMap(([name, value]) => {
    const at = ['rules', rule.id, name];
    if (name === 'level') {
      const fault = levelFault(value);
      return fault === undefined ? [] : [{ at, message: `The level of rule \`${rule.id}\` ${fault}.` }];
    }
    const spec = Object.hasOwn(rule.options ?? {}, name) ? rule.options?.[name] : undefined;
    if (spec === undefined) {
      const suggestion = didYouMean(name, ['level', ...Object.keys(rule.options ?? {})]);
      return [{ at, message: `Rule \`${rule.id}\` has no option \`${name}\`${suggestion}` }];
    }
    const fault = valueFault(spec, value);
    return fault === undefined
      ? []
      : [{ at, message: `Option \`${name}\` of rule \`${rule.id}\` ${fault}, and not ${JSON.stringify(value)}.` }];
  });
}

function levelFault(level: Json): string | undefined {
  const known = SETTING_LEVELS.some((one) => one === level);
  return known ? undefined : `must be one of ${SETTING_LEVELS.join(', ')}, and not ${JSON.stringify(level)}`;
}

/** Names that are no setting, at the root and one level below it. */
function unknownNames(given: JsonMap): SettingsProblem[] {
  const names = [...Object.keys(settingSpecs), 'rules'];
  const groups = new Set(names.flatMap((name) => (name.includes('.') ? [name.slice(0, name.indexOf('.'))] : [])));
  const problems: SettingsProblem[] = [];
  const report = (at: readonly string[], known: readonly string[]): void => {
    const name = at.join('.');
    if (!known.includes(name)) problems.push({ at, message: `There is no setting \`${name}\`${didYouMean(name, known)}` });
  };
  for (const [key, value] of Object.entries(given).filter(([name]) => !FOREIGN.has(name))) {
    if (!groups.has(key)) report([key], names);
    else if (isMap(value)) for (const inner of Object.keys(value)) report([key, inner], names);
    else if (value !== null) problems.push({ at: [key], message: `Setting \`${key}\` must be a mapping.` });
  }
  return problems;
}

/** The end of a sentence about a name that isn't known. */
function didYouMean(text: string, candidates: readonly string[]): string {
  const suggestion = nearest(text, candidates);
  return suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`;
}
