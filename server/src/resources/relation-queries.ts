import { memo } from '../yaml/memo.ts';
import { isBuiltIn, isClusterWide, isFilledIn, mayBeSame } from './built-in-names.ts';
import { definitionsOf } from './definitions.ts';
import type { Deployments, Placement } from './deployments.ts';
import { affixed, applied, nameIn } from './deployments.ts';
import type { InventoryIndex } from './inventory-index.ts';
import { compareEntries } from './inventory-index.ts';
import type { Affix } from './kustomize.ts';
import type { Reference } from './reference-rows.ts';
import { referencesOf } from './references.ts';
import { definitionKey, definitionsKey, referenceKey } from './relation-keys.ts';
import type { Found, Referrer, Relations, Resolution } from './relations.ts';
import { selectionsOver } from './selection-queries.ts';
import type { Entry, Resource } from './types.ts';

/** What questions about relations are answered from. */
export interface RelationSource {
  /** All resources, by what is asked for. */
  readonly index: InventoryIndex;
  /** Read under {@link DEPLOYMENTS_KEY}. */
  deployments(): Deployments;
  /** How a file is taken in by the deployments; read under {@link DEPLOYMENTS_KEY}. */
  placementsOf(uri: string): readonly Placement[];
}

/** Key under which it is read how deployments take in files. */
export const DEPLOYMENTS_KEY = 'deployments';

/** A source whose every answer is noted before it is given. */
export interface RelationReader {
  under(key: string): readonly Entry[];
  placementsOf(resource: Resource): readonly Placement[];
  deployments(): Deployments;
}

/**
 * The questions about who refers to whom over a source.
 * @param read told the key of every answer before it is given
 */
export function relationsOver(source: RelationSource, read: (key: string) => void): Relations {
  const reader = readerOver(source, read);
  const resolve = (reference: Reference, from: Resource) => resolveIn(reader, reference, from);
  return {
    referrersOf: (kind, namespace, name) =>
      referrersIn(reader, kind, name).filter(({ entry, reference }) => {
        return reference.anywhere || namespacesOf(reader, entry.resource, reference.namespace).some((own) => mayBeSame(own, namespace));
      }),
    referrersTo: (resource) =>
      referrersByAnyName(reader, resource).filter(({ entry, reference }) =>
        resolve(reference, entry.resource).found.some((found) => found.entry.resource === resource),
      ),
    resolve,
    candidatesFor: (reference, from, among = (all) => all) => candidatesIn(reader, reference, from, among),
    hasOthers: (reference, from, isWanted = () => true) => hasCandidate(reader, reference, from, isWanted),
    ...selectionsOver(reader),
    placementsOf: reader.placementsOf,
    mayMeet: (a, b) => {
      const { areVariants } = reader.deployments();
      const [here, there] = [reader.placementsOf(a), reader.placementsOf(b)];
      if (here.length === 0 || there.length === 0) return true;
      return here.some((one) => there.some((other) => !areVariants(one.deployment, other.deployment)));
    },
    areAppliedTogether: (a, b) => {
      const own = applied(reader.placementsOf(a)).map(({ deployment }) => deployment);
      return applied(reader.placementsOf(b)).some(({ deployment }) => own.includes(deployment));
    },
  };
}

function readerOver(source: RelationSource, read: (key: string) => void): RelationReader {
  return {
    under: (key) => {
      read(key);
      return source.index.under(key);
    },
    placementsOf: (resource) => {
      read(DEPLOYMENTS_KEY);
      const entry = source.index.entryOf(resource);
      return entry ? source.placementsOf(entry.uri) : [];
    },
    deployments: () => {
      read(DEPLOYMENTS_KEY);
      return source.deployments();
    },
  };
}

/** The namespaces that an object looks in: the stated one, else those that deployments give it. */
function namespacesOf(reader: RelationReader, resource: Resource, stated: string | undefined): readonly (string | undefined)[] {
  if (stated !== undefined) return [stated];
  const placements = reader.placementsOf(resource);
  return placements.length === 0 ? [resource.namespace] : placements.map(({ namespace }) => namespace ?? resource.namespace);
}

