import { chosenTier } from '../../capacity/tiers.ts';
import { kustomizedReplicas } from '../../resources/kustomize-replicas.ts';
import { servesConversations } from '../../resources/role.ts';
import { sharedClaims } from '../../resources/shared-claims.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { listAt } from '../../yaml/json.ts';
import { horizontalPodAutoscaler, withoutReplicas } from '../companions/autoscaler.ts';
import { companionOfWorkload, workloadAt } from '../companions/owner.ts';
import { scaledObject } from '../companions/scaled-object.ts';
import { defineRule } from '../define-rule.ts';
import { hasNeighbour } from '../neighbours.ts';
import { provisionOf } from '../provision.ts';
import { titleOf } from '../title.ts';
import type { FixContext, FixedProblem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import { workQueueOf } from './work-queue.ts';

type FixId = 'cpu' | 'queue';

export default defineRule({
  id: 'scaling/autoscaler',
  guide: ['cpu-70', 'horizontal', 'auto-remediation'],
  level: 'info',
  scope: 'workload',
  kinds: ['Deployment', 'StatefulSet'],
  workspace: true,
  docs: {
    summary: 'Nothing scales a workload that serves or works',
    why:
      'Conversations come in bursts. A fixed number of pods is too few in the burst, which people notice, and too many in the night, which the ' +
      'bill does.',
    fix:
      'Scale what serves by its CPU with a HorizontalPodAutoscaler, and workers by their queue with a ScaledObject of KEDA. The quick fixes write ' +
      'them, and leave the number of pods to them: for what serves, where every container has a CPU request and there are two pods already; for ' +
      "workers, where the manifest tells the queue's address and name.",
    exceptions:
      'Reported for the roles that serve conversations, for others only where something beside them is scaled, or in the strict profile. ' +
      'Silent at 0 replicas; for databases, caches, queues, monitoring, operators and schedulers; for pods that keep data in claims; for patches ' +
      'and templates; and where a kustomization brings more than the workspace shows. A single replica of what serves is reported by ' +
      '`availability/replicas` alone.',
    sources: ['Deployment guide, scaling: CPU above 70%, queue depth; horizontal scaling of stateless services'],
  },
  messages: {
    serving: '{workload} is scaled by nothing found in this workspace, so it meets a burst with {pods}; scale it by its CPU from 70% on.',
    worker:
      '{workload} is scaled by nothing found in this workspace, so its queue grows as long as {pods} cannot keep up; scale it by the queue.',
  },
  *check(workload, { inventory, partial }) {
    const { resource } = workload;
    if (partial || workload.containers.length === 0 || workload.replicas === 0 || keepsData(workload)) return;
    const isWorker = isScaledWorker(workload);
    if ((!isWorker && !takesRequests(workload, inventory)) || isScaled(workload, inventory) || isUnseen(resource, inventory)) return;
    const replicas = kustomizedReplicas(workload, inventory) ?? workload.replicas ?? 1;
    if (replicas === 0) return;
    yield {
      at: [...resource.route, 'metadata', 'name'],
      message: isWorker ? 'worker' : 'serving',
      level: servesConversations(workload.role?.name) || hasNeighbour(resource, SCALERS, inventory) ? 'info' : 'strict',
      data: { workload: titleOf(resource), pods: replicas === 1 ? 'one pod' : `${replicas} pods` },
      coveredBy: 'availability/replicas',
      fixes: fixesFor(workload, isWorker, inventory),
    };
  },
  fixes: {
    cpu: {
      title: 'Add a HorizontalPodAutoscaler for {workload}',
      safe: false,
      patches: leaveReplicas,
      companions: companionOfWorkload((workload, _, { settings, inventory }) =>
        horizontalPodAutoscaler(workload, chosenTier(settings, inventory)),
      ),
    },
    queue: {
      title: 'Add a ScaledObject for {workload}, which scales it by its queue',
      safe: false,
      patches: leaveReplicas,
      companions: companionOfWorkload((workload, _, { settings, inventory }) => {
        const queue = workQueueOf(workload);
        return queue && scaledObject(workload, queue, chosenTier(settings, inventory));
      }),
    },
  },
});

/** Kinds that show that a team scales what it runs. */
const SCALERS: readonly string[] = ['HorizontalPodAutoscaler', 'ScaledObject'];
/** Names of what starts work rather than does it, of which one runs. */
const SINGLE = /(?:^|-)(?:beat|cron|leader|scheduler|singleton)$/;

function isScaledWorker({ kind, role, resource }: Workload): boolean {
  return (kind === 'Deployment' || kind === 'StatefulSet') && role?.name === 'worker' && !SINGLE.test(resource.name ?? '');
}

/** True where more pods are not more of the same: each has its claim, or all share one. */
function keepsData(workload: Workload): boolean {
  return sharedClaims(workload).length > 0 || (listAt(workload.resource.value, ['spec', 'volumeClaimTemplates']) ?? []).length > 0;
}

/** Custom autoscalers name what they scale in the same field as Kubernetes' own. */
function isScaled({ resource }: Workload, inventory: Inventory): boolean {
  if (inventory.autoscalersOf(resource).length > 0) return true;
  return inventory.referrersTo(resource).some(({ reference }) => reference.via === 'scaleTargetRef');
}

/** Those that leave no finding behind: a second pod of what serves wants a budget and more, which is not this fix's to decide. */
function fixesFor(workload: Workload, isWorker: boolean, inventory: Inventory): readonly FixId[] {
  if (kustomizedReplicas(workload, inventory) !== undefined) return [];
  if (isWorker) return workQueueOf(workload) ? ['queue'] : [];
  const running = workload.containers.filter(({ kind }) => kind !== 'init');
  const isMeasured = running.every((container) => provisionOf(container, inventory).isGiven('requests', 'cpu'));
  return isMeasured && (workload.replicas ?? 1) > 1 ? ['cpu'] : [];
}

function leaveReplicas<Context extends Pick<FixContext, 'document'>>({ at }: FixedProblem, { document }: Context) {
  const workload = workloadAt(document, at);
  return workload && withoutReplicas(workload);
}
