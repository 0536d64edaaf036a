import type { Resource } from '../../resources/types.ts';
import { isMap, listAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';

/** API group of roles and their bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Verbs that change objects (Kubernetes documentation, Authorization: request verbs). */
export const WRITES: readonly string[] = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** One of the rules of a Role or ClusterRole: what its holders may do with what. */
export interface Grant {
  readonly route: Route;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Paths that are no objects, such as /metrics. */
  readonly paths: readonly string[];
  /** True where it is about single objects, by their names. */
  readonly isNamed: boolean;
  /** Names of the objects that it is about. */
  readonly names: readonly string[];
}

/** True for Roles and ClusterRoles but those that Kubernetes itself comes with, which it restores whatever a manifest says. */
export function isRole({ group, kind, labels }: Resource): boolean {
  return group === RBAC_GROUP && (kind === 'Role' || kind === 'ClusterRole') && labels['kubernetes.io/bootstrapping'] !== 'rbac-defaults';
}

/** What a Role or ClusterRole grants. An aggregated ClusterRole, whose rules are those of others, grants nothing by itself. */
export function grantsOf(role: Resource): readonly Grant[] {
  const rules = listAt(role.value, ['rules']) ?? [];
  return rules.flatMap((rule, index) => (isMap(rule) ? [toGrant(rule, [...role.route, 'rules', index])] : []));
}

/** True where a grant covers a group, by its name or by `*`. */
export function covers(list: readonly string[], name: string): boolean {
  return list.includes(name) || list.includes('*');
}

/** The verbs of some that a grant gives, as it is written: `*` stands for all of them. */
export function verbsAmong({ verbs }: Grant, wanted: readonly string[]): readonly string[] {
  return verbs.includes('*') ? ['*'] : verbs.filter((verb) => wanted.includes(verb));
}

/** Route of an item of one of a grant's lists. */
export function routeOf(
  grant: Grant,
  list: 'apiGroups' | 'resources' | 'verbs' | 'nonResourceURLs' | 'resourceNames',
  item: string,
): Route {
  const items = {
    apiGroups: grant.groups,
    resources: grant.resources,
    verbs: grant.verbs,
    nonResourceURLs: grant.paths,
    resourceNames: grant.names,
  };
  return [...grant.route, list, items[list].indexOf(item)];
}

function toGrant(rule: JsonMap, route: Route): Grant {
  const names = stringsAt(rule, 'resourceNames');
  return {
    route,
    groups: stringsAt(rule, 'apiGroups'),
    resources: stringsAt(rule, 'resources'),
    verbs: stringsAt(rule, 'verbs'),
    paths: stringsAt(rule, 'nonResourceURLs'),
    isNamed: names.length > 0,
    names,
  };
}

/** Items that are no strings keep their places, so that indexes are those of the manifest. */
function stringsAt(rule: JsonMap, field: string): readonly string[] {
  return (listAt(rule, [field]) ?? []).map((item) => (typeof item === 'string' ? item : ''));
}
