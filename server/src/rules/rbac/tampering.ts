import type { Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { levelFor } from './controllers.ts';
import type { Grant } from './grants.ts';
import { covers, grantsOf, isRole, routeOf, verbsAmong, WRITES } from './grants.ts';
import { listed, verbsText } from './phrases.ts';
import { isReportedWildcard } from './wildcards.ts';
import { workloadsIn } from './workloads.ts';

type Message = 'awsAuth' | 'traces' | 'settings' | 'network' | 'workloads';

export default defineRule({
  id: 'rbac/tampering',
  guide: ['least-privilege'],
  level: 'info',
  scope: 'resource',
  kinds: ['ClusterRole', 'Role'],
  docs: {
    summary: 'A Role or ClusterRole whose holder can hide what it does, or redirect what others do',
    why:
      'Some writes do their harm elsewhere: who may delete events wipes traces, who may write ConfigMaps changes how other ' +
      'applications start, who may write Services, endpoints or network policies reads what was meant for others, and who may write ' +
      'workloads of all namespaces is all of them.',
    fix: 'Name the objects with resourceNames, or grant the right by a Role in the one namespace where it is needed.',
    exceptions:
      'ConfigMaps, networking and workloads are judged in ClusterRoles, and ConfigMaps in kube-system as well; in other namespaces a ' +
      'Role is for what is there. Rights to objects that resourceNames lists are silent, unless aws-auth is among them, which is a ' +
      'warning: it says who is an administrator of an EKS cluster. Operators and controllers, by their names, in the strict profile ' +
      'only. What a `*` grants is one finding of `rbac/wildcard`, and workloads that may be created one of `rbac/pod-creation`.',
    sources: [
      'Kubernetes documentation, RBAC Good Practices',
      'Amazon EKS documentation, Grant IAM users access to Kubernetes with a ConfigMap: aws-auth',
    ],
  },
  messages: {
    awsAuth: '{role} may change the ConfigMap aws-auth ({verbs}), so whoever holds it can make itself an administrator of the cluster.',
    traces: '{role} may delete {resources}, so whoever holds it can wipe out what it has done.',
    settings:
      '{role} may change the ConfigMaps of other applications ({verbs}), and so how these start; list the ones it needs in resourceNames.',
    network:
      '{role} may change {resources} of every namespace it is bound in ({verbs}), and so lead the traffic of other applications elsewhere.',
    workloads: '{role} may change {resources} of every namespace it is bound in ({verbs}), and so what other applications run.',
  },
  *check(role) {
    if (!isRole(role)) return;
    const seen = new Set<Message>();
    for (const grant of grantsOf(role)) {
      for (const { message, resources, verbs } of rightsIn(role, grant)) {
        const [resource] = resources;
        if (resource === undefined || seen.has(message)) continue;
        seen.add(message);
        yield {
          at: routeOf(grant, 'resources', resource),
          part: 'value',
          message,
          data: { role: titleOf(role), resources: listed(resources), verbs: verbsText(verbs) },
          level: levelFor(role, message === 'awsAuth' ? 'warning' : 'info'),
          ...coverOf(role, grant, message),
        };
      }
    }
  },
});

interface Right {
  readonly message: Message;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What decides where traffic goes, by API groups. */
const NETWORK: Readonly<Record<string, readonly string[]>> = {
  '': ['services', 'endpoints'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['networkpolicies', 'ingresses'],
  'gateway.networking.k8s.io': ['gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes'],
};

const DELETES = ['delete', 'deletecollection'];
const CHANGES = WRITES.filter((verb) => verb !== 'create');

function rightsIn(role: Resource, grant: Grant): readonly Right[] {
  const writes = verbsAmong(grant, WRITES);
  const deletes = verbsAmong(grant, DELETES);
  const configMaps = named(grant, '', ['configmaps']);
  if (grant.isNamed) {
    return grant.names.includes('aws-auth') && writes.length > 0 ? [{ message: 'awsAuth', resources: configMaps, verbs: writes }] : [];
  }
  const everywhere = role.kind === 'ClusterRole';
  const network = Object.entries(NETWORK).flatMap(([group, resources]) => named(grant, group, resources));
  const traces = [...named(grant, '', ['pods/log', 'events']), ...named(grant, 'events.k8s.io', ['events'])];
  const changes = verbsAmong(grant, CHANGES);
  return [
    ...(deletes.length > 0 ? [right('traces', [...new Set(traces)], deletes)] : []),
    ...(writes.length > 0 && (everywhere || role.namespace === 'kube-system') ? [right('settings', configMaps, writes)] : []),
    ...(writes.length > 0 && everywhere ? [right('network', network, writes)] : []),
    ...(changes.length > 0 && everywhere ? [right('workloads', workloadsIn(grant), changes)] : []),
  ];
}

function right(message: Message, resources: readonly string[], verbs: readonly string[]): Right {
  return { message, resources, verbs };
}

function named(grant: Grant, group: string, resources: readonly string[]): readonly string[] {
  return covers(grant.groups, group) ? grant.resources.filter((resource) => resources.includes(resource)) : [];
}

function coverOf(role: Resource, grant: Grant, message: Message): Pick<Problem, 'coveredBy'> {
  if (isReportedWildcard(role, grant)) return { coveredBy: 'rbac/wildcard' };
  return message === 'workloads' && verbsAmong(grant, ['create']).length > 0 ? { coveredBy: 'rbac/pod-creation' } : {};
}