function resolveIn(reader: RelationReader, reference: Reference, from: Resource): Resolution {
  const candidates = definitionsNamed(reader, reference);
  const placements = reader.placementsOf(from);
  if (placements.length === 0) {
    return { state: candidates.length > 0 ? 'found' : 'unknown', found: candidates, missingFrom: [] };
  }
  const isKnown = !isBuiltIn(reference) && !isFilledIn(reference.name);
  const ledTo = placements.map((placement) => ({ placement, found: foundFrom(reader, { reference, from, placement }, candidates) }));
  const lacking = ledTo.filter(({ found }) => found.length === 0).map(({ placement }) => placement.deployment);
  const missingFrom = isKnown ? lacking.filter(({ open }) => !open) : [];
  const found = distinctFound(ledTo.flatMap((one) => one.found));
  if (missingFrom.length > 0) return { state: 'missing', found, missingFrom };
  return { state: lacking.length > 0 ? 'unknown' : 'found', found, missingFrom };
}

/** A reference of an object, as one deployment has that. */
interface Looking {
  readonly reference: Reference;
  readonly from: Resource;
  readonly placement: Placement;
}

/** What is of the same deployment comes first, and of that what has the same names around it; kustomize looks for names in that order. */
function foundFrom(reader: RelationReader, looking: Looking, candidates: readonly Found[]): readonly Found[] {
  const { deployment, affixes } = looking.placement;
  const seen = candidates.map((found) => ({ found, at: placesLedTo(reader, looking, found) })).filter(({ at }) => at.length > 0);
  const local = seen.filter(({ at }) => at.some((place) => place.deployment === deployment));
  const final = affixes.at(-1);
  const near = local.filter(({ at }) => at.some((place) => place.deployment === deployment && isSameAffix(place.affixes.at(-1), final)));
  return (near.length > 0 ? near : local.length > 0 ? local : seen).map(({ found }) => found);
}

function placesLedTo(reader: RelationReader, looking: Looking, found: Found): readonly Placement[] {
  return placesNear(reader, looking, found).filter((place) => isNamed(looking, found, place));
}

/** Where something is in the namespace that is looked in, of the same deployment or of one that may meet it. */
function placesNear(reader: RelationReader, looking: Looking, found: Found): readonly Placement[] {
  const { deployment } = looking.placement;
  const { areVariants } = reader.deployments();
  return applied(reader.placementsOf(found.entry.resource)).filter(
    (place) => isInNamespace(looking, found, place) && !areVariants(deployment, place.deployment),
  );
}

/** Within a deployment kustomize writes references anew; from outside, a name is the one in the cluster. */
function isNamed({ reference, placement }: Looking, { definition }: Found, place: Placement): boolean {
  if (place.deployment !== placement.deployment) return nameIn(place, definition.name, definition.kind) === reference.name;
  return place.affixes.some((affix) => affixed(affix, definition.name) === reference.name);
}

function isInNamespace({ reference, from, placement }: Looking, { definition, entry }: Found, place: Placement): boolean {
  if (reference.anywhere || isClusterWide(definition.kind)) return true;
  const written = definition.namespace ?? entry.resource.namespace;
  const own = place.namespace ?? written;
  if (reference.namespace === undefined) return mayBeSame(placement.namespace ?? from.namespace, own);
  // A stated namespace may be the one before the kustomization lays its own over both; kustomize takes none for "default".
  return (
    mayBeSame(reference.namespace, own) || (place.deployment === placement.deployment && reference.namespace === (written ?? 'default'))
  );
}

/** What defines the name of a reference, with or without what deployments put around it. */
function definitionsNamed(reader: RelationReader, { target, name }: Reference): readonly Found[] {
  const names = new Set([name, ...reader.deployments().affixes.flatMap((affix) => withoutAffix(affix, name))]);
  return target.kinds.flatMap((kind) =>
    [...names].flatMap((wanted) =>
      reader.under(definitionKey(kind, wanted)).flatMap((entry) => foundIn(entry, target, kind).filter(isCalled(wanted))),
    ),
  );
}

