import { getAt, listAt, stringAt } from '../yaml/json.ts';
import { parseImage } from './image.ts';
import { patchesOfContainer } from './kustomize-patches.ts';
import type { Container, Inventory } from './types.ts';

/**
 * True where the workspace gives the image of a container another tag or digest than its manifest does: by the `images` transformer of
 * kustomize, by a patch, or by skaffold, which puts what it has built into manifests that name an artifact. Transformers and artifacts are
 * found by the image's name as written, without tag and digest.
 */
export function isVersionOverridden(container: Container, image: string, inventory: Inventory): boolean {
  const name = nameOf(image);
  const transformers = ['Kustomization', 'Component'].flatMap((kind) => inventory.ofKind(kind));
  const images = transformers.flatMap(({ resource }) => listAt(resource.value, ['images']) ?? []);
  const transformed = images.filter((entry) => stringAt(entry, ['name']) === name);
  if (transformed.some((entry) => ['newTag', 'digest'].some((field) => !!getAt(entry, [field])))) return true;
  const configs = inventory.ofKind('Config').filter(({ resource }) => resource.group === 'skaffold');
  const artifacts = configs.flatMap(({ resource }) => listAt(resource.value, ['build', 'artifacts']) ?? []);
  if (artifacts.some((artifact) => stringAt(artifact, ['image']) === name)) return true;
  return patchesOfContainer(container, inventory).some((patch) => patch.image !== undefined);
}

function nameOf(image: string): string {
  const { registry, repository } = parseImage(image);
  return registry === undefined ? repository : `${registry}/${repository}`;
}
