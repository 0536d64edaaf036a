import { isBuiltIn } from '../../resources/built-in-names.ts';
import type { Definition } from '../../resources/definitions.ts';
import { definitionsOf } from '../../resources/definitions.ts';
import { affixed } from '../../resources/deployments.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Found, Referrer } from '../../resources/relations.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { objectNameFormat } from '../../rules/schema/object-names.ts';
import { stringAt } from '../../yaml/json.ts';
import { addressesOf } from './addresses.ts';
import { inlinePlaces } from './inline-patches.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The object that is named at a spot: by itself, by what makes it, or by what refers to it. */
export function objectAt(spot: Spot, inventory: Inventory, kubernetesVersion: string): Named | undefined {
  if (spot.part !== 'value') return undefined;
  return definedAt(spot, inventory, kubernetesVersion) ?? referredAt(spot, inventory, kubernetesVersion);
}

function definedAt({ resource, route }: Spot, inventory: Inventory, version: string): Named | undefined {
  const entry = inventory.entryOf(resource);
  const definition = definitionsOf(resource).find((one) => isRoute(one.route, route) && one.name === baseOf(resource, one));
  if (!entry || !definition) return undefined;
  const patched = inventory.contextOf(entry.uri).partial ? patchedBy(entry, definition, inventory) : [];
  const here = occurrence(resource, route, { isDefinition: patched.length === 0 });
  return namedObject(here, patched.length > 0 ? patched : [{ entry, definition }], inventory, version);
}

/** The objects that a patch is for: it has their name, and doesn't give it. */
function patchedBy({ resource }: Entry, { kind, name }: Definition, inventory: Inventory): readonly Found[] {
  return inventory.find(kind, undefined, name).flatMap((entry) => {
    const isPatched = inventory.patchesOf(entry.resource).some((patch) => patch.resource === resource);
    const definition = definitionsOf(entry.resource).find(({ by }) => by === 'object');
    return isPatched && definition ? [{ entry, definition }] : [];
  });
}

function referredAt({ resource, route, offset }: Spot, inventory: Inventory, version: string): Named | undefined {
  const reference = referencesOf(resource).find((one) => isRoute(one.route, route) && covers(one, offset));
  if (!reference) return undefined;
  const { found } = inventory.resolve(reference, resource);
  const here = useOf(resource, reference);
  return found.length > 0 ? namedObject(here, found, inventory, version) : unknownObject(here, reference, inventory, version);
}

function covers({ part }: Reference, offset: number | undefined): boolean {
  return part === undefined || (offset !== undefined && offset >= part.start && offset <= part.end);
}

function namedObject(here: Occurrence, found: readonly Found[], inventory: Inventory, version: string): Named | undefined {
  const first = found[0]?.definition;
  if (!first) return undefined;
  const { kind, name } = first;
  const occurrences = distinct(found.flatMap((one) => placesOf(one, inventory)));
  return {
    title: kind,
    name,
    // What stands around the name at the place that was asked about is none of it.
    here: occurrences.find((one) => one.resource === here.resource && isRoute(one.route, here.route)) ?? here,
    occurrences: occurrences.some((one) => one.resource === here.resource && isRoute(one.route, here.route))
      ? occurrences
      : distinct([here, ...occurrences]),
    fault: (text) => objectNameFormat(kind, version).fault(text),
    isTaken: (text) => found.some(({ entry }) => isTaken(entry.resource, { kind, name: text }, inventory)),
    fixed: found.map(fixedBy).find((reason) => reason !== undefined),
  };
}

/** Variants of a deployment, such as overlays of one base, may each have the name. */
function isTaken(resource: Resource, { kind, name }: { readonly kind: string; readonly name: string }, inventory: Inventory): boolean {
  const others = inventory.find(kind, inventory.namespaceOf(resource), name);
  return others.some((other) => inventory.mayMeet(resource, other.resource));
}

/** Annotations that let a SealedSecret have another name. Source: https://github.com/bitnami-labs/sealed-secrets#scopes */
const WIDE_SCOPES = ['sealedsecrets.bitnami.com/cluster-wide', 'sealedsecrets.bitnami.com/namespace-wide'];

