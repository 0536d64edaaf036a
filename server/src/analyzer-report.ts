import type { InventoryStore } from './resources/inventory.ts';
import type { Directive } from './rules/directives.ts';
import { directivesOf } from './rules/directives.ts';
import type { Checker, CheckResult } from './rules/run.ts';
import type { CheckedDocument, Finding } from './rules/types.ts';
import type { PlacedDocument, YamlDocument } from './yaml/types.ts';

/** A document with what is known of it, as long as it lives. */
export interface DocumentEntry {
  readonly checked: CheckedDocument;
  readonly directives: readonly Directive[];
  /** What was found in it last, and by whom. */
  latest: { readonly checker: Checker; readonly result: CheckResult } | undefined;
}

/** What was found in a file's documents, before suppressions are heeded. */
export interface FileReport {
  readonly checker: Checker;
  readonly entries: readonly DocumentEntry[];
  /** By document. */
  readonly found: readonly (readonly Finding[])[];
  /** Whether any document may hold a suppression. */
  readonly suppresses: boolean;
  /** What the workspace rules asked the inventory for in any of the documents; a report takes over the one before it. */
  readonly reads: Map<string, number>;
}

/** The entries of a file's documents. Documents that were there before keep theirs. */
export function entriesOf(
  documents: readonly PlacedDocument[],
  before: readonly DocumentEntry[],
  read: (document: YamlDocument) => CheckedDocument,
): readonly DocumentEntry[] {
  const { head, tail } = unchangedEnds(documents, before, (placed, entry) => placed.document === entry.checked.document);
  const known = new Map(before.slice(head, before.length - tail).map((entry) => [entry.checked.document, entry]));
  const changed = documents.slice(head, documents.length - tail).map(({ document }): DocumentEntry => {
    return known.get(document) ?? { checked: read(document), directives: directivesOf(document), latest: undefined };
  });
  return [...before.slice(0, head), ...changed, ...before.slice(before.length - tail)];
}

/**
 * Checks a file's documents. Where nothing that they depend on has changed since the report before, only those are looked at that an edit
 * has replaced: the cost of a keystroke must not grow with the number of documents.
 */
export function reportOn(
  entries: readonly DocumentEntry[],
  checker: Checker,
  store: InventoryStore,
  before: FileReport | undefined,
): FileReport {
  const base = before?.checker === checker && store.unchanged(before.reads) ? before : emptyReport(checker);
  const { head, tail } = unchangedEnds(entries, base.entries, (now, then) => now === then);
  const results = entries.slice(head, entries.length - tail).map((entry) => ({ entry, result: upToDate(entry, checker, store) }));
  const added = results.map(({ result }) => result.findings);
  for (const { result } of results) for (const [key, stamp] of result.reads) base.reads.set(key, stamp);
  return {
    checker,
    entries,
    found: [...base.found.slice(0, head), ...added, ...base.found.slice(base.found.length - tail)],
    suppresses: base.suppresses || results.some(({ entry }) => entry.directives.length > 0),
    reads: base.reads,
  };
}

function emptyReport(checker: Checker): FileReport {
  return { checker, entries: [], found: [], suppresses: false, reads: new Map() };
}

function upToDate(entry: DocumentEntry, checker: Checker, store: InventoryStore): CheckResult {
  if (entry.latest?.checker !== checker || !store.unchanged(entry.latest.result.reads)) {
    entry.latest = { checker, result: checker(entry.checked) };
  }
  return entry.latest.result;
}

/** How many at the start and at the end of two lists are the same. */
function unchangedEnds<A, B>(
  now: readonly A[],
  then: readonly B[],
  isSame: (now: A, then: B) => boolean,
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(now.length, then.length);
  let head = 0;
  while (head < shorter && isSame(now[head] as A, then[head] as B)) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(now[now.length - 1 - tail] as A, then[then.length - 1 - tail] as B)) tail += 1;
  return { head, tail };
}
