import type { ScaleTarget } from '../../resources/autoscaler.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';

/** API groups of the kinds of Kubernetes that have a scale subresource (Kubernetes API reference). */
const SCALABLE: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'apps'],
  ['StatefulSet', 'apps'],
  ['ReplicaSet', 'apps'],
  ['ReplicationController', ''],
]);

/** Kinds of Kubernetes that run pods and have no replicas. */
const UNSCALABLE: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'CronJob', 'Pod']);

/** The API group that a target's kind belongs to; undefined for kinds that are not Kubernetes' own. */
export function groupOfScalable(kind: string): string | undefined {
  return SCALABLE.get(kind);
}

/** True for the kinds of Kubernetes that no autoscaler can scale. */
export function isUnscalable(kind: string): boolean {
  return UNSCALABLE.has(kind);
}

/** The group that an autoscaler asks for: that of its target's apiVersion; without one KEDA takes `apps`, Kubernetes the core group. */
export function askedGroup(autoscaler: Resource, apiVersion: string | undefined): string {
  if (apiVersion === undefined) return autoscaler.kind === 'ScaledObject' ? 'apps' : '';
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}

/** What the workspace says of a target. */
export interface Search {
  /** Objects of the target's kind and name. */
  readonly found: readonly Resource[];
  /** What it surely means instead, where nothing is found. */
  readonly suggestion: Resource | undefined;
  /** How much of the workspace might have it. */
  readonly around: 'namespace' | 'elsewhere' | 'nothing';
}

/** Looks an autoscaler's target up. */
export function searchTarget(autoscaler: Resource, target: ScaleTarget, inventory: Inventory): Search {
  const namespace = inventory.namespaceOf(autoscaler);
  const isNear = (resource: Resource): boolean => {
    const other = inventory.namespaceOf(resource);
    return namespace === undefined || other === undefined || namespace === other;
  };
  const found = inventory.find(target.kind, namespace, target.name).map(({ resource }) => resource);
  // Whoever has found the target depends on it alone, not on all that could have been meant.
  if (found.length > 0) return { found, suggestion: undefined, around: 'namespace' };
  const candidates = candidatesFor(target.kind, inventory);
  const near = candidates.filter(isNear);
  return {
    found,
    suggestion: suggest(target, near),
    around: near.length > 0 ? 'namespace' : candidates.length > 0 ? 'elsewhere' : 'nothing',
  };
}

/** What could be the target: every scalable workload for a kind of Kubernetes, objects of the same kind for any other. */
function candidatesFor(kind: string, inventory: Inventory): readonly Resource[] {
  const isOwn = SCALABLE.has(kind) || UNSCALABLE.has(kind);
  const kinds = isOwn ? [...SCALABLE.keys()] : [kind];
  return kinds.flatMap((each) => inventory.ofKind(each)).map(({ resource }) => resource);
}

/** The object of the very name but another kind, else the one of the kind whose name is nearest. */
function suggest(target: ScaleTarget, candidates: readonly Resource[]): Resource | undefined {
  const namesake = candidates.find(({ name }) => name === target.name);
  if (namesake) return namesake;
  const alike = candidates.filter(({ kind }) => kind === target.kind);
  const name = nearest(
    target.name,
    alike.flatMap((resource) => resource.name ?? []),
  );
  return alike.find((resource) => resource.name === name);
}
