import { Readers } from './analyzer-readers.ts';
import type { InventoryStore } from './resources/inventory.ts';
import type { Directive } from './rules/directives.ts';
import { directivesOf } from './rules/directives.ts';
import type { Checker, CheckResult } from './rules/run.ts';
import type { CheckedDocument } from './rules/types.ts';
import type { PlacedDocument, YamlDocument } from './yaml/types.ts';

/** A document with what is known of it, as long as it lives. */
export interface DocumentEntry {
  readonly checked: CheckedDocument;
  readonly directives: readonly Directive[];
}

/** What was found in a file's documents, before suppressions are heeded. */
export interface FileReport {
  readonly checker: Checker;
  readonly entries: readonly DocumentEntry[];
  /** By document. */
  readonly results: readonly CheckResult[];
  /** Whether any document holds a suppression. */
  readonly suppresses: boolean;
  /** The workspace's revision at which it was right. */
  readonly revision: number;
  /** Its documents by what they depend on, as soon as a second report was made; a report takes over that of the one before it. */
  readonly readers: Readers | undefined;
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
    return known.get(document) ?? { checked: read(document), directives: directivesOf(document) };
  });
  return [...before.slice(0, head), ...changed, ...before.slice(before.length - tail)];
}

/**
 * Checks a file's documents: those that an edit has replaced since the report before, and those that depend on something else that has
 * changed.
 */
export function reportOn(
  entries: readonly DocumentEntry[],
  checker: Checker,
  store: InventoryStore,
  before: FileReport | undefined,
): FileReport {
  const { revision } = store;
  const changes = before?.checker === checker ? store.changesSince(before.revision) : undefined;
  const report = { checker, entries, suppresses: entries.some(({ directives }) => directives.length > 0), revision };
  if (before !== undefined && changes !== undefined) return { ...report, ...updated(entries, checker, before, changes) };
  return { ...report, results: entries.map(({ checked }) => checker.check(checked)), readers: undefined };
}

function updated(
  entries: readonly DocumentEntry[],
  checker: Checker,
  before: FileReport,
  changes: ReadonlySet<string>,
): Pick<FileReport, 'results' | 'readers'> {
  const { head, tail } = unchangedEnds(entries, before.entries, (now, then) => now === then);
  const oldTail = before.entries.length - tail;
  const readers = before.readers ?? new Readers();
  for (let index = head; index < oldTail; index += 1) readers.delete(entryAt(before, index), resultAt(before, index));
  // Those that have just been written may be written again at the next keystroke, so only those that have stayed are added.
  for (let index = 0; index < head; index += 1) readers.add(entryAt(before, index), resultAt(before, index));
  for (let index = oldTail; index < before.entries.length; index += 1) readers.add(entryAt(before, index), resultAt(before, index));
  const affected = readers.of(changes);
  const kept = (from: number, to: number): CheckResult[] => {
    const results = before.results.slice(from, to);
    if (affected.size === 0) return results;
    return results.map((result, index) => {
      const entry = entryAt(before, from + index);
      if (!affected.has(entry)) return result;
      readers.delete(entry, result);
      const now = checker.recheck(entry.checked, result, changes);
      readers.add(entry, now);
      return now;
    });
  };
  const added = entries.slice(head, entries.length - tail).map(({ checked }) => checker.check(checked));
  return { results: [...kept(0, head), ...added, ...kept(oldTail, before.entries.length)], readers };
}

function entryAt({ entries }: FileReport, index: number): DocumentEntry {
  return entries[index] as DocumentEntry;
}

function resultAt({ results }: FileReport, index: number): CheckResult {
  return results[index] as CheckResult;
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
