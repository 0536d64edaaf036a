import { inlinePatchesOf, isPatchFor } from '../../resources/kustomize-inline.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Found } from '../../resources/relations.ts';
import { resourcesOf } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import type { Occurrence } from './occurrence.ts';
import { nameSpan, occurrence } from './occurrence.ts';

const KUSTOMIZE_KINDS = ['Kustomization', 'Component'];

/** Where the patches in the text of kustomizations name what a definition gives: as whom they are for, or as what they refer to. */
export function inlinePlaces({ entry: { resource }, definition }: Found, inventory: Inventory): readonly Occurrence[] {
  const kustomizations = KUSTOMIZE_KINDS.flatMap((kind) => inventory.ofKind(kind)).map((entry) => entry.resource);
  return kustomizations.flatMap((kustomization) => {
    const patches = inlinePatchesOf(kustomization);
    if (patches.length === 0 || !inventory.mayMeet(resource, kustomization)) return [];
    return patches.flatMap((patch) =>
      resourcesOf(patch.document).flatMap((patched) => {
        const isOwn = patched.name === definition.name && isPatchFor(patch, resource);
        const own = isOwn ? [occurrence(patched, [...patched.route, 'metadata', 'name'])] : [];
        return [...own, ...usesIn(patched, definition)].flatMap((place) => {
          const span = nameSpan(place, patch.document);
          if (!span) return [];
          const within = { start: patch.offset + span.start, end: patch.offset + span.end };
          return [{ resource: kustomization, route: patch.route, part: 'value' as const, within, isDefinition: false }];
        });
      }),
    );
  });
}

function usesIn(patched: Resource, { kind, name }: Found['definition']): readonly Occurrence[] {
  const references = referencesOf(patched).filter((reference) => reference.name === name && reference.target.kinds.includes(kind));
  return references.map(({ route, part }) => ({ resource: patched, route, part: 'value', within: part, isDefinition: false }));
}
