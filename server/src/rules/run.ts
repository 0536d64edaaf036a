import type { InventoryStore, Reads } from '../resources/inventory.ts';
import type { Inventory } from '../resources/types.ts';
import { workloadsIn } from '../resources/workload.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Settings } from '../settings.ts';
import { memo } from '../yaml/memo.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { ruleFailed } from './engine-rules.ts';
import { inOrder, isSwitchedOn, toFinding } from './finding.ts';
import { optionValues } from './options.ts';
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
  const localFindings = memo((checked: CheckedDocument) => runAll(local, checked, options));
  return (checked) => {
    const own = localFindings(checked);
    if (across.length === 0) return { findings: own, reads: NO_READS };
    const { value, reads } = options.store.track((inventory) => runAll(withInventory(across, inventory), checked, options));
    return { findings: value.length === 0 ? own : inOrder([...own, ...value]), reads };
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
      latest = options.store.track((inventory) => runOnInventory(withInventory(active, inventory), inventory, options.settings));
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
  readonly context: Context;
}

function activeRules(options: CheckOptions): readonly ActiveRule[] {
  const { settings, schemas, partial } = options;
  return options.rules
    .filter((rule) => isSwitchedOn(rule, settings))
    .map((rule) => ({
      rule,
      context: {
        settings,
        schemas,
        partial,
        options: optionValues(rule.options, settings.rules[rule.id]),
        get inventory(): never {
          throw new Error(`Rule ${rule.id} reads the workspace but doesn't declare \`workspace: true\`.`);
        },
      },
    }));
}

function withInventory(active: readonly ActiveRule[], inventory: Inventory): readonly ActiveRule[] {
  return active.map(({ rule, context: { settings, schemas, partial, options } }) => ({
    rule,
    context: { settings, schemas, partial, options, inventory },
  }));
}

type SubjectLists = { readonly [S in Scope]: readonly { readonly subject: Subjects[S]; readonly at: Route }[] };

/** The subjects that a document has for rules of each scope, each with the place where a failure of the rule is shown. */
const subjectsOf: (checked: CheckedDocument) => SubjectLists = memo((checked) => {
  const { document, resources, plan } = checked;
  const workloads = isBroken(document) ? [] : workloadsIn(document);
  return {
    document: [{ subject: checked, at: [] }],
    resource: isBroken(document) ? [] : resources.map((subject) => ({ subject, at: subject.route })),
    workload: workloads.map((subject) => ({ subject, at: subject.resource.route })),
    container: workloads.flatMap(({ containers }) => containers.map((subject) => ({ subject, at: subject.route }))),
    plan: plan === undefined || isBroken(document) ? [] : [{ subject: plan, at: [] }],
    inventory: [],
  };
});

function runAll(active: readonly ActiveRule[], checked: CheckedDocument, { settings }: CheckOptions): readonly Finding[] {
  const subjects = subjectsOf(checked);
  return inOrder(active.flatMap((one) => runRule(one, subjects[one.rule.scope], checked.document, settings)));
}

type SubjectList = readonly { readonly subject: Subjects[Scope]; readonly at: Route }[];

/** A rule's findings in a document. What it yields before it throws counts; that it threw is told once. */
function runRule({ rule, context }: ActiveRule, subjects: SubjectList, document: YamlDocument, settings: Settings): readonly Finding[] {
  const problems: Problem[] = [];
  let failure: Finding | undefined;
  for (const { subject, at } of subjects) {
    const { error } = collect(rule, subject, context, problems);
    if (error !== undefined) failure ??= failureOf(rule, error, at, document, settings);
  }
  const findings = problems.map((problem) => toFinding(rule, problem, document, settings));
  return [failure, ...findings].filter((finding) => finding !== undefined);
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
  for (const { rule, context } of active) {
    const problems: Problem[] = [];
    const { error } = collect(rule, inventory, context, problems);
    for (const problem of problems) add(problem.in?.document, (document) => toFinding(rule, problem, document, settings));
    // The workspace has no place of its own; its first workload stands in for it.
    const [first] = error === undefined ? [] : inventory.workloads();
    add(first?.entry.resource.document, (document) => failureOf(rule, error ?? '', [], document, settings));
  }
  return byDocument;
}

/** Adds the problems that a rule gives to `problems`; the error's message where it throws. */
function collect(rule: Rule, subject: Subjects[Scope], context: Context, problems: Problem[]): { readonly error: string | undefined } {
  try {
    for (const problem of rule.check(subject, context)) problems.push(problem);
    return { error: undefined };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function failureOf(rule: Rule, error: string, at: Route, document: YamlDocument, settings: Settings): Finding | undefined {
  return toFinding(ruleFailed, { at, message: 'failed', data: { rule: rule.id, error } }, document, settings);
}
