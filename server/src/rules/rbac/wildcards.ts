import type { Resource } from '../../resources/types.ts';
import type { Route } from '../../yaml/types.ts';
import type { Level } from '../types.ts';
import { isController, levelFor } from './controllers.ts';
import type { Grant } from './grants.ts';
import { routeOf } from './grants.ts';

/** A `*` in a grant. */
interface Wildcard {
  readonly at: Route;
  readonly level: Level;
}

/** The `*` of a grant, of several the widest: it comes first among API groups, resources, paths and verbs. */
export function wildcardIn(role: Resource, grant: Grant): Wildcard | undefined {
  const lists = [
    ['apiGroups', grant.groups],
    ['resources', grant.resources],
    ['nonResourceURLs', grant.paths],
    ['verbs', grant.verbs],
  ] as const;
  const found = lists.find(([, items]) => items.includes('*'));
  return found && { at: routeOf(grant, found[0], '*'), level: levelOf(role, grant) };
}

/** True where `rbac/wildcard` reports a grant outside of the strict profile, so that others need not. */
export function isReportedWildcard(role: Resource, grant: Grant): boolean {
  const level = wildcardIn(role, grant)?.level;
  return level !== undefined && level !== 'strict';
}

/** True for what cluster-admin grants. */
export function isEverything({ groups, resources, verbs, isNamed }: Grant): boolean {
  return !isNamed && [groups, resources, verbs].every((list) => list.includes('*'));
}

/** API groups of Kubernetes itself that do not end in k8s.io. */
const CORE_GROUPS: ReadonlySet<string> = new Set(['', '*', 'apps', 'batch', 'autoscaling', 'policy', 'extensions']);
/** They hold figures that can only be read. */
const METRICS_GROUP = /^(?:custom\.|external\.)?metrics\.k8s\.io$/;

function levelOf(role: Resource, grant: Grant): Level {
  if (isEverything(grant)) return levelFor(role, role.kind === 'ClusterRole' ? 'error' : 'warning', 'everything');
  if (grant.paths.length > 0) return levelFor(role, 'info', 'everything');
  if (grant.groups.every((group) => METRICS_GROUP.test(group))) return 'strict';
  if (grant.groups.every(isCustomGroup)) return isController(role) || isReading(grant) ? 'strict' : 'info';
  return levelFor(role, 'warning', 'everything');
}

function isReading({ verbs }: Grant): boolean {
  return verbs.every((verb) => verb === 'get' || verb === 'list' || verb === 'watch');
}

function isCustomGroup(group: string): boolean {
  return !CORE_GROUPS.has(group) && !group.endsWith('.k8s.io');
}
