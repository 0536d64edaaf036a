import { largestNode } from '../../capacity/platform.ts';
import { workloadSizing } from '../../capacity/sizing.ts';
import type { Amount } from '../../capacity/types.ts';
import { requestOf } from '../../resources/container.ts';
import { formatBytes, formatCores } from '../../resources/quantity.ts';
import type { Container, Workload } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { ResourceName } from '../provision.ts';
import { titleOf } from '../title.ts';

export default defineRule({
  id: 'capacity/node-fit',
  guide: ['instance-type'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A pod asks for more than the largest node has',
    why: 'A pod goes to one node. One that asks for more than any node has stays Pending for ever, and so does the rollout that waits for it.',
    fix: 'Ask for less and run more pods, or state the larger nodes that the cluster has.',
    exceptions:
      'Silent where neither the deployment plan (node) nor the settings (capacity.nodeCpu, capacity.nodeMemory) state the largest node. What ' +
      'DaemonSets take of each node is not counted.',
    sources: ['Kubernetes documentation, resource management: a pod is scheduled by the sum of the requests of its containers'],
  },
  messages: {
    cpu: 'Each pod of {object} asks for {asked} CPU, but the largest node has {node} for pods, so it is never scheduled.',
    memory: 'Each pod of {object} asks for {asked} of memory, but the largest node has {node} for pods, so it is never scheduled.',
  },
  *check(workload, { inventory, settings }) {
    const node = largestNode(inventory, settings);
    if (node.cores === undefined && node.bytes === undefined) return;
    const asked: Amount = workloadSizing(workload, inventory).perPod.guaranteed;
    const object = titleOf(workload.resource);
    if (isOver(asked.cores, node.cores)) {
      const data = { object, asked: formatCores(asked.cores ?? 0), node: formatCores(node.cores ?? 0) };
      yield { at: largestRequest(workload, 'cpu'), part: 'value', message: 'cpu', data };
    }
    if (isOver(asked.bytes, node.bytes)) {
      const data = { object, asked: formatBytes(asked.bytes ?? 0), node: formatBytes(node.bytes ?? 0) };
      yield { at: largestRequest(workload, 'memory'), part: 'value', message: 'memory', data };
    }
  },
});

function isOver(asked: number | undefined, available: number | undefined): boolean {
  return asked !== undefined && available !== undefined && asked > available;
}

/** The figure that decides the pod's: its own where it states one, else the largest of its containers'. */
function largestRequest({ podSpec, podSpecRoute, containers }: Workload, resource: ResourceName): Route {
  const own = ['resources', 'requests', resource];
  if (getAt(podSpec, own) !== undefined) return [...podSpecRoute, ...own];
  const amount = (container: Container) => requestOf(container, resource)?.value ?? 0;
  const largest = containers.toSorted((a, b) => amount(b) - amount(a))[0];
  if (largest === undefined) return podSpecRoute;
  const list = largest.requests[resource] === undefined && largest.limits[resource] !== undefined ? 'limits' : 'requests';
  return [...largest.route, 'resources', list, resource];
}
