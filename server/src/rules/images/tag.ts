import type { ImageReference } from '../../resources/image.ts';
import { parseImage } from '../../resources/image.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import type { Container, Inventory } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';

export default defineRule({
  id: 'images/tag',
  guide: ['rollback-ready'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'An image without a tag, or with the tag `latest`',
    why:
      'The same manifest then runs another image tomorrow: two pods of one Deployment can differ, and a rollback brings back the manifest but not ' +
      'the image that ran.',
    fix: 'Give the tag of a release, or better a digest, which cannot be moved.',
    exceptions:
      "A digest counts as a tag. Silent for names that are filled in later (`$IMAGE`, `ko://…`, Istio's `auto`) and for images that a " +
      'Kustomization of the workspace or a patch of it gives a tag or digest, or that a skaffold configuration of the workspace builds.',
    sources: ['Kubernetes documentation, Images: a missing tag means latest'],
  },
  messages: {
    missing: 'Container "{container}" runs image {image} without a tag, which means latest: nobody can tell what runs, or roll back to it.',
    latest:
      'Container "{container}" runs image {image}; latest moves with every release, so nobody can tell what runs, or roll back to it.',
  },
  *check(container, context) {
    const { image } = container;
    if (!image || isFilledInLater(image)) return;
    const reference = parseImage(image);
    if (isPinned(reference) || isGivenTag(container, image, context.inventory)) return;
    yield {
      at: [...container.route, 'image'],
      message: reference.tag === undefined ? 'missing' : 'latest',
      data: { container: container.name, image },
    };
  },
});

function isPinned({ tag, digest }: ImageReference): boolean {
  return digest !== undefined || (tag !== undefined && tag !== 'latest');
}

/** ko puts a digest in place of a Go import path; Istio's injector puts the proxy's image in place of `auto`. */
function isFilledInLater(image: string): boolean {
  return isPlaceholder(image) || image.startsWith('ko://') || image === 'auto';
}

function isGivenTag(container: Container, image: string, inventory: Inventory): boolean {
  return isSetByKustomize(image, inventory) || isBuiltBySkaffold(image, inventory) || isPatched(container, inventory);
}

function isPatched(container: Container, inventory: Inventory): boolean {
  return patchesOfContainer(container, inventory).some(({ image }) => image !== undefined && isPinned(parseImage(image)));
}

/** The `images` transformer of kustomize finds images by their name as written, without tag and digest. */
function isSetByKustomize(image: string, inventory: Inventory): boolean {
  const name = nameOf(image);
  const entries = ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap(({ resource }) => listAt(resource.value, ['images']) ?? []);
  return entries.some((entry) => {
    const tag = stringAt(entry, ['newTag']);
    return stringAt(entry, ['name']) === name && (!!stringAt(entry, ['digest']) || (!!tag && tag !== 'latest'));
  });
}

/** skaffold puts the tag of what it has built into manifests that name an artifact. */
function isBuiltBySkaffold(image: string, inventory: Inventory): boolean {
  const name = nameOf(image);
  const configs = inventory.ofKind('Config').filter(({ resource }) => resource.group === 'skaffold');
  const artifacts = configs.flatMap(({ resource }) => listAt(resource.value, ['build', 'artifacts']) ?? []);
  return artifacts.some((artifact) => stringAt(artifact, ['image']) === name);
}

function nameOf(image: string): string {
  const { registry, repository } = parseImage(image);
  return registry === undefined ? repository : `${registry}/${repository}`;
}
