import { imageName } from '../../resources/image.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { plainTrait } from '../../resources/workload-trait.ts';
import { getAt, isMap, listAt, stringAt } from '../../yaml/json.ts';
import { isBackup, stepsOf } from '../backup-command.ts';
import { areNeighbours } from '../neighbours.ts';

/** Kinds of other systems that back up volumes or whole namespaces, as `group/Kind` (their API references). */
const OTHER_SYSTEMS: readonly string[] = [
  'snapshot.storage.k8s.io/VolumeSnapshot',
  'snapscheduler.backube/SnapshotSchedule',
  'volsync.backube/ReplicationSource',
  'k8up.io/Schedule',
  'stash.appscode.com/BackupConfiguration',
  'core.kubestash.com/BackupConfiguration',
  'config.kio.kasten.io/Policy',
  'longhorn.io/RecurringJob',
  'cr.kanister.io/ActionSet',
  'gkebackup.gke.io/BackupPlan',
  'k8s.mariadb.com/Backup',
  'k8s.mariadb.com/PhysicalBackup',
  'acid.zalan.do/OperatorConfiguration',
];

/** Fields of operators' custom resources that ask for backups (the API references of CloudNativePG, Zalando's, Crunchy's, Percona's and Oracle's). */
const OPERATOR_FIELDS: readonly string[] = [
  'backup',
  'backups',
  'backupSchedules',
  'backupProfiles',
  'plugins',
  'enableLogicalBackup',
  'env',
];

/** Products of which dumping programs make backups. */
const DUMPED_BY: readonly { readonly program: RegExp; readonly products: readonly string[] }[] = [
  { program: /^pg_/, products: ['PostgreSQL'] },
  { program: /^(?:mysql|mariadb|maria|mydumper|xtra)/, products: ['MySQL', 'MariaDB'] },
  { program: /^mongo/, products: ['MongoDB'] },
  { program: /^redis/, products: [] },
];

/** Annotations by which backups take in what pods have on their volumes. */
const ANNOTATION = /^(?:backup\.velero\.io|k8up\.io|k8up\.syn\.tools|stash\.appscode\.com|kanister\.kasten\.io)\//;
const BACKUP_IMAGE = /backup|wal-[eg]|pgbackrest|barman|restic/;

/** Whether something in the workspace backs a database up, or may do so. */
export function isBackedUp(database: Resource, product: string, inventory: Inventory): boolean {
  const workload = workloadOf(database);
  const byItself = workload ? backsItselfUp(workload) : OPERATOR_FIELDS.some((field) => isOn(getAt(database.value, ['spec', field])));
  return (
    byItself ||
    OTHER_SYSTEMS.some((kind) => ofGroup(kind, inventory).length > 0) ||
    ofGroup('velero.io/Schedule', inventory).some((schedule) => mayInclude(schedule, inventory.namespaceOf(database))) ||
    isScheduled(database, inventory) ||
    inventory.workloadsBy(BACKUPS).some((job) => dumps(job, product) && isFor(job, database, inventory))
  );
}

/** CronJobs that back something up. */
const BACKUPS = plainTrait('backups', isBackup);

function isOn(field: ReturnType<typeof getAt>): boolean {
  const value = field ?? null;
  return value !== null && value !== false && !(isMap(value) && value.enabled === false);
}

function backsItselfUp(workload: Workload): boolean {
  const { resource, templateRoute, containers } = workload;
  const template = getAt(resource.value, [...templateRoute.slice(resource.route.length), 'metadata', 'annotations']);
  const annotations = [...Object.keys(resource.annotations), ...(isMap(template) ? Object.keys(template) : [])];
  return (
    annotations.some((name) => ANNOTATION.test(name)) ||
    containers.some(({ image = '' }) => BACKUP_IMAGE.test(imageName(image))) ||
    stepsOf(workload).some(({ program }) => program !== undefined)
  );
}

function ofGroup(groupAndKind: string, inventory: Inventory): readonly Resource[] {
  const [group, kind = ''] = groupAndKind.split('/');
  return inventory.ofKind(kind).flatMap(({ resource }) => (resource.group === group ? [resource] : []));
}

/** CloudNativePG states in an object of its own when its backups are made. */
function isScheduled({ group, name }: Resource, inventory: Inventory): boolean {
  const schedules = group === 'postgresql.cnpg.io' ? ofGroup('postgresql.cnpg.io/ScheduledBackup', inventory) : [];
  return schedules.some(({ value }) => stringAt(value, ['spec', 'cluster', 'name']) === name);
}

/** A schedule of Velero without namespaces takes in all (its API reference). */
function mayInclude({ value }: Resource, namespace: string | undefined): boolean {
  const included = listAt(value, ['spec', 'template', 'includedNamespaces']) ?? [];
  return included.length === 0 || namespace === undefined || included.some((name) => name === '*' || name === namespace);
}

function dumps(job: Workload, product: string): boolean {
  const programs = stepsOf(job).flatMap(({ program }) => program ?? []);
  return (
    programs.length === 0 ||
    programs.some((program) => DUMPED_BY.some((row) => row.program.test(program) && row.products.includes(product)))
  );
}

/** A backup beside a database is for it, and so is one elsewhere that names it. */
function isFor(job: Workload, database: Resource, inventory: Inventory): boolean {
  if (areNeighbours(job.resource, database, inventory)) return true;
  const { name } = database;
  return name !== undefined && JSON.stringify(job.podSpec).includes(name);
}
