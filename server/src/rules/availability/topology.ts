import { selectorMatches } from '../../resources/selector.ts';
import type { Workload } from '../../resources/types.ts';
import { getAt, isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** The label of nodes that names their zone, and the one that names themselves (Kubernetes documentation, Well-Known Labels). */
export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';

/** A topology spread constraint, or a term of (anti-)affinity between pods. */
export interface Placement {
  readonly route: Route;
  readonly value: JsonMap;
}

/** The pod's topology spread constraints. */
export function spreadConstraints({ podSpec, podSpecRoute }: Workload): readonly Placement[] {
  return placementsIn(podSpec, podSpecRoute, ['topologySpreadConstraints']);
}

/** What of pod affinity or anti-affinity must hold, and what had better. */
export function affinityTerms({ podSpec, podSpecRoute }: Workload, field: 'podAffinity' | 'podAntiAffinity'): readonly Placement[] {
  const at = ['affinity', field];
  const required = placementsIn(podSpec, podSpecRoute, [...at, 'requiredDuringSchedulingIgnoredDuringExecution']);
  const preferred = placementsIn(podSpec, podSpecRoute, [...at, 'preferredDuringSchedulingIgnoredDuringExecution']);
  const terms = preferred.flatMap(({ route, value }) => {
    const term = mapAt(value, ['podAffinityTerm']);
    return term ? [{ route: [...route, 'podAffinityTerm'], value: term }] : [];
  });
  return [...required, ...terms];
}

/**
 * What keeps the pods of a workload apart from each other: its constraints, and its anti-affinity where that is against its own pods.
 * @param workload the workload, or what a patch has of it
 * @param podLabels of the workload's pods
 */
export function separationsOf(workload: Workload, podLabels: Workload['podLabels']): readonly Placement[] {
  const terms = affinityTerms(workload, 'podAntiAffinity');
  return [...spreadConstraints(workload), ...terms.filter(({ value }) => selectorMatches(value.labelSelector, podLabels))];
}

/** How far apart a topology key keeps pods. What isn't known, such as a rack, may be as far as one can wish. */
export function reachOf({ value }: Placement): 'zone' | 'host' | 'unknown' {
  const key = stringAt(value, ['topologyKey']) ?? '';
  if (key === HOST) return 'host';
  return /zone|region/i.test(key) ? 'zone' : 'unknown';
}

/** Kinds whose selector is generated, or that have none; their pods are told by their labels. */
const WITHOUT_SELECTOR: ReadonlySet<string> = new Set(['Pod', 'Job', 'CronJob', 'ReplicationController']);

/** A selector of the workload's own pods: its own, which must match them; undefined where it doesn't, or there is nothing to select by. */
export function ownSelector({ kind, resource, podLabels }: Workload): Json | undefined {
  const selector = WITHOUT_SELECTOR.has(kind) ? { matchLabels: podLabels } : getAt(resource.value, ['spec', 'selector']);
  const labels = mapAt(selector, ['matchLabels']) ?? {};
  return isMap(selector) && Object.keys(labels).length > 0 && selectorMatches(selector, podLabels) ? selector : undefined;
}

function placementsIn(podSpec: JsonMap, route: Route, at: Route): readonly Placement[] {
  const list = listAt(podSpec, at) ?? [];
  return list.flatMap((value, index) => (isMap(value) ? [{ route: [...route, ...at, index], value }] : []));
}
