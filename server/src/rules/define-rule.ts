import type { OptionSpecs, Rule, Scope } from './types.ts';

/**
 * Declares a rule. It returns its argument; what it adds is types: the subject follows from `scope`, the message ids and fixes a
 * problem may name from `messages` and `fixes`, and the options' values from their specifications.
 */
export function defineRule<
  const S extends Scope,
  const M extends string,
  const F extends string = never,
  const O extends OptionSpecs = Readonly<Record<never, never>>,
>(rule: Rule<S, M, F, O>): Rule<S, M, F, O> {
  return rule;
}
