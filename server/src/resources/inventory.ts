import { isMap } from '../yaml/json.ts';
import type { PlacedDocument, YamlFile } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { ChangeLog } from './change-log.ts';
import { DeploymentIndex } from './deployment-index.ts';
import type { Deployments, Placement } from './deployments.ts';
import { InventoryIndex, WORKLOADS_KEY } from './inventory-index.ts';
import { rememberingInventory } from './inventory-memo.ts';
import type { InventorySource } from './inventory-queries.ts';
import { contextKey, inventoryOver, PLAN_KEY, placesKey, STATE_KEY } from './inventory-queries.ts';
import type { Kustomization } from './kustomize.ts';
import {
  contextsOf,
  decodedPath,
  folderOf,
  isChartFile,
  isKustomizationFile,
  objectsIn,
  PLAIN_FILE,
  readKustomization,
} from './kustomize.ts';
import { isSame } from './object-memo.ts';
import { planOf } from './plan.ts';
import { INLINE_PATCHES_KEY } from './relation-keys.ts';
import { DEPLOYMENTS_KEY } from './relation-queries.ts';
import type { Entry, FileContext, Inventory, Plan, Resource } from './types.ts';
import { workloadOf } from './workload.ts';

/** What a computation asked the inventory for, and when: at which revision of the workspace. */
export interface Reads {
  readonly keys: readonly string[];
  readonly revision: number;
}

/** Notes what computations, one after the other, ask for. */
export interface Tracker {
  /** What the computations ask. */
  readonly inventory: Inventory;
  /** A computation begins. */
  begin(): void;
  /** It is over. Gives the keys of what it asked for; undefined where that was nothing. */
  end(): readonly string[] | undefined;
  /** Notes that the result points at the text of a resource: an edit may move that and leave the object what it was. */
  pointAt(resource: Resource): void;
}

/**
 * The resources of all files of the workspace, kept up to date file by file. Whoever asks by a {@link Tracker} learns afterwards, by
 * {@link changesSince}, whether anything that was asked for is different now.
 */
export class InventoryStore implements InventorySource {
  readonly #log: ChangeLog;
  /** All resources, by what is asked for. */
  readonly index: InventoryIndex;
  /** Untracked questions. */
  readonly inventory: Inventory;
  readonly #files = new Map<string, readonly PlacedDocument[]>();
  readonly #plans = new Map<string, readonly Plan[]>();
  readonly #contexts = new Map<string, FileContext>();
  readonly #deployments = new DeploymentIndex();
  /** Answers of {@link patchesAmong}, which any file's context may change. */
  #patches = new WeakMap<readonly Entry[], readonly Entry[]>();
  #lookUpContext: (uri: string) => FileContext = () => PLAIN_FILE;
  /** Contexts are worked out when somebody asks, since opening a folder changes its kustomizations one by one. */
  #contextsAreStale = false;
  #deploymentsAreStale = false;
  #workloadsAreStale = false;
  /** By the URIs of their files. */
  readonly #kustomizations = new Map<string, Kustomization>();
  /** URIs of the charts' own files. */
  readonly #charts = new Set<string>();
  /** The documents of all files by decoded URIs. */
  readonly #paths = new Map<string, readonly PlacedDocument[]>();
  /** Decoded URIs of the patches whose targets kustomizations state. */
  #targeted: ReadonlySet<string> = new Set();

  readonly #tracks: boolean;
  #remembered: Inventory | undefined;

