import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { levelFor } from './controllers.ts';
import { covers, grantsOf, isRole, routeOf, verbsAmong } from './grants.ts';
import { verbsText } from './phrases.ts';
import { isReportedWildcard } from './wildcards.ts';

const READS = ['get', 'list', 'watch'];

export default defineRule({
  id: 'rbac/secrets-access',
  guide: ['least-privilege'],
  level: 'warning',
  scope: 'resource',
  kinds: ['ClusterRole', 'Role'],
  docs: {
    summary: 'A Role or ClusterRole that may read all Secrets',
    why:
      'Secrets hold the passwords of databases, the keys of model providers and the tokens of service accounts. Who may list or watch ' +
      'them reads what is in them; in a ClusterRole that goes for every namespace.',
    fix: 'Name the Secrets with resourceNames and leave it at get, or mount them into the pod, for which it needs no right at all.',
    exceptions:
      'Rights to Secrets that resourceNames lists. Operators and controllers, by their names, are told one level milder, and those ' +
      'whose work Secrets are (cert-manager, external-secrets, ingress controllers, kube-state-metrics) in the strict profile only. ' +
      'What a `*` grants is one finding of `rbac/wildcard`. Silent for the roles that Kubernetes itself comes with.',
    sources: ['Kubernetes documentation, RBAC Good Practices: list and watch reveal the contents of Secrets, too'],
  },
  messages: {
    cluster:
      '{role} may read every Secret of every namespace it is bound in ({verbs}), and with them the keys of all applications; list the ' +
      'ones it needs in resourceNames.',
    namespace:
      '{role} may read every Secret of its namespace ({verbs}), and with them the keys of all applications there; list the ones it ' +
      'needs in resourceNames.',
  },
  *check(role) {
    if (!isRole(role)) return;
    for (const grant of grantsOf(role)) {
      const verbs = verbsAmong(grant, READS);
      const resource = ['secrets', '*'].find((name) => grant.resources.includes(name));
      if (resource === undefined || verbs.length === 0 || grant.isNamed || !covers(grant.groups, '')) continue;
      yield {
        at: routeOf(grant, 'resources', resource),
        part: 'value',
        message: role.kind === 'ClusterRole' ? 'cluster' : 'namespace',
        data: { role: titleOf(role), verbs: verbsText(verbs) },
        level: levelFor(role, 'warning', 'secrets'),
        ...(isReportedWildcard(role, grant) ? { coveredBy: 'rbac/wildcard' } : {}),
      };
    }
  },
});
