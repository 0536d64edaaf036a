import type { TierName } from './capacity/types.ts';
import { valueFault } from './rules/options.ts';
import type { Override, RuleSetting } from './rules/rule-setting.ts';
import { parseOverrides } from './settings-overrides.ts';
import type { SettingsProblem } from './settings-rules.ts';
import { didYouMean, parseRules } from './settings-rules.ts';
import type { SettingName } from './settings-specs.ts';
import { settingSpecs } from './settings-specs.ts';
import { getAt, isMap } from './yaml/json.ts';
import type { Json, JsonMap } from './yaml/types.ts';

/** Everything that steers an analysis; the same keys in the editor's settings, `.plimsoll.yaml` and the command line. */
export interface Settings {
  readonly enable: boolean;
  readonly profile: 'recommended' | 'strict';
  readonly tier: 'auto' | TierName;
  /** A minor version such as `1.36`. */
  readonly kubernetesVersion: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Other settings of rules for some files or kinds; later ones win over earlier ones, and all over {@link rules}. */
  readonly overrides: readonly Override[];
  readonly capacity: {
    readonly users: number | undefined;
    readonly conversations: number | undefined;
    /** Share of users with a conversation at the peak, 0 to 1. */
    readonly peakConcurrency: number;
    /** Conversation threads that the databases must hold. */
    readonly threads: number | undefined;
    /** What the largest node has for pods, as Kubernetes quantities. */
    readonly nodeCpu: string | undefined;
    readonly nodeMemory: string | undefined;
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
  overrides: [],
  // The share is the assumption of the sizing model; it is shown wherever it was used.
  capacity: {
    users: undefined,
    conversations: undefined,
    peakConcurrency: 0.3,
    threads: undefined,
    nodeCpu: undefined,
    nodeMemory: undefined,
  },
  exclude: [],
  schemas: { enable: 'auto' },
  hints: { enable: true },
  codeLens: { enable: true },
  maxProblems: 1000,
};

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
    overrides: parseOverrides(given.overrides, problems) ?? under.overrides,
    capacity: {
      users: read('capacity.users', under.capacity.users),
      conversations: read('capacity.conversations', under.capacity.conversations),
      peakConcurrency: read('capacity.peakConcurrency', under.capacity.peakConcurrency),
      threads: read('capacity.threads', under.capacity.threads),
      nodeCpu: read('capacity.nodeCpu', under.capacity.nodeCpu),
      nodeMemory: read('capacity.nodeMemory', under.capacity.nodeMemory),
    },
    exclude: read('exclude', under.exclude),
    schemas: { enable: read('schemas.enable', under.schemas.enable) },
    hints: { enable: read('hints.enable', under.hints.enable) },
    codeLens: { enable: read('codeLens.enable', under.codeLens.enable) },
    maxProblems: read('maxProblems', under.maxProblems),
  };
  return { settings, problems };
}

/** Names that are no setting, at the root and one level below it. */
function unknownNames(given: JsonMap): SettingsProblem[] {
  const names = [...Object.keys(settingSpecs), 'rules', 'overrides'];
  const groups = new Set(names.flatMap((name) => (name.includes('.') ? [name.slice(0, name.indexOf('.'))] : [])));
  const problems: SettingsProblem[] = [];
  const report = (at: readonly string[], known: readonly string[]): void => {
    const name = at.join('.');
    if (!known.includes(name)) problems.push({ at, message: `There is no setting \`${name}\`${didYouMean(name, known)}` });
  };
  for (const [key, value] of Object.entries(given).filter(([name]) => !FOREIGN.has(name))) {
    if (!groups.has(key)) report([key], names);
    else if (key === 'overrides') continue;
    else if (isMap(value)) for (const inner of Object.keys(value)) report([key, inner], names);
    else if (value !== null) problems.push({ at: [key], message: `Setting \`${key}\` must be a mapping.` });
  }
  return problems;
}
