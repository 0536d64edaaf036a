import type { Inventory, Resource } from '../../resources/types.ts';
import type { Route } from '../../yaml/types.ts';
import type { PodStandard } from './pod-standard.ts';

/** The label by which a namespace says which Pod Security Standard its pods must meet. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A namespace that enforces a standard. */
export interface Enforcement {
  readonly namespace: Resource;
  readonly standard: PodStandard;
  /** The object that has the label, the Namespace or a patch of it, and its route there. */
  readonly statedIn: Resource;
  readonly at: Route;
}

/**
 * What the namespace of an object enforces, as far as it is in this workspace. Of several by one name, those that are applied with the
 * object count, else the one that enforces the least: they may be for other clusters.
 */
export function enforcementFor(resource: Resource, inventory: Inventory): Enforcement | undefined {
  const names = new Set(inventory.placementsOf(resource).map(({ namespace }) => namespace ?? resource.namespace));
  const all = [...names].flatMap((name) => (name === undefined ? [] : mildestIn(name, resource, inventory)));
  return all.find(({ standard }) => standard === 'restricted') ?? all[0];
}

function mildestIn(name: string, resource: Resource, inventory: Inventory): readonly Enforcement[] {
  const found = inventory.find('Namespace', undefined, name).map((entry) => entry.resource);
  const spaces = found.filter((space) => space.group === '' && inventory.placementsOf(space).some(({ isPatch }) => !isPatch));
  const together = spaces.filter((space) => inventory.areAppliedTogether(space, resource));
  const enforcements = (together.length > 0 ? together : spaces).map((space) => enforcementOf(space, inventory));
  if (enforcements.some((enforcement) => enforcement === undefined)) return [];
  const known = enforcements.filter((enforcement) => enforcement !== undefined);
  return known
    .filter(({ standard }) => standard === 'baseline')
    .concat(known)
    .slice(0, 1);
}

function enforcementOf(namespace: Resource, inventory: Inventory): Enforcement | undefined {
  const patches = inventory.patchesOf(namespace).map((entry) => entry.resource);
  const statedIn = [...patches, namespace].find(({ labels }) => ENFORCE in labels);
  const standard = statedIn?.labels[ENFORCE];
  if (statedIn === undefined || (standard !== 'baseline' && standard !== 'restricted')) return undefined;
  return { namespace, standard, statedIn, at: [...statedIn.route, 'metadata', 'labels', ENFORCE] };
}
