import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { levelFor } from './controllers.ts';
import { grantsOf, isRole, routeOf, verbsAmong } from './grants.ts';
import { listed } from './phrases.ts';
import { isReportedWildcard } from './wildcards.ts';
import { workloadsIn } from './workloads.ts';

export default defineRule({
  id: 'rbac/pod-creation',
  guide: ['least-privilege'],
  level: 'info',
  scope: 'resource',
  kinds: ['ClusterRole', 'Role'],
  docs: {
    summary: 'A Role or ClusterRole that may create pods or workloads',
    why:
      'A pod may mount every Secret and run as every service account of its namespace, and, where no admission policy keeps it from ' +
      'that, take the node as well. So the right to create one, itself or by a Deployment or Job, is the right to all of these.',
    fix:
      'Keep it to the accounts of controllers, pipelines and people that deploy. Give what starts pods for others, such as a tool ' +
      'runner, a namespace of its own with nothing else in it, and enforce a Pod Security Standard there.',
    exceptions:
      'Operators and controllers, by their names, which are there to create pods, in the strict profile only. What a `*` grants is ' +
      'one finding of `rbac/wildcard`. Silent for the roles that Kubernetes itself comes with.',
    sources: ['Kubernetes documentation, RBAC Good Practices: workload creation'],
  },
  messages: {
    create:
      '{role} may create {resources}, and so use every Secret and service account of the namespace in a pod of its own; leave that to ' +
      'the accounts that deploy.',
  },
  *check(role) {
    if (!isRole(role)) return;
    const grants = grantsOf(role).filter((grant) => verbsAmong(grant, ['create']).length > 0 && workloadsIn(grant).length > 0);
    const [first] = grants;
    const resources = grants.flatMap(workloadsIn);
    const [resource] = resources;
    if (first === undefined || resource === undefined) return;
    yield {
      at: routeOf(first, 'resources', resource),
      part: 'value',
      message: 'create',
      data: { role: titleOf(role), resources: listed(resources) },
      level: levelFor(role, 'info'),
      ...(isReportedWildcard(role, first) ? { coveredBy: 'rbac/wildcard' } : {}),
    };
  },
});
