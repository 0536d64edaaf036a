import { isInterpolated } from '../../resources/compose-variables.ts';
import { listAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import { nodeChoices } from './node-choice.ts';
import { HOST } from './topology.ts';

/** How a sentence names what binds the pods, by the field of the pod's spec. */
const FIELDS: Readonly<Record<string, string>> = {
  nodeName: 'nodeName',
  nodeSelector: `the nodeSelector ${HOST}`,
  affinity: 'its node affinity',
};

/** A placement constraint of Swarm that one node alone meets (Compose Deploy specification, placement). */
const CONSTRAINT = /^\s*(node\.(?:hostname|id))\s*==\s*(\S+)\s*$/;

export default defineRule({
  id: 'availability/node-pinning',
  guide: ['multi-zone'],
  level: 'warning',
  scope: 'workload',
  docs: {
    summary: 'A workload is pinned to one node',
    why:
      'A pod that may run on one node only is down whenever that node is drained, replaced or lost, and a second replica of it is lost with the ' +
      'same node. Autoscalers of the cluster make nodes with new names, which it never uses.',
    fix:
      'Ask for what the node has, and not for its name: a label of a node pool, an architecture, a GPU. Data that are on one node belong in a ' +
      'PersistentVolume; a local one binds its pods to its node by itself.',
    exceptions:
      'DaemonSets, and affinity that leaves a choice of nodes. Silent for names that are filled in later. For Jobs and CronJobs, which may have ' +
      'business on one node, it is information. In Compose, placement constraints by node.hostname and node.id are reported.',
    sources: [
      'Kubernetes documentation, Assigning Pods to Nodes: limitations of nodeName',
      'Kubernetes documentation, Well-Known Labels: kubernetes.io/hostname',
      'Compose Deploy specification: placement constraints',
    ],
  },
  messages: {
    pinned: '{workload} is pinned to node {node} by {field}, so it is down whenever that node is; ask for a label that several nodes have.',
  },
  *check(workload) {
    const { kind, resource, podSpecRoute, longRunning } = workload;
    if (kind === 'DaemonSet') return;
    for (const { route, key, values } of nodeChoices(workload)) {
      const [node, ...others] = values;
      if (key !== HOST || node === undefined || others.length > 0 || isPlaceholder(node)) continue;
      yield {
        at: route,
        message: 'pinned',
        level: longRunning ? 'warning' : 'info',
        data: { workload: titleOf(resource), node, field: FIELDS[String(route[podSpecRoute.length])] ?? '' },
      };
    }
  },
  *checkCompose({ name, route, value, longRunning }) {
    const at = [...route, 'deploy', 'placement', 'constraints'];
    for (const [index, constraint] of (listAt(value, ['deploy', 'placement', 'constraints']) ?? []).entries()) {
      const [, field, node] = CONSTRAINT.exec(typeof constraint === 'string' ? constraint : '') ?? [];
      if (field === undefined || node === undefined || isInterpolated(node)) continue;
      const data = { workload: `Service "${name}"`, node, field: `the placement constraint ${field}` };
      yield { at: [...at, index], message: 'pinned', level: longRunning ? 'warning' : 'info', data };
    }
  },
});
