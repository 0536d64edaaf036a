import { parseImage } from '../../resources/image.ts';
import { isGivenTag, isPinned } from '../../resources/image-overrides.ts';
import { defineRule } from '../define-rule.ts';
import { pulledImage, writtenImage } from './image-source.ts';

export default defineRule({
  id: 'images/tag',
  guide: ['rollback-ready'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'An image without a tag, or with the tag `latest`',
    why:
      'The same manifest then runs another image tomorrow: two pods of one Deployment can differ, and a rollback brings back the ' +
      'manifest but not the image that ran.',
    fix: 'Give the tag of a release, or better a digest, which cannot be moved.',
    exceptions:
      "A digest counts as a tag. Silent for names that are filled in later (`$IMAGE`, `ko://…`, Istio's `auto`) and for images that a " +
      'Kustomization of the workspace or a patch of it gives a tag or digest, or that a skaffold configuration of the workspace ' +
      'builds. In a Compose file for images that a service of the file builds, and with `pull_policy` never or build.',
    sources: ['Kubernetes documentation, Images: a missing tag means latest'],
  },
  messages: {
    missing: '{owner} runs image {image} without a tag, which means latest: nobody can tell what runs, or roll back to it.',
    latest: '{owner} runs image {image}; latest moves with every release, so nobody can tell what runs, or roll back to it.',
  },
  *check(container, context) {
    const image = writtenImage(container);
    if (image === undefined) return;
    const reference = parseImage(image);
    if (isPinned(reference) || isGivenTag(container, image, context.inventory)) return;
    yield {
      at: [...container.route, 'image'],
      message: reference.tag === undefined ? 'missing' : 'latest',
      data: { owner: `Container "${container.name}"`, image },
    };
  },
  *checkCompose(service) {
    const image = pulledImage(service);
    if (image === undefined) return;
    const reference = parseImage(image);
    if (isPinned(reference)) return;
    yield {
      at: [...service.route, 'image'],
      message: reference.tag === undefined ? 'missing' : 'latest',
      data: { owner: `Service "${service.name}"`, image },
    };
  },
});
