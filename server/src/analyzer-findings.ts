import type { PlacedFinding } from './analyzer.ts';
import type { DocumentEntry, FileReport } from './analyzer-report.ts';
import { reportOn } from './analyzer-report.ts';
import type { InventoryStore } from './resources/inventory.ts';
import { inOrder } from './rules/finding.ts';
import type { Checker, WorkspaceChecker } from './rules/run.ts';
import { createChecker, createWorkspaceChecker } from './rules/run.ts';
import { suppress } from './rules/suppress.ts';
import type { Finding, Rule } from './rules/types.ts';
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
 * The findings of a file, in the order of its text, suppressed ones left out.
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
    return {
      findings: place(
        report.results.map(({ findings }) => findings),
        documents,
      ),
      report,
    };
  }
  const found = entries.map(({ checked: { document }, directives }, index) => {
    const own = report.results[index]?.findings ?? [];
    const shared = ofWorkspace.get(document);
    return { document, directives, findings: shared === undefined ? own : inOrder([...own, ...shared]) };
  });
  const kept = suppress(found, source);
  return { findings: place(kept, documents), report };
}

/** Puts findings at their places in the file. */
function place(found: readonly (readonly Finding[])[], documents: readonly PlacedDocument[]): readonly PlacedFinding[] {
  return found.flatMap((findings, documentIndex) => {
    const offset = documents[documentIndex]?.offset ?? 0;
    return findings.map((finding) => ({
      finding,
      documentIndex,
      span: { start: finding.span.start + offset, end: finding.span.end + offset },
    }));
  });
}
