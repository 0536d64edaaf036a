import { getAt, listAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { parseImage } from './image.ts';
import { patchesOfContainer } from './kustomize-patches.ts';
import type { Container, Entry, Inventory } from './types.ts';

/**
 * True where the workspace gives the image of a container another tag or digest than its manifest does: by the `images` transformer of
 * kustomize, by a patch, or by skaffold, which puts what it has built into manifests that name an artifact. Transformers and artifacts are
 * found by the image's name as written, without tag and digest.
 */
export function isVersionOverridden(container: Container, image: string, inventory: Inventory): boolean {
  const name = nameOf(image);
  if (['Kustomization', 'Component'].some((kind) => transformedImages(inventory.ofKind(kind)).has(name))) return true;
  return (
    artifactsIn(inventory.ofKind('Config')).has(name) || patchesOfContainer(container, inventory).some((patch) => patch.image !== undefined)
  );
}

/** Names of the images that kustomizations give a tag or digest. */
const transformedImages: (kustomizations: readonly Entry[]) => ReadonlySet<string | undefined> = memo((kustomizations) => {
  const images = kustomizations.flatMap(({ resource }) => listAt(resource.value, ['images']) ?? []);
  const versioned = images.filter((entry) => ['newTag', 'digest'].some((field) => !!getAt(entry, [field])));
  return new Set(versioned.map((entry) => stringAt(entry, ['name'])));
});

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
