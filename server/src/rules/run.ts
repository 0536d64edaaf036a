import type { InventoryStore, Reads } from '../resources/inventory.ts';
import type { ComposeService, Inventory } from '../resources/types.ts';
import { workloadsIn } from '../resources/workload.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Settings } from '../settings.ts';
import { memo } from '../yaml/memo.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import type { Found } from './covered.ts';
import { uncovered } from './covered.ts';
import { ruleFailed } from './engine-rules.ts';
import { isSwitchedOn, SERVICE, toFinding } from './finding.ts';
import { optionValues } from './options.ts';
import { ruleSetting } from './rule-setting.ts';
import type { CheckedDocument, Context, Finding, Problem, Rule, Scope, Subjects } from './types.ts';

/** What a run depends on besides the document. */
export interface CheckOptions {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly schemas: Schemas;
  /** The workspace that rules with `workspace: true` ask. */
  readonly store: InventoryStore;
  /** See {@link Context.partial}. */
  readonly partial: boolean;
}

/** What was found in a document, and what it depends on besides the document. */
export interface CheckResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** What workspace rules asked the inventory for. */
  readonly reads: Reads;
}

/** Checks documents by the same rules and settings. */
export type Checker = (checked: CheckedDocument) => CheckResult;

const NO_READS: Reads = new Map();

/**
 * A checker for documents. Findings of rules that read nothing but the document are computed once per document, those of workspace rules
 * each time.
 */
export function createChecker(options: CheckOptions): Checker {
  const active = activeRules(options).filter(({ rule }) => rule.scope !== 'inventory');
  const local = active.filter(({ rule }) => !rule.workspace);
  const across = active.filter(({ rule }) => rule.workspace);
  const localFound = memo((checked: CheckedDocument) => runAll(local, checked, options));
  const localFindings = memo((checked: CheckedDocument) => uncovered(localFound(checked), options.settings));
  return (checked) => {
    if (across.length === 0) return { findings: localFindings(checked), reads: NO_READS };
    const { value, reads } = options.store.track((inventory) => runAll(withInventory(across, options, inventory), checked, options));
    const findings = value.length === 0 ? localFindings(checked) : uncovered([...localFound(checked), ...value], options.settings);
    return { findings, reads };
  };
}

/** Gives the findings of rules about the workspace as a whole, by the document that shows them. */
export type WorkspaceChecker = () => ReadonlyMap<YamlDocument, readonly Finding[]>;

/** A checker of the rules whose subject is the inventory; it runs them again when something they asked for has changed. */
export function createWorkspaceChecker(options: CheckOptions): WorkspaceChecker {
  const active = activeRules(options).filter(({ rule }) => rule.scope === 'inventory');
  let latest: { readonly value: ReadonlyMap<YamlDocument, readonly Finding[]>; readonly reads: Reads } | undefined;
  return () => {
    if (active.length === 0) return new Map();
    if (latest === undefined || !options.store.unchanged(latest.reads)) {
      latest = options.store.track((inventory) => runOnInventory(withInventory(active, options, inventory), inventory, options.settings));
    }
    return latest.value;
  };
}

/**
 * True where a document cannot be judged as a whole because its text doesn't parse. What the parser rescues of it lacks lines that are there,
 * so nothing but the syntax errors is reported until it parses again.
 */
export function isBroken(document: YamlDocument): boolean {
  return document.problems.some((problem) => problem.code !== 'duplicate-key');
}

/** A rule with what it is given in this run. */
interface ActiveRule {
  readonly rule: Rule;
  /** What it is given for a subject of an object of this kind, for which settings may have options of their own. */
  contextFor(kind: string | undefined): Context;
}

function activeRules(options: CheckOptions): readonly ActiveRule[] {
  return options.rules.filter((rule) => isSwitchedOn(rule, options.settings)).map((rule) => activeRule(rule, options, undefined));
}

function withInventory(active: readonly ActiveRule[], options: CheckOptions, inventory: Inventory): readonly ActiveRule[] {
  return active.map(({ rule }) => activeRule(rule, options, inventory));
}

function activeRule(rule: Rule, { settings, schemas, partial }: CheckOptions, inventory: Inventory | undefined): ActiveRule {
  const contextFor = (kind: string | undefined): Context => ({
    settings,
    schemas,
    partial,
    options: optionValues(rule.options, ruleSetting(settings, rule.id, kind)),
    get inventory(): Inventory {
      if (inventory !== undefined) return inventory;
      throw new Error(`Rule ${rule.id} reads the workspace but doesn't declare \`workspace: true\`.`);
    },
  });
  const context = contextFor(undefined);
  return { rule, contextFor: settings.overrides.length === 0 ? () => context : contextFor };
}