const isCalled =
  (name: string) =>
  ({ definition }: Found): boolean =>
    definition.name === name;

function withoutAffix({ prefix, suffix }: Affix, name: string): readonly string[] {
  const isLongEnough = name.length > prefix.length + suffix.length;
  if (!isLongEnough || !name.startsWith(prefix) || !name.endsWith(suffix)) return [];
  return [name.slice(prefix.length, name.length - suffix.length)];
}

function foundIn(entry: Entry, target: Reference['target'], kind: string): readonly Found[] {
  const ofKind = definitionsOf(entry.resource).filter((definition) => definition.kind === kind && isGroup(target.group, definition.group));
  return ofKind.map((definition) => ({ entry, definition }));
}

/** What some entries define, by kind and group as references state them. */
const definedIn: (entries: readonly Entry[]) => Map<string, readonly Found[]> = memo(() => new Map());

/** Workloads moved from `extensions` to `apps`; Traefik's kinds have two groups, which is why references to them state none. */
function isGroup(wanted: string | undefined, group: string): boolean {
  const today = (text: string) => (text === 'extensions' ? 'apps' : text);
  return wanted === undefined || today(wanted) === today(group);
}

function candidatesIn(
  reader: RelationReader,
  reference: Reference,
  from: Resource,
  among: (all: readonly Found[]) => readonly Found[],
): readonly Found[] {
  const isFound = isCandidate(reader, reference, from);
  return reference.target.kinds.flatMap((kind) => among(definedFor(reader, reference, kind)).filter(isFound));
}

function hasCandidate(reader: RelationReader, reference: Reference, from: Resource, isWanted: (found: Found) => boolean): boolean {
  const isFound = isCandidate(reader, reference, from);
  return reference.target.kinds.some((kind) => definedFor(reader, reference, kind).some((found) => isWanted(found) && isFound(found)));
}

/** What is defined of one of the kinds that a reference names. */
function definedFor(reader: RelationReader, { target }: Reference, kind: string): readonly Found[] {
  const entries = reader.under(definitionsKey(kind));
  const known = definedIn(entries);
  const key = `${target.group ?? '*'}/${kind}`;
  const defined = known.get(key) ?? entries.flatMap((entry) => foundIn(entry, target, kind));
  known.set(key, defined);
  return defined;
}

/** Whether a definition could be what a reference names, had it that name. */
function isCandidate(reader: RelationReader, reference: Reference, from: Resource): (found: Found) => boolean {
  const lookings = reader.placementsOf(from).map((placement) => ({ reference, from, placement }));
  return (found) => lookings.some((looking) => placesNear(reader, looking, found).length > 0);
}

function referrersIn(reader: RelationReader, kind: string, name: string): readonly Referrer[] {
  return reader.under(referenceKey(kind, name)).flatMap((entry) =>
    referencesOf(entry.resource)
      .filter((reference) => reference.name === name && reference.target.kinds.includes(kind))
      .map((reference) => ({ entry, reference })),
  );
}

function referrersByAnyName(reader: RelationReader, resource: Resource): readonly Referrer[] {
  const affixes = reader.placementsOf(resource).flatMap((placement) => placement.affixes);
  const referrers = definitionsOf(resource).flatMap(({ kind, name }) =>
    [...new Set([name, ...affixes.map((affix) => affixed(affix, name))])].flatMap((called) => referrersIn(reader, kind, called)),
  );
  const distinct = referrers.filter(({ reference }, index) => referrers.findIndex((other) => other.reference === reference) === index);
  return distinct.sort((a, b) => compareEntries(a.entry, b.entry));
}

function distinctFound(all: readonly Found[]): readonly Found[] {
  return [...new Map(all.map((found) => [found.definition, found])).values()].sort((a, b) => compareEntries(a.entry, b.entry));
}

function isSameAffix(a: Affix | undefined, b: Affix | undefined): boolean {
  return a?.prefix === b?.prefix && a?.suffix === b?.suffix;
}
