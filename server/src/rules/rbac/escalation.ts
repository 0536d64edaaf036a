import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { escalationsIn } from './escalations.ts';
import { grantsOf, isRole } from './grants.ts';
import { listed, verbsText } from './phrases.ts';

export default defineRule({
  id: 'rbac/escalation',
  guide: ['least-privilege'],
  level: 'error',
  scope: 'resource',
  kinds: ['ClusterRole', 'Role'],
  docs: {
    summary: 'A Role or ClusterRole whose holder can give itself more rights',
    why:
      'Some rights are a way to others: escalate, bind and impersonate to all there are, commands and tokens to what pods and service ' +
      "accounts may do, the proxy to the kubelets past admission and audit, webhooks to everybody's objects. Who breaks into a pod " +
      'that has one of them has the cluster.',
    fix:
      'Leave these rights to people, under an account of their own. Where an application does need one, name the objects with ' +
      'resourceNames, or bind a Role in a single namespace.',
    exceptions:
      'Rights to objects that resourceNames lists, unless cluster-admin or system:masters is among them. Operators and controllers, ' +
      'by their names, are told one level milder, and those that are known to need the right for their work (cert-manager its ' +
      'webhooks, Velero commands in pods) in the strict profile only. Reading through nodes/proxy is a warning. Silent for the roles ' +
      'that Kubernetes itself comes with.',
    sources: [
      'Kubernetes documentation, RBAC Good Practices: privilege escalation risks',
      'Kubernetes documentation, Using RBAC Authorization: privilege escalation prevention and bootstrapping',
    ],
  },
  messages: {
    escalate:
      '{role} has {verbs} on {resources}, so whoever holds it can give itself every right there is; leave granting rights to people.',
    roles:
      '{role} may change who may do what ({verbs} on {resources}), so whoever holds it can hand its rights to anybody; leave granting ' +
      'rights to people.',
    impersonate: '{role} has {verbs} on {resources}, so whoever holds it can act as anybody, administrators among them.',
    exec:
      '{role} may run commands in other pods ({verbs} on {resources}), so whoever holds it has their Secrets and the rights of their ' +
      'service accounts.',
    tokens: '{role} may make tokens for service accounts ({verbs} on {resources}), so whoever holds it can act as any of them.',
    kubelets:
      '{role} may talk to the kubelets ({verbs} on {resources}), so whoever holds it can run commands in every pod, past admission ' +
      'and audit.',
    webhooks:
      '{role} may change admission webhooks ({verbs} on {resources}), so whoever holds it can read and change every object on its way ' +
      'into the cluster.',
  },
  *check(role) {
    if (!isRole(role)) return;
    for (const grant of grantsOf(role)) {
      for (const { kind, at, resources, verbs, level } of escalationsIn(role, grant)) {
        const data = { role: titleOf(role), resources: listed(resources), verbs: verbsText(verbs) };
        yield { at, part: 'value', message: kind, data, level };
      }
    }
  },
});
