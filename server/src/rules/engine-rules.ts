import { defineRule } from './define-rule.ts';
import type { Rule } from './types.ts';

// What the engine itself reports. These are rules to everyone else: they have levels, pages and codes. Only their findings don't come
// from a check, which would have to know what all other rules found.
const check = (): never[] => [];
/** They look at nothing, so they aren't even called. */
const kinds: readonly string[] = [];

/** A suppression names a rule that there is none of. */
export const unknownRule = defineRule({
  id: 'suppressions/unknown-rule',
  level: 'warning',
  scope: 'document',
  kinds,
  docs: {
    summary: 'A suppression names a rule that does not exist',
    why: 'A misspelt rule id suppresses nothing: the finding it was written for stays, or comes back when the id was right once and has changed.',
    fix: 'Write the id as the finding shows it, such as `resources/memory-limit`, or remove the suppression.',
  },
  messages: {
    unknown: 'There is no rule `{rule}`, so this suppression has no effect; a rule is named as its findings show it.',
    similar: 'There is no rule `{rule}`, so this suppression has no effect; did you mean `{suggestion}`?',
    none: 'This suppression names no rule, so it has no effect; write the rules it is for, as in `plimsoll-ignore resources/memory-limit: reason`.',
  },
  check,
});

/** A suppression that suppresses nothing. */
export const unusedSuppression = defineRule({
  id: 'suppressions/unused',
  level: 'info',
  scope: 'document',
  kinds,
  docs: {
    summary: 'A suppression that suppresses nothing',
    why: 'It says that something is wrong here when nothing is, and it would hide the next problem of that kind unseen.',
    fix: 'Remove it. It may also stand at the wrong place: a comment holds for its own line or the line below it, an annotation for its object.',
    exceptions: 'While the document has syntax errors, and for rules that the settings switch off.',
  },
  messages: {
    unused: 'This suppression of `{rule}` suppresses nothing, and would hide the next problem of that kind; remove it.',
  },
  check,
});

/** A rule that threw. */
export const ruleFailed = defineRule({
  id: 'internal/rule-failed',
  level: 'info',
  scope: 'document',
  kinds,
  docs: {
    summary: 'A rule could not finish because of a defect in Plimsoll',
    why: 'The rule found something in this document that it was not made for. Its findings here may be missing; all other rules have run.',
    fix: 'Report it with the message and, where you can, the lines it is shown at. Until it is mended the rule can be switched off.',
  },
  messages: {
    failed: 'The rule `{rule}` could not check this because of a defect in Plimsoll ({error}); all other rules have run.',
  },
  check,
});

/** The engine's own rules. */
export const engineRules: readonly Rule[] = [ruleFailed, unknownRule, unusedSuppression];

/** True for the rules whose findings are made of what other rules found. */
export function isEngineRule(id: string): boolean {
  return engineRules.some((rule) => rule.id === id);
}
