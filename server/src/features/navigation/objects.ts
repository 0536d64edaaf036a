import type { Definition } from '../../resources/definitions.ts';
import { definitionsOf } from '../../resources/definitions.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Found, Referrer } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { dataKey } from '../../rules/schema/name-formats.ts';
import { objectNameFormat } from '../../rules/schema/object-names.ts';
import { addressesOf } from './addresses.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The object that is named at a spot: by itself, by what makes it, or by what refers to it. */
export function objectAt(spot: Spot, inventory: Inventory, kubernetesVersion: string): Named | undefined {
  const { resource } = spot;
  if (spot.part !== 'value') return undefined;
  const reference = referencesOf(resource).find((one) => isRoute(one.route, spot.route) && covers(one, spot.offset));
  const own = definitionsOf(resource).find((definition) => isRoute(definition.route, spot.route));
  const found = own
    ? [{ entry: inventory.entryOf(resource), definition: own }]
    : reference
      ? inventory.resolve(reference, resource).found
      : [];
  const known = found.filter((one): one is Found => one.entry !== undefined);
  const here = reference && !own ? useOf(resource, reference) : occurrence(resource, spot.route, { isDefinition: true });
  if (known.length > 0) return namedObject(here, known, inventory, kubernetesVersion);
  return reference && unknownObject(here, reference, inventory, kubernetesVersion);
}

function covers({ part }: Reference, offset: number | undefined): boolean {
  return part === undefined || (offset !== undefined && offset >= part.start && offset <= part.end);
}

function namedObject(here: Occurrence, found: readonly Found[], inventory: Inventory, version: string): Named | undefined {
  const first = found[0]?.definition;
  if (!first) return undefined;
  const { kind, name } = first;
  const places = found.flatMap((one) => placesOf(one, inventory));
  return {
    title: kind,
    name,
    here,
    occurrences: distinct([here, ...places]),
    fault: (text) => objectNameFormat(kind, version).fault(text),
    isTaken: (text) => found.some(({ entry }) => inventory.find(kind, inventory.namespaceOf(entry.resource), text).length > 0),
  };
}

/** Something that several objects name, and that isn't in the workspace. */
function unknownObject(here: Occurrence, reference: Reference, inventory: Inventory, version: string): Named | undefined {
  const { target, name } = reference;
  const [kind = ''] = target.kinds;
  const namespace = reference.namespace ?? inventory.namespaceOf(here.resource);
  const uses = target.kinds
    .flatMap((one) => inventory.referrersOf(one, namespace, name))
    .map(({ entry, reference: use }) => useOf(entry.resource, use));
  return {
    title: kind,
    name,
    here,
    occurrences: distinct([here, ...uses]),
    fault: (text) => objectNameFormat(kind, version).fault(text),
    isTaken: () => false,
  };
}

/** All places that name what a definition gives. */
function placesOf({ entry, definition }: Found, inventory: Inventory): readonly Occurrence[] {
  const { resource } = entry;
  const uses = referrersOf({ entry, definition }, inventory).map((referrer) => useOf(referrer.entry.resource, referrer.reference));
  const own = occurrence(resource, definition.route, { isDefinition: true });
  if (definition.by !== 'object') return [own, ...uses];
  const patches = inventory.patchesOf(resource).map((patch) => occurrence(patch.resource, [...patch.resource.route, 'metadata', 'name']));
  const addresses = definition.kind === 'Service' ? addressesOf(resource, inventory) : [];
  return [own, ...uses, ...patches, ...addresses];
}

function referrersOf({ entry, definition }: Found, inventory: Inventory): readonly Referrer[] {
  const isMeant = ({ reference }: Referrer) => reference.name === definition.name && reference.target.kinds.includes(definition.kind);
  return inventory.referrersTo(entry.resource).filter(isMeant);
}

function useOf(resource: Resource, { route, part }: Reference): Occurrence {
  return { resource, route, part: 'value', within: part, isDefinition: false };
}

/** The key of a ConfigMap or Secret that is named at a spot. */
export function keyAt(spot: Spot, inventory: Inventory): Named | undefined {
  const { resource } = spot;
  for (const definition of definitionsOf(resource)) {
    const key = definition.keys?.find(({ route }) => route !== undefined && isRoute(route, spot.route));
    const entry = inventory.entryOf(resource);
    if (key && entry && keyPart(definition) === spot.part) return namedKey(spot, key.name, [{ entry, definition }], inventory);
  }
  for (const reference of referencesOf(resource)) {
    const key = reference.keys.find(({ route }) => isRoute(route, spot.route));
    if (key && spot.part === 'value') return namedKey(spot, key.name, inventory.resolve(reference, resource).found, inventory);
  }
  return undefined;
}

/** A ConfigMap has its keys as keys; what makes a Secret states them as values, unless it is a SealedSecret. */
function keyPart({ by }: Definition): 'key' | 'value' {
  return by === 'ExternalSecret' ? 'value' : 'key';
}

function namedKey(spot: Spot, name: string, found: readonly Found[], inventory: Inventory): Named {
  const definitions = found.flatMap(({ entry, definition }) =>
    (definition.keys ?? [])
      .filter((key) => key.name === name && key.route !== undefined)
      .map(({ route = [] }) => occurrence(entry.resource, route, { isDefinition: true, part: keyPart(definition) })),
  );
  const uses = found.flatMap((one) =>
    referrersOf(one, inventory).flatMap(({ entry, reference }) =>
      reference.keys.filter((key) => key.name === name).map(({ route }) => occurrence(entry.resource, route)),
    ),
  );
  const here = occurrence(spot.resource, spot.route, { part: spot.part, isDefinition: spot.part === 'key' });
  return {
    title: 'key',
    name,
    here,
    occurrences: distinct([here, ...definitions, ...uses]),
    fault: (text) => dataKey.fault(text),
    isTaken: (text) => found.some(({ definition }) => definition.keys?.some((key) => key.name === text)),
  };
}
