import { parseImage } from '../../resources/image.ts';
import { isBuiltBySkaffold, isPinned, patchedImages, transformersOf } from '../../resources/image-overrides.ts';
import type { Container, Inventory } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { pulledImage, writtenImage } from './image-source.ts';

export default defineRule({
  id: 'images/digest',
  guide: ['rollback-ready'],
  level: 'strict',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'An image that is not pinned by its digest',
    why:
      'A tag is a name that can be moved: by a rebuild, by a mistake, or by somebody who got into the registry. A digest is the image ' +
      'itself, so what was tested is what runs, on every node and after a rollback.',
    fix:
      'Add the digest behind the tag, which then stays for people to read: `api:2.4.1@sha256:…`. Tools such as Renovate and kustomize ' +
      'keep it up to date.',
    exceptions:
      "Silent for names that are filled in later (`$IMAGE`, `ko://…`, Istio's `auto`), for images that a Kustomization of the " +
      'workspace or a patch of it gives a digest, or that a skaffold configuration of the workspace builds, and in a Compose file for ' +
      'images that it builds. An image without a tag is one finding of `images/tag`.',
    sources: ['Kubernetes documentation, Images: a digest is immutable, a tag can be moved to another image'],
  },
  messages: {
    missing:
      '{owner} runs image {image} by a name that can be moved to another image; with a digest behind it, what was tested is what runs.',
  },
  *check(container, { inventory }) {
    const image = writtenImage(container);
    if (image === undefined || hasDigest(image) || isGivenDigest(container, image, inventory)) return;
    yield {
      at: [...container.route, 'image'],
      message: 'missing',
      data: { owner: `Container "${container.name}"`, image },
      ...coverOf(image),
    };
  },
  *checkCompose(service) {
    const image = pulledImage(service);
    if (image === undefined || hasDigest(image)) return;
    yield { at: [...service.route, 'image'], message: 'missing', data: { owner: `Service "${service.name}"`, image }, ...coverOf(image) };
  },
});

function hasDigest(image: string): boolean {
  return parseImage(image).digest !== undefined;
}

function isGivenDigest(container: Container, image: string, inventory: Inventory): boolean {
  if (transformersOf(image, inventory).some((entry) => !!stringAt(entry, ['digest']))) return true;
  return isBuiltBySkaffold(image, inventory) || patchedImages(container, inventory).some(hasDigest);
}

function coverOf(image: string): { readonly coveredBy?: string } {
  return isPinned(parseImage(image)) ? {} : { coveredBy: 'images/tag' };
}
