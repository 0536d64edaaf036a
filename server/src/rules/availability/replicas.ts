import { chosenTier, tierFigures } from '../../capacity/tiers.ts';
import { kustomizedReplicas } from '../../resources/kustomize-replicas.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { listAt, mapAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

/** Fewest replicas of what serves: two, so that one can go; three in the enterprise tier, so that one can be drained while another fails. */
const LEAST = 2;
const LEAST_ENTERPRISE = 3;

export default defineRule({
  id: 'availability/replicas',
  guide: ['load-balancing', 'horizontal'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A workload that takes requests runs a single replica, or fewer than three in the enterprise tier',
    why:
      'With one replica every crash, node drain and rollout interrupts all conversations, and there is nothing for a load balancer to balance. In the ' +
      'enterprise tier one pod may be drained while another fails.',
    fix: "Run at least two replicas, three in the enterprise tier; the quick fix writes the tier's figure for the role of the workload.",
    exceptions:
      'Silent where an autoscaler of the workspace owns the replicas, where a Kustomization or a patch of it sets them, and at 0, which is switched off on purpose. ' +
      'Silent for workloads that take no requests (no port but for metrics and health, no Service), for databases, caches and queues, where a second pod is no replica of the ' +
      'data, for monitoring, and for operators, controllers and schedulers, of which one at a time is active.',
    sources: ['Deployment guide, high availability; its tiers start at two API servers', 'Three for the enterprise tier is our own figure'],
  },
  messages: {
    absent:
      '{workload} states no replicas, which means one, so every crash, drain or rollout interrupts all of its requests; at least {least} are wanted.',
    single:
      '{workload} runs a single replica, so every crash, drain or rollout interrupts all of its requests; at least {least} are wanted.',
    few: '{workload} runs {found} replicas; the enterprise tier wants at least {least}, so that one can be drained while another fails.',
  },
  *check(workload, { settings, inventory, partial }) {
    const spec = mapAt(workload.resource.value, ['spec']);
    if (!spec || !isMultiplied(workload, inventory)) return;
    const written = spec.replicas ?? null;
    if (written === null ? partial : workload.replicas === undefined) return;
    const found = workload.replicas ?? 1;
    const tier = chosenTier(settings, inventory);
    const least = tier === 'enterprise' ? LEAST_ENTERPRISE : LEAST;
    if (found >= least || found < 1) return;
    const wanted = tierFigures(tier, workload.role?.name)?.replicas ?? least;
    yield {
      at: [...workload.resource.route, 'spec', 'replicas'],
      message: found > 1 ? 'few' : written === null ? 'absent' : 'single',
      data: { workload: titleOf(workload.resource), found, least, wanted },
      fixes: holdsVolume(workload) ? [] : ['set'],
    };
  },
  fixes: {
    set: {
      title: 'Set replicas to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['selector', 'serviceName'] }],
    },
  },
});

/** True for a workload that serves, and serves better for having more pods, whose number nothing else decides. */
function isMultiplied(workload: Workload, inventory: Inventory): boolean {
  if (!takesRequests(workload, inventory) || inventory.autoscalersOf(workload.resource).length > 0) return false;
  return kustomizedReplicas(workload, inventory) === undefined;
}

/** True for a Deployment whose pods share one claim, which a second pod on another node may not be able to mount. */
function holdsVolume({ kind, podSpec }: Workload): boolean {
  return (
    kind === 'Deployment' && (listAt(podSpec, ['volumes']) ?? []).some((volume) => mapAt(volume, ['persistentVolumeClaim']) !== undefined)
  );
}
