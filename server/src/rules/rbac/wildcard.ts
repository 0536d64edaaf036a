import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { escalationsIn } from './escalations.ts';
import { grantsOf, isRole } from './grants.ts';
import { grantText } from './phrases.ts';
import { isEverything, wildcardIn } from './wildcards.ts';

export default defineRule({
  id: 'rbac/wildcard',
  guide: ['rbac'],
  level: 'warning',
  scope: 'resource',
  kinds: ['ClusterRole', 'Role'],
  docs: {
    summary: 'A Role or ClusterRole with `*` in its verbs, resources or API groups',
    why:
      'A `*` grants what its author had in mind and all the rest: deletecollection, escalate and impersonate among the verbs, Secrets ' +
      'and roles among the resources, and what a later version or another operator adds. Whoever breaks into a pod with such a role ' +
      'has all of it.',
    fix: 'Name the verbs, resources and API groups that are used; the audit log of a test cluster shows which these are.',
    exceptions:
      'All three at once in a ClusterRole are an error: that is cluster-admin by another name. In API groups of custom resources ' +
      'alone a `*` is information, and to read them, for their operator, and in the read-only metrics APIs, reported in the strict ' +
      'profile only. Other operators and controllers, by their names, are told one level milder, and GitOps controllers, which apply ' +
      'whatever a repository holds, in the strict profile only. The roles that Kubernetes itself comes with are silent. Where the `*` ' +
      'includes rights to take over the cluster, `rbac/escalation` says so.',
    sources: [
      'Kubernetes documentation, RBAC Good Practices: avoid wildcard permissions, which also cover what is added later',
      'Kubernetes documentation, Using RBAC Authorization: caution about wildcards',
    ],
  },
  messages: {
    everything:
      '{role} grants every verb on every resource of every API group, so a pod or person that has it owns {realm}; name what is needed.',
    some: '{role} grants {grant}, which includes what nobody thought of and what later versions add; name what is needed instead of `*`.',
  },
  *check(role) {
    if (!isRole(role)) return;
    const grants = grantsOf(role);
    const hasEverything = grants.some(isEverything);
    for (const grant of grants) {
      const wildcard = wildcardIn(role, grant);
      // Beside everything, the paths of the API server are no finding of their own.
      if (wildcard === undefined || (hasEverything && grant.paths.length > 0)) continue;
      const escalates = escalationsIn(role, grant).some(({ level }) => level !== 'strict');
      yield {
        at: wildcard.at,
        part: 'value',
        message: isEverything(grant) ? 'everything' : 'some',
        data: { role: titleOf(role), grant: grantText(grant), realm: role.kind === 'ClusterRole' ? 'the cluster' : 'the namespace' },
        level: wildcard.level,
        ...(escalates ? { coveredBy: 'rbac/escalation' } : {}),
      };
    }
  },
});
