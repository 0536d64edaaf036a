import type { Inventory } from '../resources/types.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Settings } from '../settings.ts';
import { isSwitchedOn } from './finding.ts';
import { optionValues } from './options.ts';
import { ruleSetting } from './rule-setting.ts';
import type { Context, Rule } from './types.ts';

/** What rules are run by. */
export interface RunOptions {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly schemas: Schemas;
  /** See {@link Context.partial}. */
  readonly partial: boolean;
}

/** A rule that is switched on, with what it is given. */
export interface ActiveRule {
  readonly rule: Rule;
  /** What it is given for a subject of an object of this kind, for which settings may have options of their own. */
  contextFor(kind: string | undefined): Context;
}

/**
 * The rules that run under some settings.
 * @param inventory what those are given that declare that they read it; the schemas of all of them ask it for the definitions of custom kinds
 */
export function activeRules(options: RunOptions, inventory: Inventory): readonly ActiveRule[] {
  const inWorkspace = { ...options, schemas: options.schemas.over(inventory) };
  return options.rules.filter((rule) => isSwitchedOn(rule, options.settings)).map((rule) => activeRule(rule, inWorkspace, inventory));
}

function activeRule(rule: Rule, options: RunOptions, inventory: Inventory): ActiveRule {
  const common = contextOf(rule, undefined, options, inventory);
  if (options.settings.overrides.length === 0) return { rule, contextFor: () => common };
  const byKind = new Map<string | undefined, Context>([[undefined, common]]);
  const contextFor = (kind: string | undefined): Context => {
    const context = byKind.get(kind) ?? contextOf(rule, kind, options, inventory);
    byKind.set(kind, context);
    return context;
  };
  return { rule, contextFor };
}

function contextOf(rule: Rule, kind: string | undefined, { settings, schemas, partial }: RunOptions, inventory: Inventory): Context {
  const options = optionValues(rule.options, ruleSetting(settings, rule.id, kind));
  if (rule.workspace) return { settings, schemas, partial, options, inventory };
  return {
    settings,
    schemas,
    partial,
    options,
    get inventory(): Inventory {
      throw new Error(`Rule ${rule.id} reads the workspace but doesn't declare \`workspace: true\`.`);
    },
  };
}
