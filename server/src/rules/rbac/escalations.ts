import type { Resource } from '../../resources/types.ts';
import type { Route } from '../../yaml/types.ts';
import type { Level } from '../types.ts';
import type { Need } from './controllers.ts';
import { levelFor } from './controllers.ts';
import type { Grant } from './grants.ts';
import { covers, RBAC_GROUP, routeOf, verbsAmong } from './grants.ts';

/** How a right leads to more of them. */
type EscalationKind = 'escalate' | 'roles' | 'impersonate' | 'exec' | 'tokens' | 'kubelets' | 'webhooks';

/** A right in a grant that leads to more rights. */
interface Escalation {
  readonly kind: EscalationKind;
  readonly at: Route;
  /** Those of the grant that are concerned. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly level: Level;
}

interface Path {
  readonly kind: EscalationKind;
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly level: 'error' | 'warning';
  readonly need: Need | undefined;
}

const ROLES = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'];
const WEBHOOKS = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];

/**
 * Ways from a right to more rights (Kubernetes documentation, RBAC Good Practices: privilege escalation risks). The first of a kind that a
 * grant has counts.
 */
const PATHS: readonly Path[] = [
  { kind: 'escalate', group: RBAC_GROUP, resources: ['roles', 'clusterroles'], verbs: ['escalate', 'bind'], level: 'error', need: 'roles' },
  { kind: 'roles', group: RBAC_GROUP, resources: ROLES, verbs: ['create', 'update', 'patch'], level: 'error', need: 'roles' },
  {
    kind: 'impersonate',
    group: '',
    resources: ['users', 'groups', 'serviceaccounts'],
    verbs: ['impersonate'],
    level: 'error',
    need: 'impersonation',
  },
  { kind: 'exec', group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create'], level: 'error', need: 'exec' },
  { kind: 'tokens', group: '', resources: ['serviceaccounts/token'], verbs: ['create'], level: 'error', need: 'tokens' },
  { kind: 'kubelets', group: '', resources: ['nodes/proxy'], verbs: ['create'], level: 'error', need: undefined },
  // The kubelet takes commands over WebSockets, which begin with a GET.
  { kind: 'kubelets', group: '', resources: ['nodes/proxy'], verbs: ['get'], level: 'warning', need: undefined },
  {
    kind: 'webhooks',
    group: 'admissionregistration.k8s.io',
    resources: WEBHOOKS,
    verbs: ['create', 'update', 'patch'],
    level: 'error',
    need: 'webhooks',
  },
];

/** Objects whose names say that the rights to them are all there is. */
const ALMIGHTY: readonly string[] = ['cluster-admin', 'system:masters'];

/**
 * The rights of a grant that lead to more. What it names counts, with every verb where these are `*`; what a `*` among its resources brings
 * is said of the `*`. A grant for single objects is none, unless these are the almighty ones.
 */
export function escalationsIn(role: Resource, grant: Grant): readonly Escalation[] {
  if (grant.isNamed && !grant.names.some((name) => ALMIGHTY.includes(name))) return [];
  const found: Escalation[] = [];
  for (const path of PATHS) {
    const resources = covers(grant.groups, path.group) ? grant.resources.filter((resource) => path.resources.includes(resource)) : [];
    const verbs = verbsAmong(grant, path.verbs);
    const [resource] = resources;
    const [verb] = verbs;
    const isKnown = found.some(({ kind }) => kind === path.kind || (kind === 'escalate' && path.kind === 'roles'));
    if (resource === undefined || verb === undefined || isKnown) continue;
    const at =
      path.kind === 'escalate' || path.kind === 'impersonate' ? routeOf(grant, 'verbs', verb) : routeOf(grant, 'resources', resource);
    found.push({ kind: path.kind, at, resources, verbs, level: levelFor(role, path.level, path.need) });
  }
  return found;
}
