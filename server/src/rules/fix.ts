import type { Inventory } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { equals } from '../yaml/json.ts';
import type { JsonMap, Patch, Route, YamlDocument } from '../yaml/types.ts';
import { optionValues } from './options.ts';
import { ruleSetting } from './rule-setting.ts';
import type { Finding, Fix, FixContext, Rule } from './types.ts';

/** What a fix is made from: the part of a finding that travels with its diagnostic. */
export type Fixable = Pick<Finding, 'at' | 'data' | 'resource'>;

/** What a fix does: changes of the document, and new objects that belong beside it. */
export interface FixChange {
  readonly patches: readonly Patch[];
  readonly companions: readonly JsonMap[];
}

/** What surrounds the problem that a fix is for, as it is now. */
export interface FixSurroundings {
  readonly document: YamlDocument;
  readonly settings: Settings;
  readonly inventory: Inventory;
}

/**
 * What a rule's fix does about one of its problems; undefined where it doesn't apply, or no longer does.
 * A fix that throws is none: the document may have changed under it since the finding was made.
 */
export function fixChange(rule: Rule, fixId: string, problem: Fixable, surroundings: FixSurroundings): FixChange | undefined {
  const fix = rule.fixes && Object.hasOwn(rule.fixes, fixId) ? rule.fixes[fixId] : undefined;
  if (fix === undefined) return undefined;
  const setting = ruleSetting(surroundings.settings, rule.id, problem.resource?.kind);
  try {
    return changeBy(fix, problem, { ...surroundings, options: optionValues(rule.options, setting) });
  } catch {
    return undefined;
  }
}

/** {@link fixChange} within the document: its companions are appended to it. */
export function fixPatches(...args: Parameters<typeof fixChange>): readonly Patch[] | undefined {
  const change = fixChange(...args);
  return change && [...change.patches, ...change.companions.map((value): Patch => ({ op: 'append', value }))];
}

function changeBy(fix: Fix, problem: Fixable, context: FixContext): FixChange | undefined {
  const patches = fix.patches ? fix.patches(problem, context) : [];
  const companions = fix.companions ? fix.companions(problem, context) : [];
  if (patches === undefined || companions === undefined) return undefined;
  return patches.length + companions.length === 0 ? undefined : { patches, companions };
}

/**
 * Joins the patches of several fixes of one document. A fix that would touch what an earlier one touches is left out, unless it asks for
 * the very same; it gets its turn when the document is checked again.
 */
export function joinFixes(fixes: Iterable<readonly Patch[]>): readonly Patch[] {
  const joined: Patch[] = [];
  for (const patches of fixes) {
    const added = patches.filter((patch) => !joined.some((other) => samePatch(patch, other)));
    if (!added.some((patch) => joined.some((other) => clash(patch, other)))) joined.push(...added);
  }
  return joined;
}

function samePatch(a: Patch, b: Patch): boolean {
  return equals({ ...a }, { ...b });
}

function clash(a: Patch, b: Patch): boolean {
  if (a.op === 'comment' || b.op === 'comment' || a.op === 'append' || b.op === 'append') return false;
  if (a.op === 'insert' && b.op === 'insert' && a.index === undefined && b.index === undefined) return false;
  const [upper, lower] = touched(a).length < touched(b).length ? [touched(a), touched(b)] : [touched(b), touched(a)];
  return upper.every((step, index) => step === lower[index]);
}

/** The route below which a patch changes things: the whole list, where items change their indexes. */
function touched(patch: Exclude<Patch, { op: 'comment' | 'append' }>): Route {
  const shifts = patch.op === 'remove' && typeof patch.at.at(-1) === 'number';
  return shifts ? patch.at.slice(0, -1) : patch.at;
}
