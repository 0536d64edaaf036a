import { isMap } from '../yaml/json.ts';
import type { PlacedDocument, YamlFile } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { InventoryIndex } from './inventory-index.ts';
import type { InventorySource } from './inventory-queries.ts';
import { contextKey, inventoryOver, PLAN_KEY, placesKey, STATE_KEY } from './inventory-queries.ts';
import type { Kustomization } from './kustomize.ts';
import { contextsOf, folderOf, isChartFile, isKustomizationFile, PLAIN_FILE, readKustomization } from './kustomize.ts';
import { isSame } from './object-memo.ts';
import { planOf } from './plan.ts';
import { resourcesOf } from './resource.ts';
import type { Entry, FileContext, Inventory, Plan, Resource } from './types.ts';

/** What a computation asked the inventory for, with the stamps of the answers. */
export type Reads = ReadonlyMap<string, number>;

/**
 * The resources of all files of the workspace, kept up to date file by file. Computations run under {@link track} learn afterwards, by
 * {@link unchanged}, whether anything that they asked for is different now.
 */
export class InventoryStore implements InventorySource {
  /** All resources, by what is asked for. */
  readonly index = new InventoryIndex();
  /** Untracked questions. */
  readonly inventory: Inventory = inventoryOver(this, () => undefined);
  readonly #files = new Map<string, readonly PlacedDocument[]>();
  readonly #plans = new Map<string, readonly Plan[]>();
  readonly #contexts = new Map<string, FileContext>();
  /** Stamps of what has no bucket in the index: contexts that are not plain, and the plans. */
  readonly #stamps = new Map<string, number>();
  /** Answers of {@link patchesAmong}, which any file's context may change. */
  #patches = new WeakMap<readonly Entry[], readonly Entry[]>();
  #lookUpContext: (uri: string) => FileContext = () => PLAIN_FILE;
  /** Contexts are worked out when somebody asks, since opening a folder changes its kustomizations one by one. */
  #contextsAreStale = false;

  /**
   * Takes over a file's documents, or forgets a file that is gone. Documents that are the same objects as before keep their resources and
   * cost one comparison each.
   */
  update(uri: string, file: YamlFile | undefined): void {
    const old = this.#files.get(uri);
    const documents = file?.documents ?? [];
    const window = changedWindow(old ?? [], documents);
    this.#refile(uri, old ?? [], documents, window);
    this.#updatePlans(uri, documents, [...(old ?? []).slice(window.start, window.oldEnd), ...documents.slice(window.start, window.newEnd)]);
    if (file) this.#files.set(uri, documents);
    else {
      this.#files.delete(uri);
      this.#stamps.delete(placesKey(uri));
    }
    if (!old || !file) this.#setContext(uri, file ? this.#lookUpContext(uri) : PLAIN_FILE);
    this.#contextsAreStale ||= isKustomizationFile(uri) || isChartFile(uri);
  }

