import type { InventoryStore, Tracker } from '../resources/inventory.ts';
import { readsAny } from '../resources/inventory.ts';
import type { ActiveRule } from './active-rules.ts';
import type { Found } from './covered.ts';
import type { Outcome, SubjectLists } from './outcomes.ts';
import { outcomesOf, pointedAt, sameOutcomes } from './outcomes.ts';
import type { Rule, Scope } from './types.ts';

/**
 * What rules gave on a part of a document that they look at by itself: one of its objects, or what of it is in none. It is kept as long as
 * the part is left alone, and brought up to date when something has changed that rules asked the inventory for.
 */
export interface Part {
  /** All that rules gave. */
  outcomes: readonly Outcome[];
  /** Everything that rules asked for. */
  keys: readonly string[];
  /** The workspace's revision at which it was right. */
  revision: number;
  /** What was given by the rules that asked for nothing. */
  readonly fixed: readonly Outcome[];
  /** What was asked for and given by each of the others. */
  readonly shares: Share[];
  /** What became of the outcomes where the object began at an offset of its document; undefined before they were placed. */
  placed: { readonly outcomes: readonly Outcome[]; readonly start: number; readonly found: readonly Found[] } | undefined;
}

interface Share {
  readonly by: ActiveRule;
  readonly outcomes: readonly Outcome[];
  readonly keys: readonly string[];
}

/** Makes parts, and brings them up to date. */
export interface PartRunner {
  create(subjects: SubjectLists): Part;
  /**
   * Runs those rules again that asked for something that has changed; true where they don't give what they gave.
   * @param subjects the part's own, as they are now
   * @param changes the keys that have changed; undefined: all
   */
  refresh(part: Part, subjects: () => SubjectLists, changes: ReadonlySet<string> | undefined): boolean;
}

/** A runner of some rules, which have the tracker's inventory. */
export function createPartRunner(active: readonly ActiveRule[], tracker: Tracker, store: InventoryStore): PartRunner {
  const chosen = rulesFor(active);
  const run = (one: ActiveRule, subjects: SubjectLists): readonly Outcome[] => {
    tracker.begin();
    const outcomes = outcomesOf(one, subjects);
    if (outcomes.length > 0) for (const resource of pointedAt(outcomes)) tracker.pointAt(resource);
    return outcomes;
  };
  const create = (subjects: SubjectLists): Part => {
    const fixed: Outcome[] = [];
    const shares: Share[] = [];
    const rules = chosen(subjects);
    for (let index = 0; index < rules.length; index += 1) {
      const by = rules[index] as ActiveRule;
      const outcomes = run(by, subjects);
      const keys = tracker.end();
      if (keys !== undefined) shares.push({ by, outcomes, keys });
      else if (outcomes.length > 0) fixed.push(...outcomes);
    }
    return { fixed, shares, revision: store.revision, placed: undefined, ...sumOf(fixed, shares) };
  };
  const refresh = (part: Part, subjects: () => SubjectLists, changes: ReadonlySet<string> | undefined): boolean => {
    part.revision = store.revision;
    if (changes !== undefined && !readsAny(part.keys, changes)) return false;
    const now = subjects();
    let hasChanged = false;
    for (const [index, { by, outcomes: before, keys: asked }] of part.shares.entries()) {
      if (changes !== undefined && !readsAny(asked, changes)) continue;
      const outcomes = run(by, now);
      part.shares[index] = { by, outcomes, keys: tracker.end() ?? [] };
      hasChanged ||= !sameOutcomes(before, outcomes);
    }
    const { outcomes, keys } = sumOf(part.fixed, part.shares);
    part.keys = keys;
    if (hasChanged) part.outcomes = outcomes;
    return hasChanged;
  };
  return { create, refresh };
}

function sumOf(fixed: readonly Outcome[], shares: readonly Share[]): Pick<Part, 'outcomes' | 'keys'> {
  if (shares.length === 0) return { outcomes: fixed, keys: NO_KEYS };
  const all = new Set<string>();
  for (const { keys } of shares) for (const key of keys) all.add(key);
  const found = shares.filter(({ outcomes }) => outcomes.length > 0);
  return { outcomes: found.length === 0 ? fixed : [...fixed, ...found.flatMap(({ outcomes }) => outcomes)], keys: [...all] };
}

const NO_KEYS: readonly string[] = [];

/** The rules that have anything to look at among some subjects. */
function rulesFor(active: readonly ActiveRule[]): (subjects: SubjectLists) => readonly ActiveRule[] {
  const named = new Set(active.flatMap(({ rule }) => rule.kinds ?? []));
  const known = new Map<string, readonly ActiveRule[]>();
  return (subjects) => {
    // Whatever else somebody types in the place of a kind is one to all rules.
    const kind = subjects.kind !== undefined && named.has(subjects.kind) ? subjects.kind : '';
    let key = kind;
    for (const scope of SCOPES) key += subjects[scope].length > 0 ? '+' : '-';
    const rules = known.get(key);
    if (rules !== undefined) return rules;
    const chosen = active.filter(({ rule }) => looksAt(rule, kind, (scope) => subjects[scope].length > 0));
    known.set(key, chosen);
    return chosen;
  };
}

function looksAt({ scope, kinds, checkCompose }: Rule, kind: string, has: (scope: Scope | 'services') => boolean): boolean {
  return (has(scope) && (kinds?.includes(kind) ?? true)) || (checkCompose !== undefined && has('services'));
}

const SCOPES: readonly (Scope | 'services')[] = ['document', 'resource', 'workload', 'container', 'plan', 'services'];
