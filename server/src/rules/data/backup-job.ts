import type { Workload } from '../../resources/types.ts';
import { isMap, numberAt } from '../../yaml/json.ts';
import { valueAt } from '../../yaml/value.ts';
import { hasRetention, isBackup, stepsOf, unwatchedPipe, withPipefail } from '../backup-command.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

type Found = Problem<'overlap' | 'history' | 'retry' | 'pipe' | 'retention', 'forbid' | 'keep' | 'retry' | 'pipefail'>;

export default defineRule({
  id: 'data/backup-job',
  guide: ['backup-automation', 'backup-rotation'],
  level: 'warning',
  scope: 'workload',
  docs: {
    summary: 'A backup CronJob that may overlap, fail unseen, or fill its volume',
    why:
      'A backup is looked at when it is needed, and then it is too late for what went wrong in it: two runs that wrote the same file, a dump that ' +
      'failed in the middle of a pipeline whose last command succeeded, a failed run that left nothing behind to look at, a volume that old ' +
      'backups have filled.',
    fix:
      'Forbid overlapping runs, keep the last runs, let a run that fails try again and be seen to fail, and delete backups that are older than ' +
      'you need them.',
    exceptions:
      'CronJobs that neither by their name nor by what they run back anything up, and those that restore, verify or clean up. What a script inside ' +
      'an image does can not be seen; what becomes of old backups is asked only where the manifest shows a dump into a claim. Silent about what ' +
      'kustomize patches leave out.',
    sources: [
      'Deployment guide, backup: automated, with error handling and notification; rotation balances cost and recovery',
      'Kubernetes documentation, CronJob: concurrencyPolicy is Allow by default; a history limit of 0 keeps no finished Jobs',
      'Kubernetes documentation, Job: backoffLimit, the retries before a Job counts as failed',
      'POSIX shell: the exit status of a pipeline is that of its last command; bash and busybox know pipefail, dash does not before 0.5.13',
    ],
  },
  messages: {
    overlap:
      '{workload} lets two backups run at a time{origin}, which load the database twice and may write to the same file; concurrencyPolicy Forbid is ' +
      'wanted.',
    history: '{workload} keeps no {which} Jobs, so that nobody can look at what happened to a backup; {wanted} of them are wanted.',
    retry:
      '{workload} gives up at the first failure, so that one lost connection costs the backup of that day; {wanted} retries are wanted.',
    pipe:
      'Container "{container}" pipes {program} on without pipefail, so that a dump that fails half way counts as a backup; set -eo pipefail is ' +
      'wanted.',
    retention:
      'Container "{container}" writes dumps to {path} and never deletes any, until the volume is full and backups fail; delete those that are ' +
      'older than you need.',
  },
  *check(workload, { partial }) {
    if (!isBackup(workload) || !isMap(workload.resource.value.spec)) return;
    yield* overlapProblem(workload, partial);
    yield* historyProblems(workload);
    yield* retryProblem(workload);
    yield* commandProblems(workload);
  },
  fixes: {
    forbid: {
      title: 'Set concurrencyPolicy to Forbid',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: 'Forbid', after: ['timeZone', 'schedule'] }],
    },
    keep: {
      title: 'Keep {wanted} of them',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    retry: {
      title: 'Set backoffLimit to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    pipefail: {
      title: 'Begin the script with set -eo pipefail',
      safe: false,
      patches: ({ at }, { document }) => {
        const script = valueAt(document, at);
        return typeof script === 'string' ? [{ op: 'set', at, value: withPipefail(script) }] : undefined;
      },
    },
  },
});

function* overlapProblem({ resource }: Workload, partial: boolean): Iterable<Found> {
  const spec = resource.value.spec;
  const policy = (isMap(spec) ? spec.concurrencyPolicy : undefined) ?? null;
  if (policy !== 'Allow' && (policy !== null || partial)) return;
  const at = [...resource.route, 'spec', 'concurrencyPolicy'];
  const data = { workload: titleOf(resource), origin: policy === null ? ', as Kubernetes has it where nothing is said' : '' };
  // What is written is any CronJob's fault; what is left out is a backup's alone.
  yield { at, message: 'overlap', data, fixes: ['forbid'], ...(policy === null ? {} : { coveredBy: 'jobs/concurrency' }) };
}

/** Kubernetes keeps one failed and three successful Jobs by default. */
const HISTORIES = [
  { field: 'failedJobsHistoryLimit', which: 'failed', wanted: 3 },
  { field: 'successfulJobsHistoryLimit', which: 'successful', wanted: 3 },
];

function* historyProblems({ resource }: Workload): Iterable<Found> {
  for (const { field, which, wanted } of HISTORIES) {
    if (numberAt(resource.value, ['spec', field]) !== 0) continue;
    // A successful run that leaves nothing behind is a matter of taste.
    const level = which === 'failed' ? 'warning' : 'info';
    yield {
      at: [...resource.route, 'spec', field],
      message: 'history',
      level,
      data: { workload: titleOf(resource), which, wanted },
      fixes: ['keep'],
    };
  }
}

function* retryProblem({ resource }: Workload): Iterable<Found> {
  const at = ['spec', 'jobTemplate', 'spec', 'backoffLimit'];
  if (numberAt(resource.value, at) !== 0) return;
  yield { at: [...resource.route, ...at], message: 'retry', data: { workload: titleOf(resource), wanted: 2 }, fixes: ['retry'] };
}

function* commandProblems(workload: Workload): Iterable<Found> {
  for (const step of stepsOf(workload)) {
    const { container, at, program = '', text } = step;
    if (unwatchedPipe(step)) yield { at, message: 'pipe', data: { container, program }, fixes: step.knowsPipefail ? ['pipefail'] : [] };
    const path = step.claimPaths.find((claim) => text.includes(claim));
    if (program === '' || path === undefined || hasRetention(text)) continue;
    yield { at, message: 'retention', level: 'info', data: { container, path }, fixes: [] };
  }
}
