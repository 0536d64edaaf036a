import type { DocumentEntry } from './analyzer-report.ts';
import type { CheckResult } from './rules/run.ts';

/** Which documents depend on what, so that a change need not ask them all. */
export class Readers {
  readonly #known = new Set<DocumentEntry>();
  readonly #byKey = new Map<string, Set<DocumentEntry>>();

  /** Adds a document by all that its result depends on, unless it is there already. */
  add(entry: DocumentEntry, result: CheckResult): void {
    if (this.#known.has(entry)) return;
    this.#known.add(entry);
    for (const { keys } of result.parts) {
      for (const key of keys) {
        const readers = this.#byKey.get(key);
        if (readers === undefined) this.#byKey.set(key, new Set([entry]));
        else readers.add(entry);
      }
    }
  }

  /** Takes a document out; its result is the one that it was added with. */
  delete(entry: DocumentEntry, result: CheckResult): void {
    if (!this.#known.delete(entry)) return;
    for (const { keys } of result.parts) {
      for (const key of keys) {
        const readers = this.#byKey.get(key);
        readers?.delete(entry);
        if (readers?.size === 0) this.#byKey.delete(key);
      }
    }
  }

  /** The documents that depend on something that has changed. */
  of(changes: ReadonlySet<string>): ReadonlySet<DocumentEntry> {
    const found = new Set<DocumentEntry>();
    for (const change of changes) for (const reader of this.#byKey.get(change) ?? []) found.add(reader);
    return found;
  }
}