/** Something that a rule is run on. */
interface Placed<T> {
  readonly subject: T;
  /** Where a failure of the rule is shown. */
  readonly at: Route;
  /** Of the object that it belongs to. */
  readonly kind: string | undefined;
}

type SubjectLists = { readonly [S in Scope]: readonly Placed<Subjects[S]>[] };

/** The subjects that a document has for rules of each scope. */
const subjectsOf: (checked: CheckedDocument) => SubjectLists = memo((checked) => {
  const { document, resources, plan } = checked;
  const whole = !isBroken(document);
  const workloads = whole ? workloadsIn(document) : [];
  return {
    document: [{ subject: checked, at: [], kind: undefined }],
    resource: whole ? resources.map((subject) => ({ subject, at: subject.route, kind: subject.kind })) : [],
    workload: workloads.map((subject) => ({ subject, at: subject.resource.route, kind: subject.kind })),
    container: workloads.flatMap(({ containers, kind }) => containers.map((subject) => ({ subject, at: subject.route, kind }))),
    plan: plan !== undefined && whole ? [{ subject: plan, at: [], kind: undefined }] : [],
    inventory: [],
  };
});

function servicesOf({ document, compose }: CheckedDocument): readonly Placed<ComposeService>[] {
  return isBroken(document) ? [] : (compose?.services ?? []).map((subject) => ({ subject, at: subject.route, kind: SERVICE }));
}

function runAll(active: readonly ActiveRule[], checked: CheckedDocument, { settings }: CheckOptions): readonly Found[] {
  const subjects = subjectsOf(checked);
  const services = servicesOf(checked);
  return active.flatMap(({ rule, contextFor }) => {
    const own: readonly Placed<Subjects[Scope]>[] = subjects[rule.scope];
    const run = { rule, document: checked.document, settings };
    const found = runOn(run, own, ({ subject, kind }) => rule.check(subject, contextFor(kind)));
    if (services.length === 0 || rule.checkCompose === undefined) return found;
    return [...found, ...runOn(run, services, ({ subject, kind }) => rule.checkCompose?.(subject, contextFor(kind)) ?? [])];
  });
}

/** A rule that is run on a document. */
interface RuleRun {
  readonly rule: Rule;
  readonly document: YamlDocument;
  readonly settings: Settings;
}

/** A rule's findings on some subjects. What it yields before it throws counts; that it threw is told once. */
function runOn<T>(
  { rule, document, settings }: RuleRun,
  subjects: readonly Placed<T>[],
  check: (placed: Placed<T>) => Iterable<Problem>,
): readonly Found[] {
  const found: Found[] = [];
  let hasFailed = false;
  const add = (finding: Finding | undefined, subject: Route, coveredBy: string | undefined): void => {
    if (finding !== undefined) found.push({ finding, subject, coveredBy });
  };
  for (const placed of subjects) {
    const { problems, error } = collect(() => check(placed));
    if (error !== undefined && !hasFailed) add(failureOf(rule, error, placed.at, document, settings), placed.at, undefined);
    hasFailed ||= error !== undefined;
    for (const problem of problems) add(toFinding(rule, problem, document, settings), placed.at, problem.coveredBy);
  }
  return found;
}

function runOnInventory(
  active: readonly ActiveRule[],
  inventory: Inventory,
  settings: Settings,
): ReadonlyMap<YamlDocument, readonly Finding[]> {
  const byDocument = new Map<YamlDocument, Finding[]>();
  const add = (document: YamlDocument | undefined, toShow: (document: YamlDocument) => Finding | undefined): void => {
    const finding = document && toShow(document);
    if (document !== undefined && finding !== undefined) byDocument.set(document, [...(byDocument.get(document) ?? []), finding]);
  };
  for (const { rule, contextFor } of active) {
    const { problems, error } = collect(() => rule.check(inventory, contextFor(undefined)));
    for (const problem of problems) add(problem.in?.document, (document) => toFinding(rule, problem, document, settings));
    // The workspace has no place of its own; its first workload stands in for it.
    const [first] = error === undefined ? [] : inventory.workloads();
    add(first?.entry.resource.document, (document) => failureOf(rule, error ?? '', [], document, settings));
  }
  return byDocument;
}

/** The problems that a rule gives until it ends or throws, and the error's message where it does. */
function collect(check: () => Iterable<Problem>): { readonly problems: readonly Problem[]; readonly error: string | undefined } {
  const problems: Problem[] = [];
  try {
    for (const problem of check()) problems.push(problem);
    return { problems, error: undefined };
  } catch (error) {
    return { problems, error: error instanceof Error ? error.message : String(error) };
  }
}

function failureOf(rule: Rule, error: string, at: Route, document: YamlDocument, settings: Settings): Finding | undefined {
  return toFinding(ruleFailed, { at, message: 'failed', data: { rule: rule.id, error } }, document, settings);
}
