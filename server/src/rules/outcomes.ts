import type { ComposeService, Resource } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import type { Route } from '../yaml/types.ts';
import type { ActiveRule } from './active-rules.ts';
import { isBroken } from './broken.ts';
import { SERVICE } from './finding.ts';
import type { CheckedDocument, Context, Problem, Rule, Scope, Subjects } from './types.ts';

/** What a rule gave on a subject. It holds on to no text, so it stays right when an edit elsewhere moves the subject. */
export interface Outcome {
  readonly rule: Rule;
  /** Where the subject is: there a failure of the rule is shown. */
  readonly at: Route;
  /** What it gave until it ended or threw. */
  readonly problems: readonly Problem[];
  /** The error's message where the rule threw. */
  readonly error: string | undefined;
}

/** Something that a rule is run on. */
interface Placed<T> {
  readonly subject: T;
  readonly at: Route;
  /** Of the object that it belongs to. */
  readonly kind: string | undefined;
}

/** What there is for rules of each scope, and the services of a Compose file. */
export type SubjectLists = { readonly [S in Scope]: readonly Placed<Subjects[S]>[] } & {
  readonly services: readonly Placed<ComposeService>[];
  /** Of the object that all of them are parts of; undefined where there is none. */
  readonly kind: string | undefined;
};

const NO_SUBJECTS: SubjectLists = {
  kind: undefined,
  document: [],
  resource: [],
  workload: [],
  container: [],
  plan: [],
  inventory: [],
  services: [],
};

/** An object and its parts. */
export function subjectsIn(resource: Resource): SubjectLists {
  const { route: at, kind } = resource;
  const workload = workloadOf(resource);
  return {
    ...NO_SUBJECTS,
    kind,
    resource: [{ subject: resource, at, kind }],
    workload: workload === undefined ? [] : [{ subject: workload, at, kind }],
    container: (workload?.containers ?? []).map((subject) => ({ subject, at: subject.route, kind })),
  };
}

/** A document as a whole, and what of it is in no object. */
export function subjectsAround(checked: CheckedDocument): SubjectLists {
  const { document, plan, compose } = checked;
  const whole = !isBroken(document);
  return {
    ...NO_SUBJECTS,
    document: [{ subject: checked, at: [], kind: undefined }],
    plan: plan !== undefined && whole ? [{ subject: plan, at: [], kind: undefined }] : [],
    services: whole ? (compose?.services ?? []).map((subject) => ({ subject, at: subject.route, kind: SERVICE })) : [],
  };
}

const NOTHING: readonly Outcome[] = [];

type Check<T> = (subject: T, context: Context) => Iterable<Problem>;

/** What a rule gives on its subjects. Those on which it gives nothing are left out. */
export function outcomesOf({ rule, contextFor }: ActiveRule, subjects: SubjectLists): readonly Outcome[] {
  const own: readonly Placed<Subjects[Scope]>[] = subjects[rule.scope];
  const { checkCompose } = rule;
  const outcomes = own.length === 0 ? NOTHING : outcomesOn(own, rule, rule.check, contextFor);
  if (checkCompose === undefined || subjects.services.length === 0) return outcomes;
  return [...outcomes, ...outcomesOn(subjects.services, rule, checkCompose, contextFor)];
}

// Rules run hundreds of thousands of times on a large folder and mostly give nothing, so that costs no closure, no list and no iterator.
function outcomesOn<T>(
  subjects: readonly Placed<T>[],
  rule: Rule,
  check: Check<T>,
  contextFor: ActiveRule['contextFor'],
): readonly Outcome[] {
  let outcomes: Outcome[] | undefined;
  for (let index = 0; index < subjects.length; index += 1) {
    const { subject, at, kind } = subjects[index] as Placed<T>;
    const outcome = outcomeOf(rule, at, check, subject, contextFor(kind));
    if (outcome === undefined) continue;
    outcomes ??= [];
    outcomes.push(outcome);
  }
  return outcomes ?? NOTHING;
}

/** What a rule gives on one subject; undefined where that is nothing. */
export function outcomeOf<T>(rule: Rule, at: Route, check: Check<T>, subject: T, context: Context): Outcome | undefined {
  let problems: Problem[] | undefined;
  try {
    const given = check(subject, context)[Symbol.iterator]();
    for (let next = given.next(); !next.done; next = given.next()) {
      problems ??= [];
      problems.push(next.value);
    }
  } catch (error) {
    return { rule, at, problems: problems ?? [], error: error instanceof Error ? error.message : String(error) };
  }
  return problems && { rule, at, problems, error: undefined };
}

/** The objects at whose text what was given points, besides its own. */
export function pointedAt(outcomes: readonly Outcome[]): readonly Resource[] {
  const problems = outcomes.flatMap((outcome) => outcome.problems);
  return problems.flatMap(({ related = [] }) => related.map((one) => one.in)).filter((resource) => resource !== undefined);
}

/** Whether two runs of a rule gave the same. */
export function sameOutcomes(some: readonly Outcome[], others: readonly Outcome[]): boolean {
  return some.length === others.length && some.every((one, index) => isSameData(one, others[index]));
}

/** Objects of the workspace are compared by identity: with another version of one, what points at it is found elsewhere. */
function isSameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isData(one) || !isData(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSameData(one[key], other[key]));
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !('document' in value);
}
