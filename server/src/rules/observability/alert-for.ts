import { defineRule } from '../define-rule.ts';
import type { Alert } from './alerts.ts';
import { alertsIn, isForMachines } from './alerts.ts';

/** Seconds that an expression looks back over from which on it speaks of a lasting state by itself. Our own figure. */
const LONG_RANGE = 900;

export default defineRule({
  id: 'observability/alert-for',
  guide: ['alert-impact', 'alert-bursts'],
  level: 'info',
  scope: 'resource',
  kinds: ['PrometheusRule'],
  docs: {
    summary: 'An alert fires at the first evaluation that finds its condition true',
    why:
      'Work with models comes in bursts: a batch of tool runs fills the CPU for a minute and is done. Without `for` every such minute, and every scrape that ' +
      'fails once, wakes somebody, and alerts that mean nothing are soon answered by nobody.',
    fix: 'Say by `for` how long the condition must last before users feel it. The quick fix writes the option `duration`.',
    exceptions:
      'Silent where `for` is stated, be it 0; for the severities none and info, which wake nobody; and where the expression speaks of something lasting by ' +
      'itself: a range of 15 minutes or more, an age (`time() - …`), or the end of a certificate. Silent in kustomize patches.',
    sources: [
      'Deployment guide, alerts: thresholds follow the impact on users and allow for bursts',
      'Prometheus documentation, Alerting rules: without `for` an alert is active at the first evaluation',
      'The five minutes of the quick fix and the 15 minutes are our own figures',
    ],
  },
  options: {
    duration: {
      type: 'string',
      default: '5m',
      pattern: { source: '^([0-9]+(ms|[smhdwy]))+$', meaning: 'a duration such as `5m`' },
      description: 'Duration that the quick fix writes',
    },
  },
  messages: {
    missing:
      'Alert "{alert}" has no `for`, so a burst of one evaluation wakes somebody; say how long the condition must last, such as {wanted}.',
  },
  *check(resource, { options, partial }) {
    if (partial) return;
    for (const alert of alertsIn(resource)) {
      if ((alert.value.for ?? null) !== null || !wakesSomebody(alert) || isLasting(alert)) continue;
      yield { at: [...alert.route, 'for'], message: 'missing', data: { alert: alert.name, wanted: options.duration } };
    }
  },
  fixes: {
    add: {
      title: 'Fire after {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['expr', 'alert'] }],
    },
  },
});

function wakesSomebody(alert: Alert): boolean {
  return !isForMachines(alert) && alert.labels.severity !== 'info';
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** True where the condition can't come and go within minutes. */
function isLasting({ value: { expr } }: Alert): boolean {
  if (typeof expr !== 'string') return false;
  if (/\b(?:time|timestamp)\s*\(|expir|_ttl_seconds/i.test(expr)) return true;
  return [...expr.matchAll(/\[\s*(\d{1,6})([smhdwy])/g)].some(
    ([, figure, unit = '']) => Number(figure) * (SECONDS[unit] ?? 0) >= LONG_RANGE,
  );
}
