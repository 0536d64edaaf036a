import { OPERATED_KINDS, operatedDatabase } from '../../resources/operated-database.ts';
import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { backupCompanions } from '../companions/backup-cron-job.ts';
import { workloadAt } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { datastoreOf } from '../products.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';
import { isBackedUp } from './backed-up.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/backup',
  guide: ['backup-frequency', 'backup-automation'],
  level: 'info',
  scope: 'resource',
  kinds: ['Deployment', 'StatefulSet', ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'Nothing in the workspace backs a database up',
    why:
      'Replicas repeat every mistake at once: a bad migration, a wrong DELETE, a lost volume claim. Without a backup what is gone is gone, and all ' +
      'conversations with it.',
    fix:
      'Let the operator, Velero, snapshots or a CronJob make a backup every day, outside of the database. The quick fix writes a CronJob that dumps ' +
      'PostgreSQL, MySQL, MariaDB or MongoDB every night, reads the dump again, and keeps two weeks of them.',
    exceptions:
      'Databases that names, namespace or labels call a test or a sample; replicas of another one; search indexes and vector stores, which are ' +
      'built anew or keep snapshots by their own API. Any CronJob for backups beside the database counts, and so do sidecars for it, Velero, volume ' +
      'snapshots, and the backup sections of operators. Silent for patches and templates, and where a kustomization brings more than the workspace ' +
      'shows. One whose data do not even outlive its pod is reported by `data/datastore-deployment` alone.',
    sources: ['Deployment guide, backup: frequent and automated'],
  },
  messages: {
    missing: '{database} ({product}) is backed up by nothing found in this workspace, so what is deleted or lost there is gone for good.',
  },
  *check(resource, { inventory, settings, partial }) {
    const product = partial || isTrial(resource) || isReplica(resource) ? undefined : productOf(resource);
    if (product === undefined || REBUILT.has(product) || isUnseen(resource, inventory)) return;
    if (inventory.patchesOf(resource).length > 0 || isBackedUp(resource, product, inventory)) return;
    const workload = workloadOf(resource);
    const isWritable = workload !== undefined && backupCompanions(workload, product, settings.kubernetesVersion) !== undefined;
    yield {
      at: [...resource.route, 'metadata', 'name'],
      message: 'missing',
      data: { database: titleOf(resource), product },
      coveredBy: 'data/datastore-deployment',
      fixes: isWritable ? ['job'] : [],
    };
  },
  fixes: {
    job: {
      title: 'Add a CronJob that backs {database} up every night',
      safe: false,
      companions: ({ at, data }, { document, settings }) => {
        const workload = workloadAt(document, at);
        return workload && backupCompanions(workload, String(data.product), settings.kubernetesVersion);
      },
    },
  },
});

/** What can be made anew from other data, or is backed up by calls of its own API, which no manifest shows. */
const REBUILT: ReadonlySet<string> = new Set(['Elasticsearch', 'OpenSearch', 'Qdrant', 'Weaviate']);

function productOf(resource: Resource): string | undefined {
  const operated = operatedDatabase(resource);
  if (operated) return operated.product;
  const workload = workloadOf(resource);
  const datastore = workload && (workload.kind === 'StatefulSet' || workload.kind === 'Deployment') ? datastoreOf(workload) : undefined;
  return datastore?.product.role === 'database' ? datastore.product.title : undefined;
}

/** A copy of another database, whose backup is that one's. */
function isReplica({ name = '' }: Resource): boolean {
  return /(?:^|-)(?:replicas?|standby|secondary|slave|follower|read|ro)(?:-|$)/.test(name);
}
