import { scaleTargetOf } from './autoscaler.ts';
import type { ChangeLog } from './change-log.ts';
import { objectMemo } from './object-memo.ts';
import { relationKeysOf } from './relation-keys.ts';
import { stringsOf } from './resource.ts';
import type { Entry, Inventory, ObjectTrait, Resource, WorkloadTrait } from './types.ts';
import { workloadOf } from './workload.ts';

/** Key of all resources of a kind. */
export const kindKey = (kind: string): string => `kind:${kind}`;
/** Key under which it is read whether there is anything of a kind. */
export const someKey = (kind: string): string => `some:${kind}`;
/** Key of the resources of a kind with a name, in all namespaces. */
export const nameKey = (kind: string, name: string): string => `name:${kind}/${name}`;
/** Key of the autoscalers whose target has this kind and name. */
export const targetKey = (kind: string, name: string): string => `target:${kind}/${name}`;
/** Key of the Services that are filed under a pair of their selector. */
export const selectorKey = (label: string, value: string): string => `selector:${label}=${value}`;
/** Key of all workloads. */
export const WORKLOADS_KEY = 'workloads';
/** Key of the workloads, or objects, that have a key of a trait. */
export const traitKey = ({ id }: Trait, key: string): string => `trait:${id}:${key}`;

const keysOf: (resource: Resource) => readonly string[] = objectMemo((resource) => {
  const { kind, name, group, value } = resource;
  const keys = [kindKey(kind)];
  if (name !== undefined) keys.push(nameKey(kind, name));
  if (workloadOf(resource)) keys.push(WORKLOADS_KEY);
  const target = scaleTargetOf(resource);
  if (target) keys.push(targetKey(target.kind, target.name));
  if (kind === 'Service' && group === '') keys.push(...selectorKeys(value.spec));
  return [...keys, ...relationKeysOf(resource)];
});

/** One pair is enough to find a Service by: a pod that it selects has that pair too. The first in order, so that it stays the same. */
function selectorKeys(spec: Resource['value'][string] | undefined): readonly string[] {
  const selector = typeof spec === 'object' && spec !== null && 'selector' in spec ? stringsOf(spec.selector) : {};
  const [first] = Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1));
  return first ? [selectorKey(...first)] : [];
}

/** What objects are filed by besides their own keys. */
export type Trait = WorkloadTrait | ObjectTrait;

/** What is filed under a key: for nearly all of them a single entry, for which a map would be a waste. */
interface Bucket {
  only: Entry | undefined;
  /** All members, as soon as there was a second one. */
  members: Map<Resource, Entry> | undefined;
  /** The members in order; undefined until somebody asks after a change. */
  sorted: readonly Entry[] | undefined;
}

/**
 * Resources filed under the keys by which they are asked for. A key is noted in the log whenever something filed under it is added, removed or
 * replaced.
 */
export class InventoryIndex {
  readonly #log: ChangeLog;
  #state: object = {};
  readonly #buckets = new Map<string, Bucket>();
  readonly #entries = new Map<Resource, Entry>();
  /** Those by which somebody has asked. */
  readonly #traits = new Set<Trait>();

  constructor(log: ChangeLog) {
    this.#log = log;
  }

  /** See {@link Inventory.state}. */
  get state(): object {
    return this.#state;
  }

  /** Notes that what is asked for under a key may be answered differently from now on. */
  note(key: string): void {
    this.#state = {};
    this.#log.note(key);
  }

  /** Where a resource is. */
  entryOf(resource: Resource): Entry | undefined {
    return this.#entries.get(resource);
  }

  /** What is filed under a key, ordered by URI and place in the file. */
  under(key: string): readonly Entry[] {
    const bucket = this.#buckets.get(key);
    if (!bucket) return NONE;
    bucket.sorted ??= membersOf(bucket).sort(compareEntries);
    return bucket.sorted;
  }

