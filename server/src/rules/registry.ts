import { engineRules } from './engine-rules.ts';
import { generatedRules } from './registry.generated.ts';
import type { Rule } from './types.ts';

/** All rules there are, by id. */
export const allRules: readonly Rule[] = [...generatedRules, ...engineRules].sort((a, b) => (a.id < b.id ? -1 : 1));

const byId: ReadonlyMap<string, Rule> = new Map(allRules.map((rule) => [rule.id, rule]));

/** The rule of an id, or undefined where there is none. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id);
}
