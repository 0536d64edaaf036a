import type { Workload } from '../../resources/types.ts';
import { isBackup } from '../backup-command.ts';
import { companionOfResource } from '../companions/owner.ts';
import { backupRule } from '../companions/prometheus-rule.ts';
import { defineRule } from '../define-rule.ts';
import { hasNeighbour } from '../neighbours.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';
import { expressionOf, workspaceAlerts } from './alert-topics.ts';
import type { Alert } from './alerts.ts';

/** Metrics of kube-state-metrics that tell of Jobs that failed or CronJobs that did not succeed (its documentation on Jobs and CronJobs). */
const JOBS = /kube_job_(?:status_)?failed|kube_cronjob_status_last_(?:successful|schedule)_time/;
/** Names of single Jobs in an expression. */
const NAMED = /\b(?:job_name|cronjob|owner_name)\s*=~?\s*"([^"]*)"/;

export default defineRule({
  id: 'observability/backup-alert',
  guide: ['backup-alerts'],
  level: 'info',
  scope: 'workload',
  kinds: ['CronJob'],
  workspace: true,
  docs: {
    summary: 'Alerts beside a backup, and none of them on its failure',
    why:
      'A backup fails in silence: a password has changed, the volume is full, the job is suspended. Nobody misses it before the day it is needed, ' +
      'which is then weeks after the last good one.',
    fix:
      'Alert on runs that fail, and on backups that are overdue, which tells of those that never ran as well. The quick fix writes a PrometheusRule ' +
      'on the metrics of kube-state-metrics.',
    exceptions:
      'Only where PrometheusRules are applied together with the CronJob or are in its namespace. An alert on failed Jobs of any name, wherever in ' +
      'the workspace, is enough, and so is one whose name or expression speaks of backups. Silent in patches and templates, and where a kustomization brings ' +
      'more than the workspace shows.',
    sources: ['Deployment guide, backup: alerts on failed backups', 'kube-state-metrics documentation: metrics of Jobs and CronJobs'],
  },
  messages: {
    missing:
      'None of the alerts found in this workspace tells when {workload} fails or is overdue, so nobody knows before the backup is needed.',
  },
  *check(workload, { inventory, partial }) {
    const { resource } = workload;
    if (partial || !isBackup(workload) || !hasNeighbour(resource, ['PrometheusRule'], inventory) || isUnseen(resource, inventory)) return;
    if (workspaceAlerts(inventory).some((alert) => tellsOf(alert, workload))) return;
    yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', data: { workload: titleOf(resource) } };
  },
  fixes: {
    add: {
      title: 'Add alerts on {workload}',
      safe: false,
      companions: companionOfResource((resource) => backupRule(resource)),
    },
  },
});

function tellsOf(alert: Alert, { resource }: Workload): boolean {
  const expression = expressionOf(alert);
  if (/backup|snapshot/i.test(alert.name) || /backup|velero|barman|pgbackrest/i.test(expression.replace(NAMED, ''))) return true;
  if (!JOBS.test(expression)) return false;
  const named = NAMED.exec(expression)?.[1];
  // A pattern that isn't about the Job's own name may match it all the same.
  return named === undefined || named === '' || /^[.^]/.test(named) || (resource.name !== undefined && named.includes(resource.name));
}
