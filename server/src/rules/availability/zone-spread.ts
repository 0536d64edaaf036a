import { patchesOf } from '../../resources/kustomize-patches.ts';
import { leastReplicas } from '../../resources/replica-count.ts';
import { isServing } from '../../resources/serving.ts';
import type { Workload } from '../../resources/types.ts';
import { isList } from '../../yaml/json.ts';
import type { Json, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { nodeChoices } from './node-choice.ts';
import { podFieldsBefore } from './pod-fields.ts';
import { ownSelector, reachOf, separationsOf, ZONE } from './topology.ts';

const CONSTRAINTS = 'topologySpreadConstraints';

export default defineRule({
  id: 'availability/zone-spread',
  guide: ['multi-zone'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'Replicas of a workload that serves are not spread over zones',
    why:
      'Without a constraint of its own a workload gets what the scheduler does by default: it prefers to spread, but takes a difference of five ' +
      'pods between two zones for even. So all replicas may land in one zone, and be gone with it.',
    fix:
      'Spread the pods over `topology.kubernetes.io/zone`. The quick fix writes a constraint that the scheduler keeps where it can, with the ' +
      'selector of the workload; with `whenUnsatisfiable: DoNotSchedule` it is kept at any price.',
    exceptions:
      'Only Deployments and StatefulSets that serve and have at least two replicas by themselves, their autoscaler or a Kustomization: no Jobs, ' +
      'DaemonSets or workers without a Service. Databases that an operator runs are spread by their operator. Silent for topology keys other ' +
      'than zones and hosts (racks may be far enough apart), for pods that are bound to one zone, and where a kustomize patch of the workspace ' +
      'spreads the pods.',
    sources: [
      'Kubernetes documentation, Pod Topology Spread Constraints: the built-in defaults allow a skew of 3 over hosts and of 5 over zones',
      'Kubernetes documentation, Well-Known Labels: topology.kubernetes.io/zone',
    ],
  },
  messages: {
    missing: '{workload} has {replicas} replicas and nothing that spreads them over zones, so all of them may be lost with one zone.',
    hosts: '{workload} spreads its {replicas} replicas over nodes but not over zones, so all of them may be lost with one zone.',
  },
  *check(workload, { inventory, partial }) {
    if (partial || workload.containers.length === 0 || !isServing(workload, inventory) || isBoundToZone(workload)) return;
    const replicas = leastReplicas(workload, inventory) ?? 0;
    if (replicas < 2) return;
    const own = separationsOf(workload, workload.podLabels);
    const patched = patchesOf(workload, inventory).flatMap((patch) => separationsOf(patch, workload.podLabels));
    const separations = [...own, ...patched];
    if (separations.some((placement) => reachOf(placement) !== 'host')) return;
    const [first] = own;
    const selector = ownSelector(workload);
    yield {
      at: first ? [...first.route, 'topologyKey'] : [...workload.podSpecRoute, CONSTRAINTS],
      message: separations.length > 0 ? 'hosts' : 'missing',
      level: separations.length > 0 ? 'info' : 'warning',
      data: { workload: titleOf(workload.resource), replicas, selector: selector ?? null },
      fixes: selector === undefined ? [] : ['spread'],
      coveredBy: 'availability/node-pinning',
    };
  },
  fixes: {
    spread: {
      title: 'Spread the pods over zones',
      safe: false,
      patches: ({ at, data: { selector = null } }, { document }) => [addConstraint(document, at, selector)],
    },
  },
});

/** Where a pod must run in one zone there is nothing to spread it over. */
function isBoundToZone(workload: Workload): boolean {
  return nodeChoices(workload).some(({ key, values }) => /zone/i.test(key) && values.length === 1);
}

/** @param at in the list of constraints, or in the pod's affinity */
function addConstraint(document: YamlDocument, at: Route, labelSelector: Json): Patch {
  const constraint: Json = { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway', labelSelector };
  const list = [
    ...at.slice(
      0,
      at.findLastIndex((step) => step === CONSTRAINTS || step === 'affinity'),
    ),
    CONSTRAINTS,
  ];
  if (isList(valueAt(document, list))) return { op: 'insert', at: list, value: constraint };
  return { op: 'set', at: list, value: [constraint], after: podFieldsBefore(document, list) };
}
