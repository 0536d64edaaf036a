import { pairs } from './align.ts';
import type { TypeConflict } from './enrich.ts';
import { EXPECTED_KINDS, EXPECTED_MEMBERS, FREE_FORM, LOST_MEMBERS } from './expectations.ts';
import type { Api } from './model.ts';
import { leaf, reachable, referenced } from './model.ts';
import type { Union, UnionDefinition, UnionMember } from './union.ts';

/** Says where two sources give a member different types. A free-form member is no conflict: one source names the type, the other doesn't. */
export function conflictSurprises(conflicts: readonly TypeConflict[]): string[] {
  return conflicts
    .filter(({ ours }) => leaf(ours).is !== 'any')
    .map(({ at, ours, theirs }) => `${at} is ${JSON.stringify(ours)} in one source and ${JSON.stringify(theirs)} in another`);
}

/** Everything in the union that is not as the expectations say. `models` is the second source of the newest minor version. */
export function surprisesIn(union: Union, models: Api, versions: readonly string[]): string[] {
  return [
    ...brokenReferences(union),
    ...gaps(union, versions),
    ...differences('free-form members', freeForm(union), FREE_FORM),
    ...differences('members lost in newer versions', lostMembers(union, versions), LOST_MEMBERS),
    ...differences('members that only one source of the newest version has', oneSided(union, models, versions.at(-1) ?? ''), new Set()),
    ...unmet(EXPECTED_KINDS, versions, (name) => union.kinds.get(name)?.versions),
    ...unmet(EXPECTED_MEMBERS, versions, (name) => memberAt(union, name)?.versions),
  ];
}

function brokenReferences(union: Union): string[] {
  const surprises: string[] = [];
  for (const [name, { members }] of union.definitions) {
    if (members.size === 0) surprises.push(`${name} has no members`);
    for (const [key, { type }] of members) {
      const target = referenced(type);
      if (target !== undefined && !union.definitions.has(target)) surprises.push(`${name}.${key} refers to ${target}, which is missing`);
    }
  }
  const found = reachable(union);
  return [...surprises, ...[...union.definitions.keys()].filter((name) => !found.has(name)).map((name) => `no kind leads to ${name}`)];
}

/** What is in an older and a newer version but not in between. */
function gaps(union: Union, versions: readonly string[]): string[] {
  const surprises: string[] = [];
  const check = (name: string, own: ReadonlySet<string>): void => {
    const present = versions.filter((version) => own.has(version));
    const span = versions.slice(versions.indexOf(present[0] ?? ''), versions.indexOf(present.at(-1) ?? '') + 1);
    if (present.length === 0 || span.length !== present.length) surprises.push(`${name} is only in ${present.join(', ')}`);
  };
  for (const [name, kind] of union.kinds) check(name, kind.versions);
  for (const [name, { members }] of union.definitions) for (const [key, member] of members) check(`${name}.${key}`, member.versions);
  return surprises;
}

function freeForm(union: Union): Set<string> {
  return membersWhere(union, ({ type }) => leaf(type).is === 'any');
}

function lostMembers(union: Union, versions: readonly string[]): Set<string> {
  return membersWhere(union, (member, definition) => last(versions, member.versions) !== last(versions, definition.versions));
}

function last(versions: readonly string[], own: ReadonlySet<string>): string | undefined {
  return versions.findLast((version) => own.has(version));
}

function membersWhere(union: Union, test: (member: UnionMember, definition: UnionDefinition) => boolean): Set<string> {
  const found = new Set<string>();
  for (const [name, definition] of union.definitions) {
    for (const [key, member] of definition.members) if (test(member, definition)) found.add(`${name}.${key}`);
  }
  return found;
}

function oneSided(union: Union, models: Api, newest: string): Set<string> {
  const found = new Set<string>();
  for (const [name, local] of pairs(union, models)) {
    const ours = union.definitions.get(name);
    if (!ours?.versions.has(newest)) continue;
    const theirs = models.definitions.get(local)?.members;
    const current = [...ours.members].filter(([, member]) => member.versions.has(newest)).map(([key]) => key);
    for (const key of current) if (!theirs?.has(key)) found.add(`${name}.${key}`);
    for (const key of theirs?.keys() ?? []) if (!current.includes(key)) found.add(`${name}.${key}`);
  }
  return found;
}

function differences(
  what: string,
  found: ReadonlySet<string>,
  expected: { has(name: string): boolean; keys(): Iterable<string> },
): string[] {
  return [
    ...[...found].filter((name) => !expected.has(name)).map((name) => `unexpected among ${what}: ${name}`),
    ...[...expected.keys()].filter((name) => !found.has(name)).map((name) => `missing among ${what}: ${name}`),
  ];
}

function unmet(
  expected: ReadonlyMap<string, string>,
  versions: readonly string[],
  find: (name: string) => ReadonlySet<string> | undefined,
): string[] {
  return [...expected].flatMap(([name, wanted]) => {
    const own = find(name) ?? new Set();
    const found = `${versions.find((version) => own.has(version))}-${last(versions, own)}`;
    return found === wanted ? [] : [`${name} is in ${found}, expected ${wanted}`];
  });
}

function memberAt(union: Union, name: string): UnionMember | undefined {
  const [definition = '', member = ''] = name.split('.');
  return union.definitions.get(definition)?.members.get(member);
}
