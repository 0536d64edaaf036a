import type { Override, RuleSettings } from './rules/rule-setting.ts';
import { stack } from './rules/rule-setting.ts';
import type { SettingsPath, SettingsProblem } from './settings-rules.ts';
import { didYouMean, parseRules } from './settings-rules.ts';
import { isList, isMap } from './yaml/json.ts';
import type { Json, JsonMap } from './yaml/types.ts';

const KEYS = ['files', 'kinds', 'rules'];

/** The usable overrides; undefined where none are given. What is wrong with the others is added to `problems`. */
export function parseOverrides(given: Json | undefined, problems: SettingsProblem[]): readonly Override[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isList(given)) {
    problems.push({ at: ['overrides'], message: 'Setting `overrides` must be a list.' });
    return undefined;
  }
  return given.flatMap((override, index) => parseOverride(override, ['overrides', index], problems));
}

/**
 * The settings of one file: the overrides that hold for all its objects are taken into the rules, those for some kinds stay, and those
 * for other files go.
 * @param matches whether the file is one of those that some globs name
 */
export function settingsOfFile<S extends RuleSettings>(settings: S, matches: (globs: readonly string[]) => boolean): S {
  if (settings.overrides.length === 0) return settings;
  let { rules } = settings;
  const overrides: Override[] = [];
  for (const override of settings.overrides) {
    if (override.files !== undefined && !matches(override.files)) continue;
    if (override.kinds === undefined) rules = merged(rules, override.rules);
    else overrides.push({ ...override, files: undefined });
  }
  return { ...settings, rules, overrides };
}

function merged(under: RuleSettings['rules'], over: RuleSettings['rules']): RuleSettings['rules'] {
  const changed = Object.entries(over).map(([id, setting]) => [id, stack(under[id], setting)] as const);
  return { ...under, ...Object.fromEntries(changed) };
}

function parseOverride(given: Json, at: SettingsPath, problems: SettingsProblem[]): readonly Override[] {
  if (!isMap(given)) {
    problems.push({ at, message: 'An override must be a mapping with `rules`, and `files` or `kinds` to say where they hold.' });
    return [];
  }
  const faults = overrideFaults(given, at);
  problems.push(...faults);
  const rules = parseRules(given.rules, problems, at);
  return faults.length > 0 ? [] : [{ files: strings(given.files), kinds: strings(given.kinds), rules }];
}

function overrideFaults(given: JsonMap, at: SettingsPath): readonly SettingsProblem[] {
  const unknown = Object.keys(given).filter((key) => !KEYS.includes(key));
  const faults = unknown.map((key) => ({ at: [...at, key], message: `An override has no \`${key}\`${didYouMean(key, KEYS)}` }));
  for (const key of ['files', 'kinds']) {
    const value = given[key] ?? null;
    const isFit = isList(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '');
    if (value !== null && !isFit) faults.push({ at: [...at, key], message: `\`${key}\` of an override must be a list of strings.` });
  }
  if ((given.files ?? given.kinds ?? null) === null) {
    faults.push({ at: [...at], message: 'An override needs `files` or `kinds`; what holds everywhere belongs in `rules`.' });
  }
  return faults;
}

function strings(value: Json | undefined): readonly string[] | undefined {
  return isList(value) ? value.filter((item) => typeof item === 'string') : undefined;
}
