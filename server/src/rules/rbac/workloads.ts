import type { Grant } from './grants.ts';
import { covers } from './grants.ts';

/** Resources that run pods, by their API groups. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'replicationcontrollers'],
  apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
  batch: ['jobs', 'cronjobs'],
};

/** The resources named by a grant that run pods. */
export function workloadsIn(grant: Grant): readonly string[] {
  const known = Object.entries(WORKLOADS).flatMap(([group, resources]) => (covers(grant.groups, group) ? resources : []));
  return grant.resources.filter((resource) => known.includes(resource));
}
