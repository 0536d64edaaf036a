import { mapAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { Alert } from './alerts.ts';
import { alertsIn, BEFORE_LABELS, isForMachines } from './alerts.ts';

export default defineRule({
  id: 'observability/alert-runbook',
  guide: ['runbooks'],
  level: 'info',
  scope: 'resource',
  kinds: ['PrometheusRule'],
  docs: {
    summary: 'An alert without a link to its runbook',
    why:
      'Whoever is woken by an alert did not write it. What it means, what to look at and what to do belongs where the alert itself can point, and not ' +
      'into the memory of one colleague.',
    fix:
      'Link the runbook in the annotation runbook_url, which dashboards and notifications know. The quick fix follows the links of the other alerts of ' +
      'the object, or else the option `base`; the page is for you to write.',
    exceptions:
      'Silent for alerts of severity none, which nobody is told of, such as a heartbeat; where another annotation is called a runbook or playbook; ' +
      'and in kustomize patches.',
    sources: [
      'Deployment guide, runbooks for common alerts',
      'The rules of kube-prometheus, where runbook_url is the customary annotation',
    ],
  },
  options: {
    base: {
      type: 'string',
      default: 'https://runbooks.example.com/',
      description: 'What the quick fix writes before the name of an alert, where no other alert of the object has a link',
    },
  },
  messages: {
    missing: 'Alert "{alert}" has no runbook_url, so whoever is woken by it has nothing to go by.',
  },
  *check(resource, { options, partial }) {
    if (partial) return;
    const alerts = alertsIn(resource);
    const base = baseOfLinks(alerts) ?? options.base;
    for (const alert of alerts) {
      if (hasRunbook(alert) || isForMachines(alert)) continue;
      yield {
        at: [...alert.route, 'annotations', 'runbook_url'],
        message: 'missing',
        data: { alert: alert.name, url: base + alert.name.toLowerCase() },
      };
    }
  },
  fixes: {
    add: {
      title: 'Link {url}',
      safe: false,
      patches: ({ at, data: { url = null } }) => [{ op: 'set', at, value: url, after: ['labels', ...BEFORE_LABELS] }],
    },
  },
});

function hasRunbook({ value }: Alert): boolean {
  return Object.entries(mapAt(value, ['annotations']) ?? {}).some(
    ([name, link]) => /^(?:run|play)book/i.test(name) && link !== null && link !== '',
  );
}

/** What stands before an alert's name in the links of others; undefined where no link ends in the name of its alert. */
function baseOfLinks(alerts: readonly Alert[]): string | undefined {
  const bases = alerts.flatMap(({ name, value }) => {
    const link = stringAt(value, ['annotations', 'runbook_url']) ?? '';
    return link.toLowerCase().endsWith(name.toLowerCase()) ? [link.slice(0, -name.length)] : [];
  });
  return bases[0];
}
