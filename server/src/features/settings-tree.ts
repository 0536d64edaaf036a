import { WORKLOAD_KINDS } from '../resources/workload.ts';
import { rulePage } from '../rules/pages.ts';
import { allRules, ruleOf } from '../rules/registry.ts';
import { SETTING_LEVELS } from '../rules/rule-setting.ts';
import type { Level, Rule, ValueSpec } from '../rules/types.ts';
import type { Schemas } from '../schema/schemas.ts';
import { defaultSettings } from '../settings.ts';
import { OVERRIDES_DESCRIPTION, overrideSpecs, RULES_DESCRIPTION, settingSpecs } from '../settings-specs.ts';
import { getAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { code, paragraphs } from './markdown.ts';

/** What overrides call the services of Compose files. */
const COMPOSE_SERVICE = 'service';

/** A value that a setting may have. */
interface SettingValue {
  readonly value: Json;
  /** Markdown. */
  readonly description?: string | undefined;
}

/** What may stand at a place of the settings. */
export interface SettingNode {
  /** In a few words, such as `list of strings` or a rule's level. */
  readonly type: string;
  /** Markdown; empty for the root. */
  readonly description: string;
  /** undefined where there is none. */
  readonly default?: Json | undefined;
  /** The keys below it, in the order in which they are worth proposing. */
  readonly keys?: readonly string[];
  /** What stands below one of {@link keys}. */
  readonly at?: (key: string) => SettingNode | undefined;
  /** What each item is; set for lists. */
  readonly item?: SettingNode;
  readonly values?: readonly SettingValue[];
}

/** Facts that the tree needs and the specifications leave open. */
export interface SettingFacts {
  /** Minor versions of Kubernetes whose schemas are known, in ascending order. */
  readonly versions: readonly string[];
  /** Kinds of objects that an override may name. */
  readonly kinds: readonly string[];
}

/** The facts as the schemas have them. Workloads come first: they are what overrides are mostly for. */
export function settingFacts({ versions, newest, kinds }: Schemas): SettingFacts {
  const others = kinds(newest).map(({ kind }) => kind);
  return { versions, kinds: [...new Set([...WORKLOAD_KINDS, COMPOSE_SERVICE, ...others.toSorted()])] };
}

/** What may stand at a place of `.plimsoll.yaml`; undefined where nothing may. */
export function settingNodeAt(route: Route, facts: SettingFacts): SettingNode | undefined {
  let node: SettingNode | undefined = rootNode(facts);
  for (const step of route) node = typeof step === 'number' ? node?.item : node?.at?.(step);
  return node;
}

function rootNode(facts: SettingFacts): SettingNode {
  const names = Object.keys(settingSpecs);
  const first = names.map((name) => name.split('.')[0] ?? name);
  return {
    type: 'mapping',
    description: '',
    keys: [...new Set([...first, 'rules', 'overrides'])],
    at: (key) => {
      if (key === 'rules') return rulesNode();
      if (key === 'overrides') return overridesNode(facts);
      return names.includes(key) ? settingNode(key, facts) : groupNode(key, names, facts);
    },
  };
}

function groupNode(group: string, names: readonly string[], facts: SettingFacts): SettingNode | undefined {
  const keys = names.flatMap((name) => (name.startsWith(`${group}.`) ? [name.slice(group.length + 1)] : []));
  if (keys.length === 0) return undefined;
  const description = `Settings ${keys.map(code).join(', ')}.`;
  return { type: 'mapping', description, keys, at: (key) => (keys.includes(key) ? settingNode(`${group}.${key}`, facts) : undefined) };
}

function settingNode(name: string, { versions }: SettingFacts): SettingNode {
  const spec = (settingSpecs as Readonly<Record<string, ValueSpec>>)[name] as ValueSpec;
  const node = valueNode(spec, getAt(defaultSettings as unknown as Json, name.split('.')));
  return name === 'kubernetesVersion' ? { ...node, values: versions.toReversed().map((value) => ({ value })) } : node;
}

function rulesNode(): SettingNode {
  return { type: 'mapping', description: RULES_DESCRIPTION, keys: allRules.map(({ id }) => id), at: ruleNode };
}

function ruleNode(id: string): SettingNode | undefined {
  const rule = ruleOf(id);
  if (rule === undefined) return undefined;
  const options = rule.options ?? {};
  const level = levelNode(rule);
  return {
    type: rule.level,
    description: ruleText(rule),
    keys: ['level', ...Object.keys(options)],
    at: (key) => {
      if (key === 'level') return level;
      const spec = Object.hasOwn(options, key) ? options[key] : undefined;
      return spec && valueNode(spec, spec.default as Json);
    },
    values: SETTING_LEVELS.map((value) => ({ value })),
  };
}

function ruleText(rule: Rule): string {
  const { docs, options = {} } = rule;
  const names = Object.keys(options);
  return paragraphs(
    `${docs.summary}.`,
    docs.why,
    `Its own level is ${ownLevel(rule.level)}.${names.length > 0 ? ` Options: ${names.map(code).join(', ')}.` : ''}`,
    `[More about ${code(rule.id)}](${rulePage(rule.id)})`,
  );
}

function levelNode({ level }: Rule): SettingNode {
  return {
    type: 'level',
    description: `Level of the rule. Its own is ${ownLevel(level)}.`,
    values: SETTING_LEVELS.map((value) => ({ value })),
  };
}

function overridesNode({ kinds }: SettingFacts): SettingNode {
  const scopes: Readonly<Record<string, SettingNode>> = {
    files: valueNode(overrideSpecs.files, undefined),
    kinds: {
      ...valueNode(overrideSpecs.kinds, undefined),
      item: { type: 'kind', description: '', values: kinds.map((value) => ({ value })) },
    },
  };
  const keys = [...Object.keys(scopes), 'rules'];
  const item: SettingNode = {
    type: 'override',
    description: OVERRIDES_DESCRIPTION,
    keys,
    at: (key) => (key === 'rules' ? rulesNode() : scopes[key]),
  };
  return { type: 'list of overrides', description: OVERRIDES_DESCRIPTION, default: [], item };
}

function valueNode(spec: ValueSpec, value: Json | undefined): SettingNode {
  const { description } = spec;
  switch (spec.type) {
    case 'strings':
      return { type: 'list of strings', description, default: value, item: { type: 'string', description } };
    case 'boolean':
      return { type: 'boolean', description, default: value, values: [{ value: true }, { value: false }] };
    case 'number':
      return { type: spec.integer ? 'whole number' : 'number', description, default: value };
    case 'string':
      return { type: 'string', description, default: value, ...(spec.enum && { values: enumValues(spec.enum, spec.enumDescriptions) }) };
  }
}

function enumValues(values: readonly string[], descriptions: readonly string[] = []): readonly SettingValue[] {
  return values.map((value, index) => ({ value, description: descriptions[index] }));
}

/** A level as a sentence has it: what `strict` means is no level that settings could give. */
export function ownLevel(level: Level): string {
  return level === 'strict' ? 'off, and info in the strict profile' : level;
}
