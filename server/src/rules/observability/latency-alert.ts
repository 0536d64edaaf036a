import { companionOfResource } from '../companions/owner.ts';
import { latencyRule } from '../companions/prometheus-rule.ts';
import { defineRule } from '../define-rule.ts';
import { hasNeighbour } from '../neighbours.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';
import { expressionOf, isFirstServing, workspaceAlerts } from './alert-topics.ts';

/** What expressions on a percentile of latency look like: of histograms, of summaries, and of recorded ones. */
const LATENCY = /histogram_quantile|quantile\s*=~?\s*"|_p9[059]\b|:p9[059]\b|latency|_duration_(?:seconds|ms|milliseconds)\b/i;

export default defineRule({
  id: 'observability/latency-alert',
  guide: ['latency-p95', 'user-latency'],
  level: 'info',
  scope: 'workload',
  kinds: ['Deployment', 'StatefulSet'],
  workspace: true,
  docs: {
    summary: 'Alerts beside what serves conversations, and none of them on latency',
    why:
      'A model that answers slowly, a full pool, a cold cache: what users feel first is that answers take long, while CPU and error rate look as ' +
      'ever. The 95th percentile tells what one conversation in twenty feels, which a mean hides.',
    fix: 'Alert on the P95 or P99 of the latency of requests. The quick fix writes a PrometheusRule on the usual histogram of HTTP libraries.',
    exceptions:
      'Only where PrometheusRules are applied together with the workload or are in its namespace. One alert on latency anywhere in the workspace is ' +
      'enough, and what is missing is said once, at the first of the workloads beside each other. Silent in patches and templates, and where a ' +
      'kustomization brings more than the workspace shows.',
    sources: ['Deployment guide, monitoring: alerts on the P95 of latency, by what users feel'],
  },
  messages: {
    missing:
      'None of the alerts found in this workspace is on the latency of requests, so nobody is told when {workload} keeps people waiting; alert on its ' +
      'P95.',
  },
  *check(workload, { inventory, partial }) {
    const { resource } = workload;
    if (partial || workload.containers.length === 0 || !hasNeighbour(resource, ['PrometheusRule'], inventory)) return;
    if (workspaceAlerts(inventory).some((alert) => LATENCY.test(expressionOf(alert)))) return;
    if (!isFirstServing(workload, inventory) || isUnseen(resource, inventory)) return;
    yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', data: { workload: titleOf(resource) } };
  },
  fixes: {
    add: {
      title: 'Add an alert on the latency of {workload}',
      safe: false,
      companions: companionOfResource((resource) => latencyRule(resource)),
    },
  },
});