  /** @param tracks false where nothing changes any more once something was asked: then nobody needs to know what was, which saves time and memory */
  constructor({ tracks = true }: { readonly tracks?: boolean } = {}) {
    this.#tracks = tracks;
    this.#log = tracks ? new ChangeLog(STATE_KEY) : new ChangeLog(STATE_KEY, 0);
    this.index = new InventoryIndex(this.#log);
    this.inventory = inventoryOver(this, { note: () => undefined, has: () => true });
  }

  /**
   * Takes over a file's documents, or forgets a file that is gone. Documents that are the same objects as before keep their resources and
   * cost one comparison each.
   */
  update(uri: string, file: YamlFile | undefined): void {
    this.#remembered = undefined;
    const old = this.#files.get(uri);
    const documents = file?.documents ?? [];
    const window = changedWindow(old ?? [], documents);
    this.#refile(uri, old ?? [], documents, window);
    this.#updatePlans(uri, documents, [...(old ?? []).slice(window.start, window.oldEnd), ...documents.slice(window.start, window.newEnd)]);
    this.#keep(uri, file && documents);
    if (this.#targeted.has(decodedPath(uri))) this.index.note(INLINE_PATCHES_KEY);
    if (!old || !file) this.#setContext(uri, file ? this.#lookUpContext(uri) : PLAIN_FILE);
    this.#contextsAreStale ||= isKustomizationFile(uri) || isChartFile(uri);
    const before = resourcesIn(uri, (old ?? []).slice(window.start, window.oldEnd));
    const after = resourcesIn(uri, documents.slice(window.start, window.newEnd));
    // A deployment is open as long as a file that it names isn't there.
    this.#deploymentsAreStale ||= (!old || !file) && this.#deployments.isNamed(uri);
    this.#workloadsAreStale ||= !haveSameWorkloads(before, after);
  }

  /** The state of the workspace: it rises with every change. */
  get revision(): number {
    this.#settle();
    return this.#log.revision;
  }

  /** The keys under which something has changed since a revision; undefined where that is too long ago to tell. */
  changesSince(revision: number): ReadonlySet<string> | undefined {
    this.#settle();
    return this.#log.since(revision);
  }

  /** Something to run computations by that are to be run again when an answer has changed. */
  tracker(): Tracker {
    return this.#tracks
      ? this.#noting()
      : { inventory: this.#remembering(), begin: () => undefined, end: () => undefined, pointAt: () => undefined };
  }

  #remembering(): Inventory {
    this.#remembered ??= rememberingInventory(this.inventory);
    return this.#remembered;
  }

  #noting(): Tracker {
    const keys = new Set<string>();
    const recent = new Map<string, string>();
    const note = (key: string): void => {
      if (recent.size >= RECENT_KEYS) recent.clear();
      const same = recent.get(key);
      if (same === undefined) recent.set(key, key);
      keys.add(same ?? key);
    };
    return {
      inventory: inventoryOver(this, { note, has: (key) => keys.has(key) }),
      begin: () => {
        this.#settle();
        // To clear an empty one makes it a new table, hundreds of thousands of times in a large folder.
        if (keys.size > 0) keys.clear();
      },
      end: () => (keys.size === 0 ? undefined : [...keys]),
      pointAt: (resource) => {
        const entry = this.index.entryOf(resource);
        if (entry) note(placesKey(entry.uri));
      },
    };
  }

  /** Runs a computation and notes what it asks for. */
  track<T>(compute: (inventory: Inventory) => T): { readonly value: T; readonly reads: Reads } {
    const { revision } = this;
    const { inventory, begin, end } = this.tracker();
    begin();
    const value = compute(inventory);
    return { value, reads: { keys: end() ?? [], revision } };
  }

  /** True where everything that was asked for would be answered as it was then. */
  unchanged({ keys, revision }: Reads): boolean {
    const changes = this.changesSince(revision);
    return changes !== undefined && !readsAny(keys, changes);
  }

  /** The first plan by URI and place in the file. */
  plan(): { readonly uri: string; readonly plan: Plan } | undefined {
    const [uri] = [...this.#plans.keys()].sort();
    const plan = uri === undefined ? undefined : this.#plans.get(uri)?.[0];
    return uri === undefined || plan === undefined ? undefined : { uri, plan };
  }

  /** The documents of a file by its decoded URI; none where it isn't there. */
  documentsAt(path: string): readonly PlacedDocument[] {
    return this.#paths.get(path) ?? [];
  }

  /** How a file is used; plain where nothing says. */
  contextOf(uri: string): FileContext {
    this.#settle();
    return this.#contexts.get(uri) ?? PLAIN_FILE;
  }

  /** The deployments that the kustomizations of the workspace make. */
  deployments(): Deployments {
    this.#settle();
    return this.#deployments.deployments;
  }

  /** How deployments take a file in; not at all what only Helm or a component that nobody uses has. */
  placementsOf(uri: string): readonly Placement[] {
    return this.#isElsewhere(uri) ? NOWHERE : this.#deployments.placementsOf(uri);
  }

  #isElsewhere(uri: string): boolean {
    const { partial, helmTemplate } = this.contextOf(uri);
    return helmTemplate || (partial && !this.#deployments.isNamed(uri));
  }

  /** Those of some entries that stand in files of patches. */
  patchesAmong(entries: readonly Entry[]): readonly Entry[] {
    this.#settle();
    const known = this.#patches.get(entries) ?? entries.filter(({ uri }) => this.contextOf(uri).partial);
    this.#patches.set(entries, known);
    return known;
  }

  #refile(uri: string, old: readonly PlacedDocument[], documents: readonly PlacedDocument[], window: Window): void {
    const before = resourcesIn(uri, old.slice(window.start, window.oldEnd));
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
      for (const resource of placed ? objectsIn(placed.document, uri) : []) file({ uri, index, resource });
    }
    for (const resource of gone) this.index.remove(resource);
    if (hasMoved) this.index.note(placesKey(uri));
  }

