import { isInterpolated } from '../../resources/compose-variables.ts';
import type { ImageReference } from '../../resources/image.ts';
import { parseImage } from '../../resources/image.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import type { ComposeService, Container, Inventory } from '../../resources/types.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import { isPlaceholder } from '../placeholder.ts';

/** The image of a container as it is written; undefined where there is none, or one that is filled in later. */
export function writtenImage({ image }: Container): string | undefined {
  return image && !isFilledInLater(image) ? image : undefined;
}

/** The image that a Compose service pulls; undefined where it has none, builds it, or takes its name from the environment. */
export function pulledImage(service: ComposeService): string | undefined {
  const { image } = service;
  return image && !isInterpolated(image) && !isPlaceholder(image) && !isBuilt(service) ? image : undefined;
}

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
  return ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap(({ resource }) => listAt(resource.value, ['images']) ?? [])
    .filter((entry) => stringAt(entry, ['name']) === name);
}

/** The images that kustomize patches give a container. */
export function patchedImages(container: Container, inventory: Inventory): readonly string[] {
  return patchesOfContainer(container, inventory)
    .map(({ image }) => image)
    .filter((image) => image !== undefined);
}

/** True for an artifact of skaffold, which puts what it has built, with its digest, into manifests that name it. */
export function isBuiltBySkaffold(image: string, inventory: Inventory): boolean {
  const name = nameOf(image);
  const configs = inventory.ofKind('Config').filter(({ resource }) => resource.group === 'skaffold');
  const artifacts = configs.flatMap(({ resource }) => listAt(resource.value, ['build', 'artifacts']) ?? []);
  return artifacts.some((artifact) => stringAt(artifact, ['image']) === name);
}

/** ko puts a digest in place of a Go import path; Istio's injector puts the proxy's image in place of `auto`. */
function isFilledInLater(image: string): boolean {
  return isPlaceholder(image) || image.startsWith('ko://') || image === 'auto';
}

/** What Compose builds is named by the image, and never pulled by that name. */
function isBuilt({ document, image, value }: ComposeService): boolean {
  if (value.pull_policy === 'never' || value.pull_policy === 'build') return true;
  const services = Object.values(mapAt(valueOf(document), ['services']) ?? {});
  return services.some((service) => stringAt(service, ['image']) === image && mapAt(service, [])?.build !== undefined);
}

function nameOf(image: string): string {
  const { registry, repository } = parseImage(image);
  return registry === undefined ? repository : `${registry}/${repository}`;
}