  /** Files workloads, or objects, by a trait from now on. */
  fileBy(trait: Trait): void {
    if (this.#traits.has(trait)) return;
    const keys = 'kinds' in trait ? trait.kinds.map(kindKey) : [WORKLOADS_KEY];
    for (const entry of keys.flatMap((key) => this.under(key))) {
      for (const key of traitKeysOf(trait, entry)) put(this.#bucket(key), entry);
    }
    this.#traits.add(trait);
  }

  /** Files a resource. That a known one has only moved to another place of its file is not noted. */
  add(entry: Entry): void {
    const known = this.#entries.has(entry.resource);
    this.#state = {};
    this.#entries.set(entry.resource, entry);
    for (const key of this.#keysOf(entry)) {
      put(this.#bucket(key), entry);
      if (!known) this.#log.note(key);
    }
    if (!known) this.#noteIfOnly(entry.resource);
  }

  /** Files a resource in the place of the same object in another version of its document: nothing is noted, since all is answered as it was. */
  replace(known: Resource, entry: Entry): void {
    this.#state = {};
    this.#entries.delete(known);
    this.#entries.set(entry.resource, entry);
    for (const key of this.#keysOf(entry)) {
      const bucket = this.#bucket(key);
      take(bucket, known);
      put(bucket, entry);
    }
  }

  /** Takes a resource out. */
  remove(resource: Resource): void {
    const entry = this.#entries.get(resource);
    if (!entry) return;
    this.#noteIfOnly(resource);
    this.#entries.delete(resource);
    for (const key of this.#keysOf(entry)) {
      const bucket = this.#bucket(key);
      take(bucket, resource);
      this.note(key);
      if (bucket.only === undefined && bucket.members === undefined) this.#buckets.delete(key);
    }
  }

  /** Notes the resource's keys though the resource itself is the same: what surrounds it has changed. */
  touch(resource: Resource): void {
    const entry = this.#entries.get(resource);
    for (const key of entry ? this.#keysOf(entry) : keysOf(resource)) this.note(key);
  }

  #keysOf(entry: Entry): readonly string[] {
    const keys = keysOf(entry.resource);
    return this.#traits.size === 0 ? keys : [...keys, ...[...this.#traits].flatMap((trait) => traitKeysOf(trait, entry))];
  }

  /** Notes that the first of a kind has come, or that the last is about to go. */
  #noteIfOnly({ kind }: Resource): void {
    const bucket = this.#buckets.get(kindKey(kind));
    if (bucket?.only || bucket?.members?.size === 1) this.note(someKey(kind));
  }

  #bucket(key: string): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const bucket: Bucket = { only: undefined, members: undefined, sorted: undefined };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}

const NONE: readonly Entry[] = [];

function membersOf({ only, members }: Bucket): Entry[] {
  return members ? [...members.values()] : only ? [only] : [];
}

function put(bucket: Bucket, entry: Entry): void {
  bucket.sorted = undefined;
  const { only, members } = bucket;
  if (members) members.set(entry.resource, entry);
  else if (only === undefined || only.resource === entry.resource) bucket.only = entry;
  else {
    bucket.members = new Map([only, entry].map((one) => [one.resource, one]));
    bucket.only = undefined;
  }
}

function take(bucket: Bucket, resource: Resource): void {
  bucket.sorted = undefined;
  if (bucket.only?.resource === resource) bucket.only = undefined;
  bucket.members?.delete(resource);
  if (bucket.members?.size === 0) bucket.members = undefined;
}

function traitKeysOf(trait: Trait, entry: Entry): readonly string[] {
  return plainKeysOf(trait, entry).map((key) => traitKey(trait, key));
}

function plainKeysOf(trait: Trait, { resource, uri }: Entry): readonly string[] {
  if ('kinds' in trait) return trait.kinds.includes(resource.kind) ? trait.keysOf(resource) : [];
  const workload = workloadOf(resource);
  return workload ? trait.keysOf(workload, uri) : [];
}

/** By URI, then by place in the file. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.index - b.index || itemIndex(a.resource) - itemIndex(b.resource);
}

/** Items of one List have the same document. */
function itemIndex({ route }: Resource): number {
  const last = route.at(-1);
  return typeof last === 'number' ? last : 0;
}
