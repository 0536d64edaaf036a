import { mostReplicas } from '../../resources/replica-count.ts';
import { servesConversations } from '../../resources/role.ts';
import { singleClaims } from '../../resources/shared-claims.ts';
import type { Entry, Inventory, Workload } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { localAddresses, writableHostFolders } from './local-data.ts';

type Message = 'hostPath' | 'claim' | 'address' | 'affinity';

export default defineRule({
  id: 'availability/stateless',
  guide: ['stateless', 'horizontal'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A Deployment that serves conversations keeps state in its pods',
    why:
      'A Deployment replaces its pods at will, on any node. What one of them has on its disk is lost to the next one and unknown to the others, so ' +
      'it can neither be scaled nor moved without losing conversations.',
    fix:
      'Keep data in a database, sessions in a cache and files in an object store. What really needs a disk of its own is a StatefulSet with ' +
      'volumeClaimTemplates.',
    exceptions:
      'Only Deployments whose role is API server, worker, realtime sync or tool executor. Silent for hostPaths that are mounted read-only, for ' +
      'sockets and devices, for SQLite in memory, for files in volumes, for file URLs of settings, and for claims that are not found in this workspace. Session ' +
      'affinity is information, and silent for realtime sync, whose long polling needs it.',
    sources: [
      'Deployment guide, container strategy: application containers are stateless',
      'Kubernetes documentation, Persistent Volumes: a ReadWriteOnce volume is mounted by one node at a time',
      'Kubernetes documentation, Service: session affinity',
    ],
  },
  messages: {
    hostPath:
      '{workload} writes to {path} of its node (volume "{volume}"), so what it keeps there is lost to the pod that replaces it on another node.',
    claim: '{workload} may have {replicas} pods, but its claim "{claim}" is {mode}, so pods on other nodes than the first one never start.',
    address:
      'Container "{container}" keeps its data in {what} by the variable {variable}, so they are lost with the pod, and no other pod has them; use ' +
      'an external store.',
    affinity:
      'Service "{service}" sends each client to the same pod of {workload} (sessionAffinity ClientIP); if it does so because the pod holds a ' +
      'session, that is lost with the pod.',
  },
  *check(workload, { inventory }) {
    if (workload.kind !== 'Deployment' || !servesConversations(workload.role?.name)) return;
    for (const { route, volume, path } of writableHostFolders(workload)) {
      const data = { workload: titleOf(workload.resource), volume, path };
      yield { at: route, message: 'hostPath', data, coveredBy: 'security/host-path' };
    }
    yield* checkClaims(workload, inventory);
    yield* checkAddresses(workload);
    yield* checkServices(workload, inventory);
  },
});

function* checkClaims(workload: Workload, inventory: Inventory): Iterable<Problem<Message, never>> {
  const claims = singleClaims(workload, inventory);
  const replicas = claims.length === 0 ? 0 : (mostReplicas(workload, inventory) ?? 0);
  if (replicas < 2) return;
  for (const { route, name, mode, claim } of claims) {
    yield {
      at: route,
      message: 'claim',
      level: 'error',
      data: { workload: titleOf(workload.resource), replicas, claim: name, mode },
      related: [{ in: claim, at: [...claim.route, 'spec', 'accessModes'], message: `Claim "${name}" is ${mode}` }],
    };
  }
}

function* checkAddresses({ containers }: Workload): Iterable<Problem<Message, never>> {
  for (const container of containers) {
    if (container.kind !== 'container') continue;
    for (const { route, variable, what } of localAddresses(container)) {
      yield { at: route, message: 'address', data: { container: container.name, variable, what } };
    }
  }
}

function* checkServices(workload: Workload, inventory: Inventory): Iterable<Problem<Message, never>> {
  if (workload.role?.name === 'realtime-sync') return;
  const [sticky] = inventory.servicesOf(workload).filter(isSticky);
  if (!sticky) return;
  const { resource } = sticky;
  const at = [...resource.route, 'spec', 'sessionAffinity'];
  yield {
    at: [...workload.resource.route, 'metadata', 'name'],
    message: 'affinity',
    level: 'info',
    data: { workload: titleOf(workload.resource), service: resource.name ?? '' },
    related: [{ in: resource, at, message: 'The session affinity is here' }],
  };
}

function isSticky({ resource }: Entry): boolean {
  return stringAt(resource.value, ['spec', 'sessionAffinity']) === 'ClientIP';
}
