import type { Analysis } from '../../analyzer.ts';
import { isKustomizationFile } from '../../resources/kustomize.ts';
import { keyAt } from './keys.ts';
import { labelAt } from './labels.ts';
import { namespaceAt } from './namespaces.ts';
import { objectAt } from './objects.ts';
import type { Named } from './occurrence.ts';
import { spotAt } from './place.ts';
import { portAt } from './ports.ts';
import { volumeAt } from './volumes.ts';

/** What is named at an offset of a file: an object, a key of its data, a label's value, a namespace, a port or a volume; undefined where nothing is. */
export function namedAt(analysis: Analysis, offset: number): Named | undefined {
  // A kustomization may leave out what it is.
  const spot = analysis.ours || isKustomizationFile(analysis.uri) ? spotAt(analysis, offset) : undefined;
  if (!spot) return undefined;
  const { inventory, settings } = analysis;
  return (
    namespaceAt(spot, inventory) ??
    objectAt(spot, inventory, settings.kubernetesVersion) ??
    keyAt(spot, inventory) ??
    volumeAt(spot) ??
    portAt(spot, inventory) ??
    labelAt(spot, inventory)
  );
}
