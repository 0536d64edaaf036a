import type { Entry, Inventory, Resource } from '../resources/types.ts';
import { memo } from '../yaml/memo.ts';
import type { Definition } from './definition.ts';
import { definitionOf } from './definition.ts';
import { groupOf } from './kinds.ts';
import { ObjectSchemas } from './object-schemas.ts';
import type { KindInfo, KindName } from './types.ts';

/** The custom kinds that a workspace defines itself. */
export interface Definitions {
  /** The definition of a kind, whatever its version; of several the one whose file is nearest to the resource's. */
  of(name: KindName | Resource): Definition | undefined;
  /** The kinds that are served, in all their versions. */
  kinds(): readonly KindName[];
}

/** Those of no workspace. */
export const NO_DEFINITIONS: Definitions = { of: () => undefined, kinds: () => [] };

/** Those of the CustomResourceDefinitions in an inventory, which is asked for nothing else. */
export function definitionsIn(inventory: Inventory): Definitions {
  const entries = () => inventory.ofKind('CustomResourceDefinition');
  // A patch of a definition isn't one.
  const isWhole = ({ uri }: Entry) => !inventory.contextOf(uri).partial;
  return {
    of(name) {
      const candidates = (byKind(entries()).get(keyOf(groupOf(name.apiVersion), name.kind)) ?? []).filter(isWhole);
      const uri = 'document' in name && candidates.length > 1 ? inventory.entryOf(name)?.uri : undefined;
      const nearest = uri === undefined ? candidates[0] : nearestTo(uri, candidates);
      return nearest && definitionOf(nearest.resource);
    },
    kinds: () => [...byKind(entries()).values()].flatMap(([first]) => (first ? servedKinds(definitionOf(first.resource)) : [])),
  };
}

/** What is known of a kind that has a definition; undefined where that has no such version. */
export function definedKind({ namespaced, versions }: Definition, { apiVersion }: KindName): KindInfo | undefined {
  const version = versions.get(versionOf(apiVersion));
  return version && { namespaced, served: version.served, custom: { from: 'workspace' } };
}

/** The version of a defined kind to use instead of one that it doesn't have: its first that is served. */
export function servedInstead(definition: Definition): KindName | undefined {
  return servedKinds(definition)[0];
}

/** The schemas of a defined kind; `minor` has what they take from Kubernetes. Memoised. */
export const definedSchemas: (definition: Definition) => (minor: ObjectSchemas) => ObjectSchemas = memo((definition) =>
  memo(({ source }) => {
    const versions = [...definition.versions.values()];
    const find = (name: string) => {
      for (const { schema } of versions) {
        const found = schema?.definition(name);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return new ObjectSchemas({
      catalog: { definition: (name) => find(name) ?? source.catalog.definition(name) },
      everything: { definition: (name) => find(name) ?? source.everything.definition(name) },
      rootOf: ({ apiVersion }) => definition.versions.get(versionOf(apiVersion))?.schema?.root,
    });
  }),
);

const byKind: (entries: readonly Entry[]) => ReadonlyMap<string, readonly Entry[]> = memo((entries) => {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const definition = definitionOf(entry.resource);
    if (definition === undefined) continue;
    const key = keyOf(definition.group, definition.kind);
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return found;
});

function servedKinds(definition: Definition | undefined): readonly KindName[] {
  if (definition === undefined) return [];
  const { group, kind, versions } = definition;
  return [...versions].filter(([, { served }]) => served).map(([version]) => ({ apiVersion: `${group}/${version}`, kind }));
}

/** The entry whose file has the most folders in common with another file, from the root on. */
function nearestTo(uri: string, entries: readonly Entry[]): Entry | undefined {
  const folders = uri.split('/').slice(0, -1);
  const inCommon = (other: string): number => {
    const others = other.split('/').slice(0, -1);
    const differs = folders.findIndex((folder, index) => others[index] !== folder);
    return differs < 0 ? folders.length : differs;
  };
  return entries.reduce<Entry | undefined>(
    (best, entry) => (best === undefined || inCommon(entry.uri) > inCommon(best.uri) ? entry : best),
    undefined,
  );
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}
