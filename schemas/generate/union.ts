import { pairs } from './align.ts';
import type { Api, Definition, Kind, Member, Type } from './model.ts';
import { withLeaf } from './model.ts';

/** All minor versions in one: what each has is marked on it. */
export interface Union {
  readonly kinds: Map<string, UnionKind>;
  readonly definitions: Map<string, UnionDefinition>;
}

/** A kind and the minor versions that have it. */
export interface UnionKind extends Kind {
  readonly versions: Set<string>;
}

/** An object type, with the newest description, and the minor versions that have it. */
export interface UnionDefinition {
  description?: string;
  readonly versions: Set<string>;
  readonly members: Map<string, UnionMember>;
}

/** A member as the newest minor version has it, and the minor versions that have it. */
export interface UnionMember {
  type: Type;
  readonly required: boolean;
  description?: string;
  readonly versions: Set<string>;
}

/** The API of one minor version. */
export interface Minor {
  readonly version: string;
  readonly api: Api;
}

/**
 * Merges minor versions, which come newest first. Names, types, descriptions and what is required are those of the newest that has them:
 * later versions correct what the schema says more often than they change what the API server does (StatefulSet's `serviceName` was
 * never enforced, HorizontalPodAutoscaler's `spec` always was).
 */
export function mergeMinors(minors: readonly Minor[]): Union {
  const union: Union = { kinds: new Map(), definitions: new Map() };
  for (const minor of minors) new Merge(union, minor).run();
  return union;
}

/** Adds one minor version to a union. */
class Merge {
  private readonly union: Union;
  private readonly minor: Minor;
  /** The union's names of the minor's definitions; more than one where newer versions have split a type. */
  private readonly names = new Map<string, string[]>();

  constructor(union: Union, minor: Minor) {
    this.union = union;
    this.minor = minor;
  }

  run(): void {
    const common = [...pairs(this.union, this.minor.api)];
    for (const [name, local] of common) this.names.set(local, [...(this.names.get(local) ?? []), name]);
    for (const [name, local] of common) this.mergeDefinition(name, local);
    for (const [name, kind] of this.minor.api.kinds) this.mergeKind(name, kind);
  }

  private mergeKind(name: string, kind: Kind): void {
    const known = this.union.kinds.get(name) ?? { ...kind, definition: this.nameOf(kind.definition), versions: new Set() };
    known.versions.add(this.minor.version);
    this.union.kinds.set(name, known);
  }

  private mergeDefinition(name: string, local: string): void {
    const source = this.minor.api.definitions.get(local);
    const target = this.union.definitions.get(name);
    if (source === undefined || target === undefined) return;
    target.versions.add(this.minor.version);
    for (const [member, value] of source.members) this.mergeMember(target, member, value);
  }

  private mergeMember(target: UnionDefinition, name: string, member: Member): void {
    const known = target.members.get(name) ?? this.newMember(member);
    target.members.set(name, known);
    known.versions.add(this.minor.version);
  }

  private newMember(member: Member): UnionMember {
    return {
      type: withLeaf(member.type, (type) => (type.is === 'reference' ? { is: 'reference', to: this.nameOf(type.to) } : type)),
      required: member.required,
      ...(member.description === undefined ? {} : { description: member.description }),
      versions: new Set(),
    };
  }

  /** The union's name of a definition of this minor, which is added if the union has nothing like it. */
  private nameOf(local: string): string {
    const [known] = this.names.get(local) ?? [];
    if (known !== undefined) return known;
    const source = this.minor.api.definitions.get(local);
    if (source === undefined) throw new Error(`Kubernetes ${this.minor.version} refers to ${local}, which it does not define`);
    const name = this.union.definitions.has(local) ? `${local}Of${this.minor.version.replace('.', '_')}` : local;
    this.names.set(local, [name]);
    this.union.definitions.set(name, this.newDefinition(source));
    this.mergeDefinition(name, local);
    return name;
  }

  private newDefinition(source: Definition): UnionDefinition {
    return {
      ...(source.description === undefined ? {} : { description: source.description }),
      versions: new Set(),
      members: new Map(),
    };
  }
}

/**
 * Fills in a minor version that no complete source has, from its two neighbours. What both have is there, what neither has is not; where
 * they differ, the witness decides: a source that knows the version but is incomplete or keeps what is gone. A definition unknown to
 * the witness is given the benefit of the doubt, so that a gap in the sources never becomes a false error.
 */
export function fillMinor(union: Union, witness: Minor, older: string, newer: string): void {
  const { version, api } = witness;
  const seen = seenMembers(union, api);
  const decide = (versions: Set<string>, witnessed: boolean): void => {
    const count = Number(versions.has(older)) + Number(versions.has(newer));
    if (count === 2 || (count === 1 && witnessed)) versions.add(version);
  };
  for (const [name, kind] of union.kinds) decide(kind.versions, api.kinds.has(name));
  for (const [name, definition] of union.definitions) {
    const members = seen.get(name);
    decide(definition.versions, true);
    for (const [memberName, member] of definition.members) decide(member.versions, members?.has(memberName) ?? true);
  }
}

function seenMembers(union: Union, api: Api): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  for (const [name, local] of pairs(union, api)) {
    const members = api.definitions.get(local)?.members.keys() ?? [];
    seen.set(name, new Set([...(seen.get(name) ?? []), ...members]));
  }
  return seen;
}
