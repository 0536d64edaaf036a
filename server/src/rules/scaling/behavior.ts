import { AUTOSCALER_KINDS, scaleTargetOf } from '../../resources/autoscaler.ts';
import { servesConversations } from '../../resources/role.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { isHpa, isScaledObject } from './utilization.ts';

/** Seconds that the fix writes, which are the default of Kubernetes. */
const WANTED = 300;

export default defineRule({
  id: 'scaling/behavior',
  guide: ['alert-bursts'],
  level: 'info',
  scope: 'resource',
  kinds: AUTOSCALER_KINDS,
  workspace: true,
  docs: {
    summary: 'An autoscaler of bursty AI work takes pods away between two bursts',
    why:
      'Conversations and tool runs come in bursts, with seconds of silence between them. Without a stabilization window the pods of one burst are ' +
      'gone, with what they had warmed up and whom they were connected to, when the next one comes.',
    fix: 'Let the autoscaler look back over some minutes before it scales down. Kubernetes itself looks back over five.',
    exceptions:
      'Only targets that are found in this workspace and serve conversations (API servers, workers, realtime sync, tool executors). Silent where ' +
      'scaling down is disabled, and for what is filled in later. Where no window is given, which the strict profile alone reports, the ' +
      "controller manager's default holds. autoscaling/v1 has no behavior.",
    sources: [
      'Kubernetes API reference, HPAScalingRules v2 autoscaling: 300 s are the default for scaling down',
      'Deployment guide: alerts and scaling allow for the bursts of AI workloads; the least of 60 s is our own figure',
    ],
  },
  options: {
    least: {
      type: 'number',
      default: 60,
      minimum: 1,
      maximum: 3600,
      description: 'Least window in seconds over which an autoscaler of bursty work looks back before it scales down',
    },
  },
  messages: {
    short:
      '{object} looks back over {found} s before it takes pods of {target} ({role}) away, so those of one burst are gone when the next one comes; ' +
      '{wanted} s bridge the gaps.',
    unset:
      '{object} gives no stabilization window for scaling down {target} ({role}), so how long pods outlast a burst is up to the settings of the ' +
      'cluster; {wanted} s are their default.',
  },
  *check(resource, { options, inventory, partial }) {
    const at = behaviorOf(resource);
    const target = at && burstyTarget(resource, inventory);
    if (!at || !target) return;
    const rules = getAt(resource.value, [...at, 'scaleDown']) ?? {};
    const found = getAt(rules, ['stabilizationWindowSeconds']) ?? null;
    if (stringAt(rules, ['selectPolicy']) === 'Disabled') return;
    const data = { object: titleOf(resource), target: titleOf(target.resource), role: target.role?.name ?? '', wanted: WANTED };
    const place = [...resource.route, ...at, 'scaleDown', 'stabilizationWindowSeconds'];
    if (typeof found === 'number' && found < options.least) yield { at: place, message: 'short', data: { ...data, found } };
    if (found === null && !partial) yield { at: place, message: 'unset', level: 'strict', data };
  },
  fixes: {
    set: {
      title: 'Look back over {wanted} s before scaling down',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** Where an autoscaler keeps how it scales; undefined where it can't say. KEDA hands it to the autoscaler that it makes. */
function behaviorOf(resource: Resource): Route | undefined {
  if (isScaledObject(resource)) return ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];
  const hasBehavior = isHpa(resource) && resource.version !== 'v1' && resource.version !== 'v2beta1';
  return hasBehavior && mapAt(resource.value, ['spec']) !== undefined ? ['spec', 'behavior'] : undefined;
}

function burstyTarget(resource: Resource, inventory: Inventory): Workload | undefined {
  const target = scaleTargetOf(resource);
  const found = target ? inventory.find(target.kind, inventory.namespaceOf(resource), target.name) : [];
  return found.map((entry) => workloadOf(entry.resource)).find((workload) => servesConversations(workload?.role?.name));
}
