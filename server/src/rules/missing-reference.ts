import type { Reference } from '../resources/reference-rows.ts';
import { referencesOf } from '../resources/references.ts';
import type { Found } from '../resources/relations.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Inventory, Resource } from '../resources/types.ts';
import { nearest, nearnessAmong } from '../schema/suggest.ts';
import { equals, getAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Patch } from '../yaml/types.ts';
import { isSurelyNear } from './surely-near.ts';
import type { FixContext, FixedProblem, Related } from './types.ts';

/** What the workspace says of a name that isn't found in it. */
export interface Missing {
  /** Whether it has others of the kind in that very namespace, so that this one should be among them. */
  readonly hasOthers: boolean;
  /** The name that is most likely meant. */
  readonly suggestion: string | undefined;
  /** Leads to what has that name. */
  readonly related: readonly Related[];
}

/** Undefined for a reference that leads somewhere, or of which nobody can tell. */
export function missingReference(reference: Reference, from: Resource, inventory: Inventory): Missing | undefined {
  if (inventory.resolve(reference, from).state !== 'missing') return undefined;
  const candidates = inventory.candidatesFor(reference, from, (all) => similarAmong(all)(reference.name));
  const names = [...new Set(candidates.map(({ definition }) => definition.name))];
  const suggestion = nearest(reference.name, names);
  const meant = suggestion === undefined ? undefined : inventory.resolve({ ...reference, name: suggestion }, from);
  const leadsSomewhere = meant?.state === 'found';
  return {
    hasOthers: inventory.hasOthers(reference, from, (other) => isOther(other, reference, from, inventory)),
    suggestion: leadsSomewhere ? suggestion : undefined,
    related: leadsSomewhere ? meant.found.map(toRelated) : [],
  };
}

/** Of thousands of definitions, those whose names may be meant by another one. */
const similarAmong: (all: readonly Found[]) => (name: string) => readonly Found[] = memo((all) => {
  const near = nearnessAmong(all.map(({ definition }) => definition.name));
  return (name) => near(name).flatMap((index) => all[index] ?? []);
});

function toRelated({ entry, definition }: Found): Related {
  const { kind, name, by, route } = definition;
  const title = `${kind} "${name}"`;
  return { in: entry.resource, at: route, message: by === 'object' ? `${title} is here` : `${title} is made here (${by})` };
}

function isOther({ entry }: Found, { namespace, anywhere }: Reference, from: Resource, inventory: Inventory): boolean {
  if (anywhere || (namespace !== undefined && inventory.namespaceOf(entry.resource) === namespace)) return true;
  return isSurelyNear(from, entry.resource, inventory);
}

/** How messages name what a reference asks for: `Service "api"`, `Service "api" of namespace "shop"`. */
export function titleOfTarget({ target, name, namespace }: Reference): string {
  const title = `${target.kinds.join(' or ')} "${name}"`;
  return namespace === undefined ? title : `${title} of namespace "${namespace}"`;
}

/** How messages count what is missing besides: `one other`, `3 others`. */
export function othersText(count: number): string {
  return count === 1 ? 'one other' : `${count} others`;
}

/** Patches of a fix: the name that a problem's route leads to, wherever its object has it, becomes `data.suggestion`. */
export function renamePatches({ at, data: { suggestion } }: FixedProblem, { document }: FixContext): readonly Patch[] | undefined {
  const resource = resourceAt(document, at);
  const references = resource ? referencesOf(resource) : [];
  const wrong = references.find(({ route }) => equals(route, at));
  if (!resource || !wrong || typeof suggestion !== 'string') return undefined;
  return references.filter((reference) => isSameName(reference, wrong)).map((reference) => renamed(resource, reference, suggestion));
}

function isSameName(a: Reference, b: Reference): boolean {
  return a.name === b.name && a.namespace === b.namespace && equals(a.target.kinds, b.target.kinds);
}

function renamed(resource: Resource, { route, part }: Reference, name: string): Patch {
  const text = String(getAt(resource.value, route.slice(resource.route.length)));
  return { op: 'set', at: route, value: part ? text.slice(0, part.start) + name + text.slice(part.end) : name };
}

/** The references to one name are one problem: the first of each. */
export function firstOfEach(references: readonly Reference[]): readonly Reference[] {
  return references.filter((reference, index) => references.findIndex((other) => isSameName(other, reference)) === index);
}
