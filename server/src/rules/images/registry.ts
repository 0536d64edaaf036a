import { parseImage } from '../../resources/image.ts';
import { patchedImages, transformersOf } from '../../resources/image-overrides.ts';
import type { Container, Inventory } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { pulledImage, writtenImage } from './image-source.ts';

export default defineRule({
  id: 'images/registry',
  level: 'strict',
  raises: true,
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'An image from a registry that is not in the configured list',
    why:
      'What runs in the cluster ought to come from where it is scanned, signed and kept. An image from elsewhere is out of these ' +
      'hands: it can change, vanish, or be rationed by how often it is pulled.',
    fix: 'Copy the image to one of the registries of the list, or take the registry into the option `registries`.',
    exceptions:
      'Silent until the option `registries` names at least one; then it is information in every profile. Silent for names that are ' +
      'filled in later, where a Kustomization or a patch of the workspace gives the image another name, and in a Compose file for ' +
      'images that it builds. An image without a registry is one of docker.io.',
    sources: ['Kubernetes documentation, Images: without a registry, docker.io is taken'],
  },
  options: {
    registries: {
      type: 'strings',
      default: [],
      description: 'Registries that images may come from, such as `registry.example.com`, or a part of one, such as `ghcr.io/example`.',
    },
  },
  messages: {
    foreign: '{owner} runs image {image} from {registry}, which is not among the registries that this workspace allows ({allowed}).',
  },
  *check(container, { options: { registries }, inventory }) {
    const image = writtenImage(container);
    if (image === undefined || isAllowed(image, registries) || isRenamed(container, image, inventory)) return;
    yield {
      at: [...container.route, 'image'],
      message: 'foreign',
      data: { owner: `Container "${container.name}"`, image, registry: registryOf(image), allowed: [...registries] },
      level: 'info',
    };
  },
  *checkCompose(service, { options: { registries } }) {
    const image = pulledImage(service);
    if (image === undefined || isAllowed(image, registries)) return;
    yield {
      at: [...service.route, 'image'],
      message: 'foreign',
      data: { owner: `Service "${service.name}"`, image, registry: registryOf(image), allowed: [...registries] },
      level: 'info',
    };
  },
});

/** The registry of images that name none. */
const DEFAULT_REGISTRY = 'docker.io';
/** Where that registry keeps images of one word. */
const LIBRARY = 'library';

function isAllowed(image: string, registries: readonly string[]): boolean {
  const { repository } = parseImage(image);
  const registry = registryOf(image);
  const path = registry === DEFAULT_REGISTRY && !repository.includes('/') ? `${LIBRARY}/${repository}` : repository;
  const name = `${registry}/${path}/`;
  return registries.length === 0 || registries.some((allowed) => name.startsWith(`${allowed.replace(/\/+$/, '')}/`));
}

function registryOf(image: string): string {
  const { registry = DEFAULT_REGISTRY } = parseImage(image);
  return registry === `index.${DEFAULT_REGISTRY}` ? DEFAULT_REGISTRY : registry;
}

function isRenamed(container: Container, image: string, inventory: Inventory): boolean {
  return transformersOf(image, inventory).some((entry) => !!stringAt(entry, ['newName'])) || patchedImages(container, inventory).length > 0;
}
