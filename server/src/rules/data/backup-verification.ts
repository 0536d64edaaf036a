import type { Inventory, Workload } from '../../resources/types.ts';
import { plainTrait } from '../../resources/workload-trait.ts';
import { valueAt } from '../../yaml/value.ts';
import { isBackup, stepsOf } from '../backup-command.ts';
import { defineRule } from '../define-rule.ts';
import { areNeighbours } from '../neighbours.ts';
import { titleOf } from '../title.ts';
import { isTrial } from './trial.ts';
import { verifies, withVerification } from './verification.ts';

export default defineRule({
  id: 'data/backup-verification',
  guide: ['backup-verification'],
  level: 'info',
  scope: 'workload',
  kinds: ['CronJob'],
  workspace: true,
  docs: {
    summary: 'A backup that nothing reads again',
    why:
      'A dump that was cut short, is empty, or was made with a program that is older than the server, looks like any other file until it is needed. ' +
      'Only who reads a backup knows that there is one.',
    fix:
      'Let the job read what it has written: `pg_restore --file=/dev/null`, `gzip -t`, the end of a MySQL dump. Better still, restore it into an ' +
      'empty database every week. The quick fix adds the check behind the dump, where the file is plain to see.',
    exceptions:
      'CronJobs whose manifest shows no dumping program; those that mention a check, a restore or a checksum; those with a CronJob beside them that ' +
      'restores or verifies; tests and samples; patches.',
    sources: [
      'Deployment guide, backup: regular verification',
      'PostgreSQL documentation, pg_restore; GNU gzip manual: -t tests the integrity of a compressed file',
    ],
  },
  messages: {
    unread:
      'Container "{container}" of {workload} writes a backup with {program}, and nothing found in this workspace reads it again, so a broken one is ' +
      'noticed when it is needed.',
  },
  *check(workload, { inventory, partial }) {
    if (partial || !isBackup(workload) || isTrial(workload.resource)) return;
    const steps = stepsOf(workload);
    const step = steps.find(({ program }) => program !== undefined);
    if (step?.program === undefined || steps.some(verifies) || isVerifiedBeside(workload, inventory)) return;
    const isPlain = step.isScript && withVerification(step.text, step.program) !== undefined;
    yield {
      at: step.at,
      message: 'unread',
      data: { workload: titleOf(workload.resource), container: step.container, program: step.program },
      fixes: isPlain ? ['verify'] : [],
    };
  },
  fixes: {
    verify: {
      title: 'Read the dump again after it is written',
      safe: false,
      patches: ({ at, data }, { document }) => {
        const script = valueAt(document, at);
        const verified = typeof script === 'string' ? withVerification(script, String(data.program)) : undefined;
        return verified === undefined ? undefined : [{ op: 'set', at, value: verified }];
      },
    },
  },
});

/** Names of what restores backups or looks at them. */
const VERIFIER = /(?:^|-)(?:restore|verify|verifier|verification|check|test)(?:-|$)/;

function isVerifiedBeside({ resource }: Workload, inventory: Inventory): boolean {
  return inventory
    .workloadsBy(VERIFIERS)
    .some((other) => other.resource !== resource && areNeighbours(resource, other.resource, inventory));
}

const VERIFIERS = plainTrait(
  'backup-verifiers',
  (workload) => workload.kind === 'CronJob' && (VERIFIER.test(workload.resource.name ?? '') || isRestore(workload)),
);

function isRestore(workload: Workload): boolean {
  return stepsOf(workload).some(({ text }) => /pg_restore|mongorestore|pg_verifybackup/.test(text));
}
