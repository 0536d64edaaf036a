/**
 * What a source says of one Kubernetes minor version: its kinds and the shapes they are made of. Every source is read into this, so that
 * the rest of the generator does not know where a fact came from.
 */
export interface Api {
  /** By group, version and kind, e.g. `apps/v1/Deployment`, or `v1/Pod` for the core group. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly definitions: ReadonlyMap<string, Definition>;
}

/** A kind one can write as a manifest. */
export interface Kind {
  /** The name of its definition in the same API. */
  readonly definition: string;
  /** Whether its objects live in a namespace; absent where the source does not say. */
  readonly namespaced?: boolean;
  /** The resource's name in URLs and RBAC rules, e.g. `deployments`; absent where the source does not say. */
  readonly plural?: string;
}

/** An object type with known members. */
export interface Definition {
  readonly description?: string;
  readonly members: ReadonlyMap<string, Member>;
}

/** A member of an object type. */
export interface Member {
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string;
}

/** A value's type. */
export type Type =
  | { readonly is: 'string'; readonly format?: string; readonly values?: readonly EnumValue[] }
  | { readonly is: 'number' | 'integer'; readonly format?: string }
  | { readonly is: 'boolean' | 'quantity' | 'int-or-string' | 'any' }
  | { readonly is: 'array'; readonly items: Type }
  | { readonly is: 'map'; readonly values: Type }
  | { readonly is: 'reference'; readonly to: string };

/** A value an enumeration allows, and the minor versions it is known to be limited to. */
export interface EnumValue {
  readonly value: string;
  readonly since?: string;
  readonly until?: string;
}

/** The type at the end of arrays and maps, e.g. `Container` of `Container[]`. */
export function leaf(type: Type): Type {
  if (type.is === 'array') return leaf(type.items);
  return type.is === 'map' ? leaf(type.values) : type;
}

/** The same arrays and maps around another leaf. */
export function withLeaf(type: Type, change: (leaf: Type) => Type): Type {
  if (type.is === 'array') return { ...type, items: withLeaf(type.items, change) };
  return type.is === 'map' ? { ...type, values: withLeaf(type.values, change) } : change(type);
}

/** The definition a type leads to, through arrays and maps; undefined for a scalar. */
export function referenced(type: Type): string | undefined {
  const end = leaf(type);
  return end.is === 'reference' ? end.to : undefined;
}

/** The definitions that can be reached from the API's kinds. */
export function reachable(api: Api): Set<string> {
  const found = new Set<string>();
  const queue = [...api.kinds.values()].map((kind) => kind.definition);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const member of api.definitions.get(name)?.members.values() ?? []) {
      const next = referenced(member.type);
      if (next !== undefined) queue.push(next);
    }
  }
  return found;
}
