import { isInterpolated } from '../../resources/compose-variables.ts';
import type { ComposeService, Container } from '../../resources/types.ts';
import { mapAt, stringAt } from '../../yaml/json.ts';
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
