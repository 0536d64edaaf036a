import { namespaceUsesOf } from '../../resources/namespace-uses.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The kinds that are looked through for the objects of a namespace: what deployments are made of. */
const KINDS: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'Service',
  'Ingress',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'PersistentVolumeClaim',
  'Role',
  'RoleBinding',
  'ClusterRoleBinding',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ResourceQuota',
  'LimitRange',
  'Gateway',
  'HTTPRoute',
  'ServiceMonitor',
  'PodMonitor',
  'PrometheusRule',
  'ExternalSecret',
  'SealedSecret',
  'Certificate',
  'Kustomization',
  'Component',
];

/** The namespace that is named at a spot: by its own object, or by what is in it or looks into it. */
export function namespaceAt({ resource, route, part }: Spot, inventory: Inventory): Named | undefined {
  const name = part === 'value' ? nameAt(resource, route) : undefined;
  if (name === undefined) return undefined;
  const here = occurrence(resource, route, { isDefinition: resource.kind === 'Namespace' });
  const objects = inventory.find('Namespace', undefined, name).map((entry) => ownName(entry.resource));
  const uses = KINDS.flatMap((kind) => inventory.ofKind(kind)).flatMap(({ resource: other }) => usesIn(other, name));
  return {
    title: 'Namespace',
    name,
    here,
    occurrences: distinct([here, ...objects, ...uses]),
    fault: () => undefined,
    isTaken: () => false,
    fixed: 'A Namespace is named in hosts, commands and other repositories too, so its name is left as it is.',
  };
}

function nameAt(resource: Resource, route: Spot['route']): string | undefined {
  const isOwn = resource.kind === 'Namespace' && resource.group === '' && isRoute(route, ownName(resource).route);
  return isOwn ? resource.name : namespaceUsesOf(resource).find((use) => isRoute(use.route, route))?.name;
}

function ownName(resource: Resource): Occurrence {
  return occurrence(resource, [...resource.route, 'metadata', 'name'], { isDefinition: true });
}

function usesIn(resource: Resource, name: string): readonly Occurrence[] {
  return namespaceUsesOf(resource).flatMap((use) => (use.name === name ? [occurrence(resource, use.route)] : []));
}
