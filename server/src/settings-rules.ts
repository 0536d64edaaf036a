import { valueFault } from './rules/options.ts';
import { allRules, ruleOf } from './rules/registry.ts';
import type { RuleSetting } from './rules/rule-setting.ts';
import { SETTING_LEVELS } from './rules/rule-setting.ts';
import type { Rule } from './rules/types.ts';
import { nearest } from './schema/suggest.ts';
import { isMap } from './yaml/json.ts';
import type { Json, JsonMap } from './yaml/types.ts';

/** Keys and indexes from the root of the settings. */
export type SettingsPath = readonly (string | number)[];

/** A setting that can't be used. What it would have replaced holds instead. */
export interface SettingsProblem {
  /** From the root of the settings to the one concerned. */
  readonly at: SettingsPath;
  /** A whole sentence, which names the setting. */
  readonly message: string;
}

/** The usable ones of the settings of rules; what is wrong with the others is added to `problems`, at its place below `at`. */
export function parseRules(
  given: Json | undefined,
  problems: SettingsProblem[],
  at: SettingsPath = [],
): Readonly<Record<string, RuleSetting>> {
  if (given === undefined || given === null) return {};
  const report = (found: readonly SettingsProblem[]) =>
    problems.push(...found.map((problem) => ({ ...problem, at: [...at, ...problem.at] })));
  if (!isMap(given)) {
    report([{ at: ['rules'], message: 'Setting `rules` must be a mapping of rule ids to levels.' }]);
    return {};
  }
  const usable = Object.entries(given).flatMap(([id, setting]) => {
    const faults = ruleFaults(id, setting);
    report(faults);
    const asks = typeof setting === 'string' || isMap(setting);
    return asks && faults.length === 0 ? [[id, setting as RuleSetting]] : [];
  });
  return Object.fromEntries(usable) as Readonly<Record<string, RuleSetting>>;
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

/** The end of a sentence about a name that isn't known. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const suggestion = nearest(text, candidates);
  return suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`;
}