  #updatePlans(uri: string, documents: readonly PlacedDocument[], changed: readonly PlacedDocument[]): void {
    const planIn = ({ document }: PlacedDocument) => planOf(document, uri);
    if (!changed.some(planIn)) return;
    const plans = documents.map(planIn).filter((plan) => plan !== undefined);
    if (plans.length > 0) this.#plans.set(uri, plans);
    else this.#plans.delete(uri);
    this.index.note(PLAN_KEY);
  }

  /** Takes a file's documents over; undefined: it is gone. */
  #keep(uri: string, documents: readonly PlacedDocument[] | undefined): void {
    const path = decodedPath(uri);
    this.#kustomizations.delete(uri);
    if (documents === undefined) {
      this.#files.delete(uri);
      this.#paths.delete(path);
      this.#charts.delete(uri);
      return;
    }
    this.#files.set(uri, documents);
    this.#paths.set(path, documents);
    if (isChartFile(uri)) this.#charts.add(uri);
    const kustomization = kustomizationIn(uri, documents);
    if (kustomization) this.#kustomizations.set(uri, kustomization);
  }

  /** The kustomizations; of two in one folder the same one counts whichever came first. */
  #inOrder(): readonly Kustomization[] {
    return [...this.#kustomizations.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  #settle(): void {
    if (this.#contextsAreStale) this.#settleContexts();
    if (this.#deploymentsAreStale || this.#workloadsAreStale) this.#settleDeployments();
  }

  #settleContexts(): void {
    this.#contextsAreStale = false;
    this.#deploymentsAreStale = true;
    this.#targeted = new Set(this.#inOrder().flatMap(({ targeted }) => targeted));
    this.#lookUpContext = contextsOf(this.#inOrder(), [...this.#charts].map(folderOf));
    for (const uri of this.#files.keys()) this.#setContext(uri, this.#lookUpContext(uri));
  }

  #settleDeployments(): void {
    const isRebuilt = this.#deploymentsAreStale;
    this.#deploymentsAreStale = false;
    this.#workloadsAreStale = false;
    const source = {
      kustomizations: this.#inOrder(),
      paths: this.#paths,
      workloads: this.index.under(WORKLOADS_KEY),
      isElsewhere: (uri: string) => this.#isElsewhere(uri),
    };
    const hasChanged = this.#deployments.update(source, isRebuilt);
    if (hasChanged) this.index.note(DEPLOYMENTS_KEY);
  }

  /** Where a file's context has changed, whatever was answered about its resources may have changed too. */
  #setContext(uri: string, context: FileContext): void {
    const old = this.#contexts.get(uri) ?? PLAIN_FILE;
    if (sameContext(old, context)) return;
    this.#patches = new WeakMap();
    if (context === PLAIN_FILE) this.#contexts.delete(uri);
    else this.#contexts.set(uri, context);
    this.index.note(contextKey(uri));
    if (old.partial !== context.partial || old.helmTemplate !== context.helmTemplate) this.index.note(DEPLOYMENTS_KEY);
    for (const resource of resourcesIn(uri, this.#files.get(uri) ?? [])) this.index.touch(resource);
  }
}

/** How many keys a tracker remembers, so that rules which ask the same of an object hold on to one text, not to one each. */
const RECENT_KEYS = 1000;

const NOWHERE: readonly Placement[] = [];

/** True where something that was asked for under some keys is among what has changed. */
export function readsAny(keys: readonly string[], changes: ReadonlySet<string>): boolean {
  return changes.size > 0 && keys.some((key) => changes.has(key));
}

/** True where two versions of a part of a file have the same workloads by name. */
function haveSameWorkloads(before: readonly Resource[], after: readonly Resource[]): boolean {
  const names = (resources: readonly Resource[]) => {
    const workloads = resources.filter((resource) => workloadOf(resource));
    return workloads
      .map(({ kind, namespace, name }) => JSON.stringify([kind, namespace, name]))
      .sort()
      .join();
  };
  return names(before) === names(after);
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

function resourcesIn(uri: string, documents: readonly PlacedDocument[]): readonly Resource[] {
  return documents.flatMap(({ document }) => objectsIn(document, uri));
}

function kustomizationIn(uri: string, [first]: readonly PlacedDocument[]): Kustomization | undefined {
  const value = first && isKustomizationFile(uri) ? valueOf(first.document) : undefined;
  return isMap(value) ? readKustomization(uri, value) : undefined;
}

function sameContext(a: FileContext, b: FileContext): boolean {
  return a.partial === b.partial && a.helmTemplate === b.helmTemplate && a.namespace === b.namespace;
}
