import { leastReplicas } from '../../resources/replica-count.ts';
import { isServing } from '../../resources/serving.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { disruptionBudget } from '../companions/disruption-budget.ts';
import { companionOfWorkload } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { hasBudget } from './budget-selection.ts';

export default defineRule({
  id: 'availability/disruption-budget',
  guide: ['load-balancing'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'No PodDisruptionBudget selects the pods of a workload that serves',
    why:
      'Whoever drains nodes, for an upgrade or to save on them, evicts pods as fast as the API lets them. Without a budget all replicas may be ' +
      'evicted at the same time, and the load balancer is left with nobody to send requests to until new ones are ready.',
    fix: 'Add a PodDisruptionBudget that lets one pod go at a time. The quick fix writes it, with the selector of the workload.',
    exceptions:
      'Only Deployments and StatefulSets that serve and have at least two replicas by themselves, their autoscaler or a Kustomization; with one ' +
      'replica a budget would only block the drain. Silent in patches, in templates of Helm charts, whose budget may be a template as well, ' +
      'and where a budget selects by labels that are not known before it is deployed.',
    sources: ['Kubernetes documentation, Specifying a Disruption Budget for your Application'],
  },
  messages: {
    missing:
      '{workload} has {replicas} replicas, and no PodDisruptionBudget that selects them was found in this workspace, so draining nodes may evict ' +
      'them all at once.',
  },
  *check(workload, { inventory, partial }) {
    if (partial || workload.containers.length === 0 || isTemplate(workload, inventory) || !isServing(workload, inventory)) return;
    const replicas = leastReplicas(workload, inventory) ?? 0;
    if (replicas < 2 || hasBudget(workload, inventory)) return;
    const { resource } = workload;
    yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', data: { workload: titleOf(resource), replicas } };
  },
  fixes: {
    add: {
      title: 'Add a PodDisruptionBudget for {workload}',
      safe: false,
      companions: companionOfWorkload((workload, { replicas }, { settings }) =>
        disruptionBudget(workload, Number(replicas), settings.kubernetesVersion),
      ),
    },
  },
});

function isTemplate({ resource }: Workload, inventory: Inventory): boolean {
  const entry = inventory.entryOf(resource);
  return entry !== undefined && inventory.contextOf(entry.uri).helmTemplate;
}
