import { pairs, sameNesting } from './align.ts';
import type { Api, Definition, EnumValue, Type } from './model.ts';
import { leaf, withLeaf } from './model.ts';
import type { Union, UnionDefinition, UnionMember } from './union.ts';

/** Two sources' word on the type of one member. */
export interface TypeConflict {
  /** Definition and member, e.g. `V1Pod.spec`. */
  readonly at: string;
  readonly ours: Type;
  readonly theirs: Type;
}

/**
 * Adds to the union what another source knows better: enumerations, quantities and descriptions. Returns where the two disagree beyond
 * that.
 */
export function enrich(union: Union, api: Api): TypeConflict[] {
  return [...pairs(union, api)].flatMap(([name, local]) => {
    const ours = union.definitions.get(name);
    const theirs = api.definitions.get(local);
    return ours === undefined || theirs === undefined ? [] : enrichDefinition(name, ours, theirs);
  });
}

function enrichDefinition(name: string, ours: UnionDefinition, theirs: Definition): TypeConflict[] {
  if (theirs.description !== undefined) ours.description = theirs.description;
  const conflicts: TypeConflict[] = [];
  for (const [key, member] of ours.members) {
    const other = theirs.members.get(key);
    if (other === undefined) continue;
    if (other.description !== undefined) member.description = other.description;
    if (!refine(member, other.type)) conflicts.push({ at: `${name}.${key}`, ours: member.type, theirs: other.type });
  }
  return conflicts;
}

/** Takes over a more exact type; false if the two contradict each other. */
function refine(member: UnionMember, theirs: Type): boolean {
  if (!sameNesting(member.type, theirs)) return false;
  const ours = leaf(member.type);
  const exact = refinement(ours, leaf(theirs));
  if (exact === undefined) return false;
  member.type = withLeaf(member.type, () => exact);
  return true;
}

function refinement(ours: Type, theirs: Type): Type | undefined {
  if (ours.is === 'string' && theirs.is === 'quantity') return theirs;
  if (ours.is === 'string' && theirs.is === 'string') return theirs.values === undefined ? ours : { ...ours, values: theirs.values };
  if ((ours.is === 'integer' && theirs.is === 'number') || theirs.is === 'any') return ours;
  return ours.is === theirs.is ? ours : undefined;
}

/** The versions between which an enumeration's change must lie: the older source's, the first after it, the newer source's predecessor. */
export interface EnumSpan {
  /** The first minor version after the older source. */
  readonly firstAfter: string;
  /** The last minor version before the newer source. */
  readonly lastBefore: string;
}

/**
 * Marks the newer API's enumerations with what an older one lacks or has in excess. The versions in between are unknown, so a new value
 * counts from the first of them on and a dropped one until the last: a doubt never becomes a false error.
 */
export function markEnumerations(newer: Api, older: Api, span: EnumSpan): Api {
  const definitions = new Map(newer.definitions);
  for (const [name, local] of pairs(newer, older)) {
    const definition = definitions.get(name);
    const before = older.definitions.get(local);
    if (definition === undefined || before === undefined) continue;
    const members = [...definition.members].map(([key, member]) => {
      const other = before.members.get(key);
      return [key, other === undefined ? member : { ...member, type: markType(member.type, leaf(other.type), span) }] as const;
    });
    definitions.set(name, { ...definition, members: new Map(members) });
  }
  return { ...newer, definitions };
}

function markType(type: Type, older: Type, span: EnumSpan): Type {
  return withLeaf(type, (end) => {
    if (end.is !== 'string' || end.values === undefined) return end;
    const before = older.is === 'string' ? older.values : undefined;
    return before === undefined ? end : { ...end, values: markValues(end.values, before, span) };
  });
}

/** The values of both lists, sorted, with the limits of those that only one has. */
export function markValues(newer: readonly EnumValue[], older: readonly EnumValue[], span: EnumSpan): EnumValue[] {
  const now = new Set(newer.map(({ value }) => value));
  const before = new Set(older.map(({ value }) => value));
  return [...new Set([...now, ...before])].sort().map((value) => ({
    value,
    ...(before.has(value) ? {} : { since: span.firstAfter }),
    ...(now.has(value) ? {} : { until: span.lastBefore }),
  }));
}
