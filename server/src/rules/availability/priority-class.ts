import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { Entry, Inventory, RoleName, Workload, WorkloadKind } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { podFieldsBefore } from './pod-fields.ts';
import { classValue, defaultClass, priorityClasses, priorityClassOf, priorityOf } from './priority.ts';

/** Roles that somebody waits for. */
const INTERACTIVE: ReadonlySet<RoleName> = new Set(['api-server', 'realtime-sync', 'frontend', 'gateway']);
/** Kinds that run for as long as there are people to serve. */
const KINDS: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export default defineRule({
  id: 'availability/priority-class',
  guide: ['ai-priority'],
  level: 'strict',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'What people wait for has no priority over background work',
    why:
      'When the nodes are full, the scheduler keeps pods waiting, and evicts others for them, by their priority. Without one an API server waits ' +
      'behind a batch of workers, and with a lower one it is evicted for them.',
    fix:
      'Give API servers, realtime sync, frontends and gateways a PriorityClass above that of workers. The quick fix takes the highest class of the ' +
      'workspace.',
    exceptions:
      'Silent where the workspace has a default class (globalDefault), where a kustomize patch of the workspace names a class, and for classes ' +
      'that are not found in this workspace, whose values are not known.',
    sources: [
      'Kubernetes documentation, Pod Priority and Preemption: the priority of pods without a class is 0',
      'Deployment guide: interactive AI work goes before background work',
    ],
  },
  messages: {
    missing: '{workload} ({role}) has no priorityClassName, so on full nodes it waits behind background work, although people wait for it.',
    above:
      '{workload} ({role}) has priority {priority} by class {class}, above {other}, which people wait for and which has {lower}; on full nodes ' +
      'that is evicted for it.',
  },
  *check(workload, { inventory, partial }) {
    const role = workload.role?.name;
    if (role === undefined || !KINDS.has(workload.kind)) return;
    const at = [...workload.podSpecRoute, 'priorityClassName'];
    const name = priorityClassOf(workload);
    const data = { workload: titleOf(workload.resource), role };
    if (INTERACTIVE.has(role)) {
      const isGiven = [workload, ...patchesOf(workload, inventory)].some(({ podSpec }) => (podSpec.priorityClassName ?? null) !== null);
      if (partial || isGiven || workload.containers.length === 0 || defaultClass(inventory)) return;
      const wanted = highest(inventory);
      yield { at, message: 'missing', data: { ...data, wanted: wanted ?? null }, fixes: wanted === undefined ? [] : ['give'] };
    } else if (role === 'worker' && name !== undefined) {
      const lower = lowerInteractive(workload, inventory);
      if (!lower) return;
      const { entry, priority } = lower;
      yield {
        at,
        message: 'above',
        data: { ...data, class: name, priority: priorityOf(workload, inventory) ?? 0, other: titleOf(entry.resource), lower: priority },
        related: [{ in: entry.resource, at: entry.resource.route, message: `${titleOf(entry.resource)} has priority ${priority}` }],
        fixes: [],
      };
    }
  },
  fixes: {
    give: {
      title: 'Give it priority class {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }, { document }) => [{ op: 'set', at, value: wanted, after: podFieldsBefore(document, at) }],
    },
  },
});

/** The name of the workspace's class of the highest value, where that is above the 0 of pods without a class. */
function highest(inventory: Inventory): string | undefined {
  const above = priorityClasses(inventory).filter((one) => (classValue(one) ?? 0) > 0);
  return above.toSorted((a, b) => (classValue(b) ?? 0) - (classValue(a) ?? 0))[0]?.name;
}

/** A workload that people wait for, near a worker, whose known priority is below that of the worker. */
function lowerInteractive(worker: Workload, inventory: Inventory): { readonly entry: Entry; readonly priority: number } | undefined {
  const own = priorityOf(worker, inventory);
  const namespace = inventory.namespaceOf(worker.resource);
  if (own === undefined) return undefined;
  for (const { entry, workload } of inventory.workloads()) {
    const role = workload.role?.name;
    if (role === undefined || !INTERACTIVE.has(role) || !KINDS.has(workload.kind) || inventory.contextOf(entry.uri).partial) continue;
    const other = inventory.namespaceOf(workload.resource);
    const priority = priorityOf(workload, inventory);
    const isNear = namespace === undefined || other === undefined || namespace === other;
    if (isNear && priority !== undefined && priority < own) return { entry, priority };
  }
  return undefined;
}