/** Why what a definition gives can't have another name. */
function fixedBy({ entry: { resource }, definition }: Found): string | undefined {
  const { kind, name, by } = definition;
  const base = baseOf(resource, definition);
  if (base !== name) return `The ${kind} "${name}" has its name from the ${resource.kind} "${base ?? resource.name ?? ''}" that makes it.`;
  const isSealed = by === 'SealedSecret' || resource.kind === 'SealedSecret';
  if (!isSealed || WIDE_SCOPES.some((scope) => resource.annotations[scope] === 'true')) return undefined;
  return `The SealedSecret "${name}" can be read under its own name only, so under another one it has to be sealed again.`;
}

/** The text that a definition's name is made of: mostly the name itself. */
function baseOf({ value, route: root }: Resource, { route }: Definition): string | undefined {
  return stringAt(value, route.slice(root.length));
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
    fixed: isBuiltIn(reference) ? `The ${kind} "${name}" is one of Kubernetes' own.` : undefined,
  };
}

/** All places that name what a definition gives, and what takes its own name from there. */
function placesOf({ entry, definition }: Found, inventory: Inventory): readonly Occurrence[] {
  const { resource } = entry;
  const base = baseOf(resource, definition) ?? definition.name;
  const own = occurrence(resource, definition.route, { isDefinition: true });
  const isWhole = base === definition.name;
  const family = isWhole ? definitionsOf(resource).filter((one) => one === definition || isMadeOf(one, definition)) : [definition];
  const uses = family.flatMap((one) => usesOf({ entry, definition: one }, isWhole ? base : one.name, inventory));
  if (definition.by !== 'object') return [own, ...uses];
  const patches = inventory.patchesOf(resource).filter((patch) => inventory.entryOf(patch.resource) !== undefined);
  const names = patches.map((patch) => occurrence(patch.resource, [...patch.resource.route, 'metadata', 'name']));
  const addresses = definition.kind === 'Service' ? addressesOf(resource, inventory) : [];
  return [own, ...uses, ...names, ...inlinePlaces({ entry, definition }, inventory), ...addresses];
}

/** Whether a name is made of another one, or is the same text: the claims of a StatefulSet have their own name besides the set's. */
function isMadeOf(one: Definition, { route, by }: Definition): boolean {
  return isRoute(one.route, route) || (by === 'object' && one.by === 'StatefulSet');
}

/** Where the name of a definition is used; of a name that is made of another one, the part that is that. */
function usesOf(found: Found, base: string, inventory: Inventory): readonly Occurrence[] {
  const { definition } = found;
  // The name of a claim is `<template>-<set>-<number>`; other names begin with what they are made of.
  const inName = definition.by === 'StatefulSet' ? definition.name.lastIndexOf(`-${base}-`) + 1 : 0;
  return referrersOf(found, inventory).map(({ entry, reference, lead }) => {
    const use = useOf(entry.resource, reference);
    if (reference.name === base) return use;
    const start = (reference.part?.start ?? 0) + lead + inName;
    return { ...use, within: { start, end: start + base.length } };
  });
}

/** Who names a definition, and the length of what a kustomization has put before the name there. */
export function referrersOf({ entry, definition }: Found, inventory: Inventory): readonly (Referrer & { readonly lead: number })[] {
  const affixes = inventory.placementsOf(entry.resource).flatMap((placement) => placement.affixes);
  return inventory.referrersTo(entry.resource).flatMap((referrer) => {
    const { name, target } = referrer.reference;
    if (!target.kinds.includes(definition.kind)) return [];
    if (name === definition.name) return [{ ...referrer, lead: 0 }];
    const affix = affixes.find((one) => affixed(one, definition.name) === name);
    return affix ? [{ ...referrer, lead: affix.prefix.length }] : [];
  });
}

function useOf(resource: Resource, { route, part }: Reference): Occurrence {
  return { resource, route, part: 'value', within: part, isDefinition: false };
}
