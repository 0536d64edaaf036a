import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { companionOfResource } from '../companions/owner.ts';
import { saturationRule } from '../companions/prometheus-rule.ts';
import { defineRule } from '../define-rule.ts';
import { hasNeighbour } from '../neighbours.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import type { Saturation } from './alert-topics.ts';
import { expressionOf, isFirstServing, SATURATIONS, thresholdOf, workspaceAlerts } from './alert-topics.ts';
import type { Alert } from './alerts.ts';
import { alertsIn, isForMachines } from './alerts.ts';

type Found = Problem<'missing' | 'late', 'add' | 'lower'>;

export default defineRule({
  id: 'observability/saturation-alerts',
  guide: ['disk-saturation', 'network-70', 'system-metrics'],
  level: 'info',
  scope: 'resource',
  kinds: ['Deployment', 'StatefulSet', 'PrometheusRule'],
  workspace: true,
  docs: {
    summary: 'Alerts that say nothing of CPU, pools, disks or network running full, or say it too late',
    why:
      'What runs full does so for a while before anybody is turned away. An alert at 70% of the CPU or the network and at 80% of a pool leaves the ' +
      'time to add pods; one at 95% reports the outage.',
    fix:
      'Alert on the use of CPU and network above 70%, of connection pools above 80%, and on disks that are busy all the time. The quick fixes write ' +
      "such a PrometheusRule, or lower a threshold to the guide's.",
    exceptions:
      'Missing alerts are reported only where PrometheusRules are applied together with a workload that serves conversations or are in its ' +
      'namespace, once for the workloads beside each other; any alert of the workspace counts. A threshold is too high only where no other alert on ' +
      'the same thing is lower; alerts of severity none or info, and expressions that end in anything but a share, are not judged. Silent in ' +
      'patches and templates.',
    sources: ['Deployment guide, scaling and monitoring: CPU and network above 70%, connection pools above 80%, saturated disk I/O'],
  },
  messages: {
    missing: 'The alerts found in this workspace say nothing of {topics}, so {workload} may run full before anybody knows.',
    late: 'Alert "{alert}" fires at {found}%, and no other alert on {topic} fires sooner, which leaves no time to scale; {wanted}% is wanted.',
  },
  *check(resource, { inventory, partial }) {
    if (partial) return;
    if (resource.kind === 'PrometheusRule') yield* lateProblems(resource, inventory);
    else yield* missingProblem(resource, inventory);
  },
  fixes: {
    add: {
      title: 'Add alerts on what {workload} may run full of',
      safe: false,
      companions: companionOfResource((resource) => saturationRule(resource)),
    },
    lower: {
      title: 'Lower the threshold to {wanted}%',
      safe: false,
      patches: ({ at, data: { text = null } }) => [{ op: 'set', at, value: text }],
    },
  },
});

function* missingProblem(resource: Resource, inventory: Inventory): Iterable<Found> {
  const workload = workloadOf(resource);
  if (!workload || !hasNeighbour(resource, ['PrometheusRule'], inventory)) return;
  const alerts = workspaceAlerts(inventory);
  const missing = SATURATIONS.filter((saturation) => !alerts.some((alert) => isOn(alert, saturation)));
  if (missing.length === 0 || !isFirstServing(workload, inventory) || isUnseen(resource, inventory)) return;
  const data = { workload: titleOf(resource), topics: listed(missing.map(({ title }) => title)) };
  yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', data, fixes: ['add'] };
}

function isOn(alert: Alert, { expression }: Saturation): boolean {
  return expression.test(expressionOf(alert));
}

function* lateProblems(resource: Resource, inventory: Inventory): Iterable<Found> {
  const own = alertsIn(resource).filter((alert) => !isForMachines(alert) && alert.labels.severity !== 'info');
  for (const alert of own) {
    const late = SATURATIONS.find((saturation) => isOn(alert, saturation) && isLate(alert, saturation, inventory));
    const threshold = late && thresholdOf(expressionOf(alert));
    if (late?.limit === undefined || threshold === undefined) continue;
    yield {
      at: [...alert.route, 'expr'],
      part: 'value',
      message: 'late',
      data: {
        alert: alert.name,
        topic: late.title,
        found: percent(threshold.share),
        wanted: percent(late.limit),
        text: threshold.write(late.limit),
      },
      fixes: ['lower'],
    };
  }
}

/** Whether an alert on something fires above the guide's share of it, and none fires sooner or can't be judged. */
function isLate(alert: Alert, saturation: Saturation, inventory: Inventory): boolean {
  const { limit } = saturation;
  const own = thresholdOf(expressionOf(alert))?.share;
  if (limit === undefined || own === undefined || own <= limit) return false;
  const shares = workspaceAlerts(inventory)
    .filter((other) => isOn(other, saturation))
    .map((other) => thresholdOf(expressionOf(other))?.share);
  return shares.every((share) => share !== undefined && share >= own);
}

function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** `CPU, disk I/O or network`. */
function listed(titles: readonly string[]): string {
  const last = titles.at(-1) ?? '';
  return titles.length < 2 ? last : `${titles.slice(0, -1).join(', ')} or ${last}`;
}
