import { listAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json } from '../yaml/types.ts';
import type { ImageReference } from './image.ts';
import { parseImage } from './image.ts';
import { patchesOfContainer } from './kustomize-patches.ts';
import type { Container, Entry, Inventory } from './types.ts';

/** True for a reference that a new release does not lead elsewhere: a digest, or a tag other than `latest`. */
export function isPinned({ tag, digest }: ImageReference): boolean {
  return digest !== undefined || (tag !== undefined && tag !== 'latest');
}

/** True where the tag of a container's image is given elsewhere in the workspace: by kustomize or skaffold. */
export function isGivenTag(container: Container, image: string, inventory: Inventory): boolean {
  const byKustomize = transformersOf(image, inventory).some((entry) => {
    const tag = stringAt(entry, ['newTag']);
    return !!stringAt(entry, ['digest']) || (!!tag && tag !== 'latest');
  });
  return (
    byKustomize || isBuiltBySkaffold(image, inventory) || patchedImages(container, inventory).some((patch) => isPinned(parseImage(patch)))
  );
}

/** The entries of kustomize's `images` transformer for an image, which it finds by its name as written, without tag and digest. */
export function transformersOf(image: string, inventory: Inventory): readonly Json[] {
  const name = nameOf(image);
  return ['Kustomization', 'Component'].flatMap((kind) => transformersByName(inventory.ofKind(kind)).get(name) ?? []);
}

/** The images that kustomize patches give a container. */
export function patchedImages(container: Container, inventory: Inventory): readonly string[] {
  return patchesOfContainer(container, inventory)
    .map(({ image }) => image)
    .filter((image) => image !== undefined);
}

/** True for an artifact of skaffold, which puts what it has built, with its digest, into manifests that name it. */
export function isBuiltBySkaffold(image: string, inventory: Inventory): boolean {
  return artifactsIn(inventory.ofKind('Config')).has(nameOf(image));
}

const transformersByName: (kustomizations: readonly Entry[]) => ReadonlyMap<string | undefined, readonly Json[]> = memo(
  (kustomizations) => {
    const byName = new Map<string | undefined, Json[]>();
    for (const entry of kustomizations.flatMap(({ resource }) => listAt(resource.value, ['images']) ?? [])) {
      const name = stringAt(entry, ['name']);
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [entry]);
      else known.push(entry);
    }
    return byName;
  },
);

/** Names of the images that skaffold builds. */
const artifactsIn: (configs: readonly Entry[]) => ReadonlySet<string | undefined> = memo((configs) => {
  const skaffold = configs.filter(({ resource }) => resource.group === 'skaffold');
  const artifacts = skaffold.flatMap(({ resource }) => listAt(resource.value, ['build', 'artifacts']) ?? []);
  return new Set(artifacts.map((artifact) => stringAt(artifact, ['image'])));
});

function nameOf(image: string): string {
  const { registry, repository } = parseImage(image);
  return registry === undefined ? repository : `${registry}/${repository}`;
}
