import type { PlacedFinding } from './analyzer.ts';
import type { DocumentEntry, FileReport } from './analyzer-report.ts';
import { countsOf, reportOn } from './analyzer-report.ts';
import type { InventoryStore } from './resources/inventory.ts';
import { inOrder } from './rules/finding.ts';
import type { Checker, WorkspaceChecker } from './rules/run.ts';
import { createChecker, createWorkspaceChecker } from './rules/run.ts';
import { suppress } from './rules/suppress.ts';
import type { Finding, Rule, Severity } from './rules/types.ts';
import type { Schemas } from './schema/schemas.ts';
import type { Settings } from './settings.ts';
import type { PlacedDocument } from './yaml/types.ts';

/** What is run on files that have the same settings. */
export interface FindingSource {
  readonly settings: Settings;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly store: InventoryStore;
  readonly whole: Checker;
  /** For files that a kustomization lays over others. */
  readonly partial: Checker;
  readonly workspace: WorkspaceChecker;
}

/** Sets up the rules for files of these settings. */
export function createFindingSource(
  rules: ReadonlyMap<string, Rule>,
  settings: Settings,
  schemas: Schemas,
  store: InventoryStore,
): FindingSource {
  const options = { rules: [...rules.values()], settings, schemas, store };
  return {
    settings,
    rules,
    store,
    whole: createChecker({ ...options, partial: false }),
    partial: createChecker({ ...options, partial: true }),
    workspace: createWorkspaceChecker({ ...options, partial: false }),
  };
}

/**
 * The findings of a file, in the order of its text: suppressed ones left out, and no more than the settings allow.
 * `before` is the file's last report; the new one is for next time.
 */
export function findingsOfFile(
  source: FindingSource,
  documents: readonly PlacedDocument[],
  entries: readonly DocumentEntry[],
  before: FileReport | undefined,
  partial: boolean,
): { readonly findings: readonly PlacedFinding[]; readonly report: FileReport } {
  const report = reportOn(entries, partial ? source.partial : source.whole, source.store, before);
  const ofWorkspace = source.workspace();
  if (ofWorkspace.size === 0 && !report.suppresses) {
    return { findings: place(report.found, report.counts, documents, source.settings.maxProblems), report };
  }
  const found = entries.map(({ checked: { document }, directives }, index) => {
    const own = report.found[index] ?? [];
    const shared = ofWorkspace.get(document);
    return { document, directives, findings: shared === undefined ? own : inOrder([...own, ...shared]) };
  });
  const kept = suppress(found, source);
  return { findings: place(kept, countsOf(kept), documents, source.settings.maxProblems), report };
}

/** Puts findings at their places. Where there are too many, the first ones of the worst levels remain, in their order. */
function place(
  found: readonly (readonly Finding[])[],
  counts: FileReport['counts'],
  documents: readonly PlacedDocument[],
  most: number,
): readonly PlacedFinding[] {
  const left = shares(counts, most);
  let missing = left.error + left.warning + left.info;
  const placed: PlacedFinding[] = [];
  for (let documentIndex = 0; missing > 0 && documentIndex < found.length; documentIndex++) {
    for (const finding of found[documentIndex] ?? []) {
      if (left[finding.level] === 0) continue;
      left[finding.level] -= 1;
      missing -= 1;
      const offset = documents[documentIndex]?.offset ?? 0;
      placed.push({ finding, documentIndex, span: { start: finding.span.start + offset, end: finding.span.end + offset } });
    }
  }
  return placed;
}

/** How many findings of each level there is room for. */
function shares(counts: FileReport['counts'], most: number): Record<Severity, number> {
  const error = Math.min(counts.error, most);
  const warning = Math.min(counts.warning, most - error);
  return { error, warning, info: Math.min(counts.info, most - error - warning) };
}
