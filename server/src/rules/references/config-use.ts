import type { Reference } from '../../resources/reference-rows.ts';
import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { titleOfTarget } from '../missing-reference.ts';
import { titleOf } from '../title.ts';

/** What messages say of a reference of pods to configuration or to a claim: who takes what, how, and what becomes of the pods without it. */
export function useTexts(resource: Resource, reference: Reference): JsonMap {
  const isVolume = reference.via === 'volume';
  return { object: titleOf(resource), target: titleOfTarget(reference), takes: isVolume ? 'mounts' : 'reads', effect: effectOf(reference) };
}

/** Reasons as `kubectl get pods` shows them. */
function effectOf({ target, via }: Reference): string {
  if (target.kinds.includes('PersistentVolumeClaim')) return 'the pods stay Pending';
  return `the containers are not started (${via === 'volume' ? 'ContainerCreating' : 'CreateContainerConfigError'})`;
}
