import type { InventoryStore, Reads } from '../resources/inventory.ts';
import { readsAny } from '../resources/inventory.ts';
import { objectMemo } from '../resources/object-memo.ts';
import type { Inventory, Resource } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import type { YamlDocument } from '../yaml/types.ts';
import type { ActiveRule, RunOptions } from './active-rules.ts';
import { activeRules } from './active-rules.ts';
import { isBroken } from './broken.ts';
import { uncovered } from './covered.ts';
import { toFinding } from './finding.ts';
import type { SubjectLists } from './outcomes.ts';
import { outcomeOf, subjectsAround, subjectsIn } from './outcomes.ts';
import type { Part } from './part.ts';
import { createPartRunner } from './part.ts';
import { failureOf, placeParts } from './place-outcomes.ts';
import { isCertain, judgesTemplates } from './template.ts';
import type { CheckedDocument, Finding } from './types.ts';

/** What a run depends on besides the document. */
export interface CheckOptions extends RunOptions {
  /** The workspace that rules with `workspace: true` ask. */
  readonly store: InventoryStore;
}

/** What was found in a document. */
export interface CheckResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly parts: readonly Part[];
}

/** Checks documents by the same rules and settings. */
export interface Checker {
  /** Checks a document; objects that are the same as in a document before keep what was found in them. */
  check(checked: CheckedDocument): CheckResult;
  /**
   * Brings a document's result up to date; it stays the same one where nothing else is found.
   * @param changes keys of what has changed in the workspace since it was right
   */
  recheck(checked: CheckedDocument, before: CheckResult, changes: ReadonlySet<string>): CheckResult;
}

/** A checker for documents. Rules run again on what they have looked at only when something that they asked the inventory for has changed. */
export function createChecker(options: CheckOptions): Checker {
  const { settings, store } = options;
  const tracker = store.tracker();
  const active = activeRules(options, tracker.inventory).filter(({ rule }) => rule.scope !== 'inventory');
  const whole = createPartRunner(active, tracker, store);
  const onTemplates = activeRules({ ...options, partial: true }, tracker.inventory).filter(({ rule }) => judgesTemplates(rule));
  const templates = createPartRunner(onTemplates, tracker, store);
  const create = (document: YamlDocument, subjects: SubjectLists) => (document.templated ? templates : whole).create(subjects);
  const { refresh } = whole;
  const partOf = objectMemo((resource) => create(resource.document, subjectsIn(resource)));
  const resultOf = (checked: CheckedDocument, parts: readonly Part[]): CheckResult => {
    const { document } = checked;
    const found = placeParts(parts, objectsOf(checked), document, settings);
    if (found.length === 0) return { findings: NOTHING, parts };
    return {
      findings: uncovered(document.templated ? found.filter(({ finding }) => isCertain(finding, document)) : found, settings),
      parts,
    };
  };
  return {
    check: (checked) => {
      const parts = objectsOf(checked).map((resource) => {
        const part = partOf(resource);
        refresh(part, () => subjectsIn(resource), store.changesSince(part.revision));
        return part;
      });
      return resultOf(checked, [create(checked.document, subjectsAround(checked)), ...parts]);
    },
    recheck: (checked, before, changes) => {
      if (!before.parts.some(({ keys }) => readsAny(keys, changes))) return before;
      const objects = objectsOf(checked);
      const hasChanged = before.parts.map((part, index) => {
        const object = objects[index - 1];
        return refresh(part, () => (object === undefined ? subjectsAround(checked) : subjectsIn(object)), changes);
      });
      return hasChanged.includes(true) ? resultOf(checked, before.parts) : before;
    },
  };
}

const NOTHING: readonly Finding[] = [];

/** Those that rules look at. */
function objectsOf({ document, resources }: CheckedDocument): readonly Resource[] {
  return isBroken(document) ? [] : resources;
}

/** Gives the findings of rules about the workspace as a whole, by the document that shows them. */
export type WorkspaceChecker = () => ReadonlyMap<YamlDocument, readonly Finding[]>;

/** A checker of the rules whose subject is the inventory; it runs them again when something they asked for has changed. */
export function createWorkspaceChecker(options: CheckOptions): WorkspaceChecker {
  const tracker = options.store.tracker();
  const active = activeRules(options, tracker.inventory).filter(({ rule }) => rule.scope === 'inventory');
  let latest: { readonly value: ReadonlyMap<YamlDocument, readonly Finding[]>; readonly reads: Reads } | undefined;
  return () => {
    if (active.length === 0) return NO_FINDINGS;
    const { revision } = options.store;
    // What is right is right as of now: to look through all changes since it was computed would take longer with each.
    if (latest !== undefined && options.store.unchanged(latest.reads)) latest = { ...latest, reads: { ...latest.reads, revision } };
    else {
      tracker.begin();
      const value = runOnInventory(active, tracker.inventory, options.settings);
      latest = { value, reads: { keys: tracker.end() ?? [], revision } };
    }
    return latest.value;
  };
}

const NO_FINDINGS: ReadonlyMap<YamlDocument, readonly Finding[]> = new Map();

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
    const { problems = [], error } = outcomeOf(rule, [], rule.check, inventory, contextFor(undefined)) ?? {};
    for (const problem of problems) add(problem.in?.document, (document) => toFinding(rule, problem, document, settings));
    // The workspace has no place of its own; its first workload stands in for it.
    const [first] = error === undefined ? [] : inventory.workloads();
    add(first?.entry.resource.document, (document) => failureOf(rule, error ?? '', [], document, settings));
  }
  return byDocument;
}
