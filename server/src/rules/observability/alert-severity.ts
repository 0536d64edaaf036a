import { isSame } from '../../resources/object-memo.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Problem } from '../types.ts';
import type { Alert } from './alerts.ts';
import { alertsIn, BEFORE_LABELS, isForMachines } from './alerts.ts';

type Found = Problem<'missing' | 'single', 'warning' | 'critical'>;

/** Alerts of a workspace from which on two levels are to be expected. Our own figure. */
const SEVERAL = 3;

export default defineRule({
  id: 'observability/alert-severity',
  guide: ['alert-severity'],
  level: 'warning',
  scope: 'resource',
  kinds: ['PrometheusRule'],
  workspace: true,
  docs: {
    summary: 'An alert without a severity, or alerts that all have the same one',
    why:
      'Alertmanager decides by the label `severity` whether somebody is woken or a ticket is opened. An alert without it goes wherever the last route ' +
      'leads, and where all alerts are critical nobody can tell which one must be answered at night.',
    fix: 'Label what users feel now as critical, and what will hurt unless somebody looks at it as warning. The quick fix writes either.',
    exceptions:
      'Labels that a group gives to all of its rules count. That all alerts have one severity is information, told once for a workspace of three ' +
      'alerts or more. Silent in kustomize patches.',
    sources: ['Deployment guide, alerts: warning and critical, with escalation', 'Prometheus Operator, API reference: RuleGroup.labels'],
  },
  messages: {
    missing:
      'Alert "{alert}" has no severity, so the routes of Alertmanager cannot tell whether to wake somebody; label it as warning or as critical.',
    single:
      'All {count} alerts of the workspace have the severity {found}; with one level nobody can tell what must be answered at night from what can wait.',
  },
  *check(resource, { inventory, partial }) {
    const alerts = alertsIn(resource);
    if (alerts.length === 0 || partial) return;
    for (const alert of alerts) if (severityOf(alert) === '') yield missing(alert);
    yield* single(resource, inventory);
  },
  fixes: { warning: insertion('warning'), critical: insertion('critical') },
});

function severityOf({ labels }: Alert): string {
  return labels.severity ?? '';
}

function missing({ name, route }: Alert): Found {
  return { at: [...route, 'labels', 'severity'], message: 'missing', data: { alert: name } };
}

/** Told where the first alert of the workspace is. */
function* single(resource: Resource, inventory: Inventory): Iterable<Found> {
  const holders = inventory.ofKind('PrometheusRule').map((entry) => entry.resource);
  const counted = holders.map((holder) => ({ holder, alerts: alertsIn(holder).filter((alert) => !isForMachines(alert)) }));
  const alerts = counted.flatMap((one) => one.alerts);
  const first = counted.find((one) => one.alerts.length > 0);
  const [alert] = first?.alerts ?? [];
  if (!first || !alert || alerts.length < SEVERAL || !isSame(first.holder, resource)) return;
  const found = severityOf(alert);
  if (found === '' || alerts.some((other) => severityOf(other) !== found)) return;
  yield { at: [...alert.route, 'labels', 'severity'], message: 'single', data: { count: alerts.length, found }, level: 'info', fixes: [] };
}

function insertion(severity: 'warning' | 'critical') {
  return {
    title: `Add the severity ${severity}`,
    safe: false,
    patches: ({ at }: { readonly at: Found['at'] }) => [{ op: 'set', at, value: severity, after: BEFORE_LABELS }] as const,
  };
}
