import { AUTOSCALER_KINDS } from '../../resources/autoscaler.ts';
import { mapAt } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { cpuMetric } from './cpu-metric.ts';
import { utilizationTargets } from './utilization.ts';

export default defineRule({
  id: 'scaling/cpu-target',
  guide: ['cpu-70'],
  level: 'warning',
  scope: 'resource',
  kinds: AUTOSCALER_KINDS,
  docs: {
    summary: 'An autoscaler adds pods only above 70% CPU, or already below 30%',
    why:
      'New pods need time to start. At 70% the running ones can take a burst meanwhile; at 85% they cannot, and requests queue. A target ' +
      'under 30% keeps most of what is paid for idle.',
    fix: 'Set the CPU target to 70. A HorizontalPodAutoscaler without any metric scales at 80, so it needs one, too.',
    exceptions: 'Targets in cores or bytes instead of percent, and patches that do not set the target.',
    sources: [
      'Deployment guide, scaling triggers: scale out when CPU stays above 70%',
      'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/',
      'https://keda.sh/docs/latest/scalers/cpu/',
    ],
  },
  options: {
    highest: {
      type: 'number',
      default: 70,
      minimum: 1,
      maximum: 100,
      description: 'The highest CPU target in percent, and the one that the fix sets.',
    },
    lowest: {
      type: 'number',
      default: 30,
      minimum: 0,
      maximum: 100,
      description: 'CPU targets under this percentage are reported as wasteful.',
    },
  },
  messages: {
    high: '{object} scales at {found}% CPU; the guide scales out at {wanted}%, so that a burst finds room while new pods start.',
    unset:
      '{object} names no metric, so Kubernetes scales it at {found}% CPU; the guide scales out at {wanted}%, so that a burst finds room ' +
      'while new pods start.',
    low: '{object} scales at {found}% CPU, which leaves most of each pod idle; the guide scales out at {wanted}%.',
  },
  *check(resource, { options, partial }) {
    const { highest, lowest } = options;
    for (const target of utilizationTargets(resource)) {
      const unset = target.written === 'default';
      if (target.resource !== 'cpu' || (unset && partial)) continue;
      // Without a spec there is more to write than a metric.
      const fixes: 'set'[] = mapAt(resource.value, ['spec']) === undefined ? [] : ['set'];
      const data = { object: titleOf(resource), found: target.percent, wanted: highest, written: target.written };
      if (target.percent > highest) yield { at: target.at, message: unset ? 'unset' : 'high', data, fixes };
      else if (target.percent < lowest) yield { at: target.at, message: 'low', level: 'info', data };
    }
  },
  fixes: {
    set: {
      title: 'Set the CPU target to {wanted}%',
      safe: true,
      patches: ({ at, data: { wanted = null, written = null } }) => [patchOf(at, Number(wanted), written)],
    },
  },
});

function patchOf(at: Route, wanted: number, written: Json): Patch {
  if (written === 'text') return { op: 'set', at, value: String(wanted) };
  return { op: 'set', at, value: at.at(-1) === 'metrics' ? [cpuMetric(wanted)] : wanted, after: ['maxReplicas'] };
}
