import type { Autoscaler } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

/** Kinds whose `spec.replicas` an autoscaler sets. */
const KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

export default defineRule({
  id: 'scaling/replicas-conflict',
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'spec.replicas is set although an autoscaler owns it',
    why: 'Every apply sets the replicas back to the figure of the manifest, in the middle of a burst as well, until the autoscaler has corrected it.',
    fix:
      'Remove `spec.replicas`; the autoscaler keeps the count. On a live workload that was applied with the field, `kubectl apply` may take it for ' +
      'a wish for one replica once: remove it from the last-applied annotation first, as the Kubernetes documentation describes.',
    exceptions: 'Zero replicas, which switch a HorizontalPodAutoscaler off on purpose, and workloads without a known autoscaler.',
    sources: ['Kubernetes documentation, Horizontal Pod Autoscaling: migrating Deployments and StatefulSets to horizontal autoscaling'],
  },
  messages: {
    both: '{object} sets its replicas to {replicas} although {autoscaler} scales it {bounds}; every apply throws the scale back to {replicas}.',
  },
  *check(workload, { inventory }) {
    const { resource, replicas } = workload;
    if (!replicas || !KINDS.has(workload.kind)) return;
    const scaler = inventory.autoscalersOf(resource).find(({ entry }) => !inventory.contextOf(entry.uri).partial);
    if (!scaler) return;
    const autoscaler = titleOf(scaler.entry.resource);
    yield {
      at: [...resource.route, 'spec', 'replicas'],
      message: 'both',
      data: { object: titleOf(resource), replicas, autoscaler, bounds: boundsText(scaler) },
      related: [{ in: scaler.entry.resource, at: scaler.target.route, message: `${autoscaler} scales it` }],
    };
  },
  fixes: {
    remove: { title: 'Remove replicas; {autoscaler} sets them', safe: true, patches: ({ at }) => [{ op: 'remove', at }] },
  },
});

function boundsText({ min, max }: Autoscaler): string {
  return max === undefined ? `from ${min}` : `from ${min} to ${max}`;
}