  /**
   * Runs a computation and notes what it asks for. It calls `pointAt` for resources whose text its result points at: an edit may move that
   * and leave the object what it was.
   */
  track<T>(compute: (inventory: Inventory, pointAt: (resource: Resource) => void) => T): { readonly value: T; readonly reads: Reads } {
    this.#settle();
    const reads = new Map<string, number>();
    const note = (key: string): void => {
      if (!reads.has(key)) reads.set(key, this.#stampOf(key));
    };
    const pointAt = (resource: Resource): void => {
      const entry = this.index.entryOf(resource);
      if (entry) note(placesKey(entry.uri));
    };
    return { value: compute(inventoryOver(this, note), pointAt), reads };
  }

  /** True where everything that was asked for would be answered as it was then. */
  unchanged(reads: Reads): boolean {
    this.#settle();
    for (const [key, stamp] of reads) if (this.#stampOf(key) !== stamp) return false;
    return true;
  }

  /** The first plan by URI and place in the file. */
  plan(): { readonly uri: string; readonly plan: Plan } | undefined {
    const [uri] = [...this.#plans.keys()].sort();
    const plan = uri === undefined ? undefined : this.#plans.get(uri)?.[0];
    return uri === undefined || plan === undefined ? undefined : { uri, plan };
  }

  /** How a file is used; plain where nothing says. */
  contextOf(uri: string): FileContext {
    this.#settle();
    return this.#contexts.get(uri) ?? PLAIN_FILE;
  }

  /** Those of some entries that stand in files of patches. */
  patchesAmong(entries: readonly Entry[]): readonly Entry[] {
    this.#settle();
    const known = this.#patches.get(entries) ?? entries.filter(({ uri }) => this.contextOf(uri).partial);
    this.#patches.set(entries, known);
    return known;
  }

  #stampOf(key: string): number {
    if (key === STATE_KEY) return this.index.revision;
    return this.#stamps.get(key) ?? this.index.stampOf(key);
  }

  #refile(uri: string, old: readonly PlacedDocument[], documents: readonly PlacedDocument[], window: Window): void {
    const before = resourcesIn(old, window.start, window.oldEnd);
    const gone = new Set(before);
    const byValue = new Map(before.map((resource) => [resource.value, resource]));
    let hasMoved = false;
    const file = (entry: Entry): void => {
      const same = byValue.get(entry.resource.value);
      const isMoved = same !== undefined && !gone.has(entry.resource) && gone.has(same) && isSame(same, entry.resource);
      if (isMoved) this.index.replace(same, entry);
      else this.index.add(entry);
      gone.delete(isMoved ? same : entry.resource);
      hasMoved ||= isMoved;
    };
    // What stands behind a document that came or went has another index now.
    const end = old.length === documents.length ? window.newEnd : documents.length;
    for (let index = window.start; index < end; index += 1) {
      const placed = documents[index];
      for (const resource of placed ? resourcesOf(placed.document) : []) file({ uri, index, resource });
    }
    for (const resource of gone) this.index.remove(resource);
    if (hasMoved) this.#stamps.set(placesKey(uri), this.index.next());
  }

  #updatePlans(uri: string, documents: readonly PlacedDocument[], changed: readonly PlacedDocument[]): void {
    const planIn = ({ document }: PlacedDocument) => planOf(document, uri);
    if (!changed.some(planIn)) return;
    const plans = documents.map(planIn).filter((plan) => plan !== undefined);
    if (plans.length > 0) this.#plans.set(uri, plans);
    else this.#plans.delete(uri);
    this.#stamps.set(PLAN_KEY, this.index.next());
  }

  #settle(): void {
    if (!this.#contextsAreStale) return;
    this.#contextsAreStale = false;
    const kustomizations = [...this.#files].map(kustomizationIn).filter((found) => found !== undefined);
    const charts = [...this.#files.keys()].filter(isChartFile).map(folderOf);
    this.#lookUpContext = contextsOf(kustomizations, charts);
    for (const uri of this.#files.keys()) this.#setContext(uri, this.#lookUpContext(uri));
  }

  /** Where a file's context has changed, whatever was answered about its resources may have changed too. */
  #setContext(uri: string, context: FileContext): void {
    const old = this.#contexts.get(uri) ?? PLAIN_FILE;
    if (sameContext(old, context)) return;
    this.#patches = new WeakMap();
    if (context === PLAIN_FILE) this.#contexts.delete(uri);
    else this.#contexts.set(uri, context);
    if (context === PLAIN_FILE) this.#stamps.delete(contextKey(uri));
    else this.#stamps.set(contextKey(uri), this.index.next());
    const documents = this.#files.get(uri) ?? [];
    for (const resource of resourcesIn(documents, 0, documents.length)) this.index.touch(resource);
  }
}

/** The documents that differ: `[start, oldEnd)` of the old ones became `[start, newEnd)` of the new ones. */
interface Window {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

function changedWindow(old: readonly PlacedDocument[], now: readonly PlacedDocument[]): Window {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start]?.document === now[start]?.document) start += 1;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail]?.document === now[now.length - 1 - tail]?.document) tail += 1;
  return { start, oldEnd: old.length - tail, newEnd: now.length - tail };
}

function resourcesIn(documents: readonly PlacedDocument[], start: number, end: number): readonly Resource[] {
  return documents.slice(start, end).flatMap(({ document }) => resourcesOf(document));
}

function kustomizationIn([uri, [first]]: readonly [string, readonly PlacedDocument[]]): Kustomization | undefined {
  const value = first && isKustomizationFile(uri) ? valueOf(first.document) : undefined;
  return isMap(value) ? readKustomization(uri, value) : undefined;
}

function sameContext(a: FileContext, b: FileContext): boolean {
  return a.partial === b.partial && a.helmTemplate === b.helmTemplate && a.namespace === b.namespace;
}
