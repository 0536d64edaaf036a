import type { Container, Workload } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import { getAt, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import type { BackupProduct } from './backup-script.ts';
import { backupProduct, backupScript } from './backup-script.ts';
import { companionMetadata, labelledMetadata } from './metadata.ts';
import { serviceAccount } from './service-account.ts';

/** At night, and not on the hour, when everybody's jobs start. */
const SCHEDULE = '17 2 * * *';
/** Seconds after which a run that could not start is left out, and after which one that hangs is ended. Our own figures. */
const START_DEADLINE = 600;
const RUN_DEADLINE = 3600;
const RETRIES = 2;
/** Finished Jobs that are kept to be looked at. */
const HISTORY = 3;
/** A user and group that no image has, and no other workload: neither can touch what isn't its own. */
const USER = 10001;
/** Room for the dumps, where the database says nothing of its own size. */
const STORAGE = '20Gi';
/** What dumping and compressing one database takes. Our own figures. */
const FIGURES = { cpu: '250m', cpuLimit: '500m', memory: '512Mi', scratch: '1Gi' };
/** First minor version with the field appArmorProfile (Kubernetes documentation, AppArmor). */
const APPARMOR_SINCE = '1.30';

/** Folder of the Secret's files in the container. */
const SECRETS = '/run/secrets/database';
/** Folder of the dumps. */
const BACKUPS = '/backup';

/**
 * A CronJob that dumps a database every night, reads the dump again to verify it and deletes old ones; with the claim that it writes to and a
 * service account without rights.
 * @param title of the product: `PostgreSQL`, `MySQL`, `MariaDB` or `MongoDB`
 * @returns undefined where the database has no name or image, or no Secret with its password can be made out; and for other products
 */
export function backupCompanions(workload: Workload, title: string, kubernetesVersion: string): readonly JsonMap[] | undefined {
  const { resource, containers } = workload;
  const product = backupProduct(title);
  const container = containers.find(({ kind }) => kind === 'container');
  const access = container && product && accessOf(container, product);
  if (resource.name === undefined || container?.image === undefined || product === undefined || access === undefined) return undefined;
  const name = `${resource.name}-backup`;
  const account = serviceAccount(resource, { token: false, name });
  const script = backupScript(product, { ...access, host: hostOf(workload), folder: BACKUPS, password: `${SECRETS}/${access.key}` });
  const pod = podFor(name, containerFor(container.image, script), access.secret, kubernetesVersion);
  const cronJob: JsonMap = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: labelledMetadata(resource, name),
    spec: {
      schedule: SCHEDULE,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: START_DEADLINE,
      successfulJobsHistoryLimit: HISTORY,
      failedJobsHistoryLimit: HISTORY,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: RUN_DEADLINE,
          backoffLimit: RETRIES,
          template: { metadata: { labels: { 'app.kubernetes.io/name': name } }, spec: pod },
        },
      },
    },
  };
  return [cronJob, claimFor(workload, name), ...(account ? [account] : [])];
}

/** How a backup gets into a database. */
interface Access {
  readonly secret: string;
  readonly key: string;
  readonly user: string;
  readonly database: string | undefined;
}

/** By the variables that set the database up: its password's Secret, its user and the database itself. */
function accessOf({ value }: Container, { variables }: BackupProduct): Access | undefined {
  const entries = listAt(value, ['env']) ?? [];
  const named = (names: readonly string[]) => entries.find((entry) => names.includes(stringAt(entry, ['name']) ?? ''));
  const reference = mapAt(named(variables.password), ['valueFrom', 'secretKeyRef']);
  const [secret, key] = [stringAt(reference, ['name']), stringAt(reference, ['key'])];
  if (secret === undefined || key === undefined) return undefined;
  const user = stringAt(named(variables.user), ['value']) ?? variables.superuser;
  return { secret, key, user, database: stringAt(named(variables.database), ['value']) };
}

/** A StatefulSet's own Service where it names one: its first pod has a name there. */
function hostOf({ resource }: Workload): string {
  const service = stringAt(resource.value, ['spec', 'serviceName']);
  return service ? `${resource.name}-0.${service}` : (resource.name ?? '');
}

function podFor(name: string, container: JsonMap, secret: string, kubernetesVersion: string): JsonMap {
  const profile = { type: 'RuntimeDefault' };
  const hasAppArmor = compareVersions(kubernetesVersion, APPARMOR_SINCE) >= 0;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: profile,
      ...(hasAppArmor ? { appArmorProfile: profile } : {}),
    },
    containers: [container],
    volumes: [
      { name: 'backup', persistentVolumeClaim: { claimName: name } },
      { name: 'database', secret: { secretName: secret } },
      { name: 'tmp', emptyDir: { sizeLimit: FIGURES.scratch } },
    ],
  };
}

function containerFor(image: string, script: string): JsonMap {
  const { cpu, cpuLimit, memory, scratch } = FIGURES;
  return {
    name: 'backup',
    image,
    command: ['sh', '-c'],
    args: [script],
    resources: {
      requests: { cpu, memory, 'ephemeral-storage': scratch },
      limits: { cpu: cpuLimit, memory, 'ephemeral-storage': scratch },
    },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'backup', mountPath: BACKUPS },
      { name: 'database', mountPath: SECRETS, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** As large, and of the same class, as the database's own claim. */
function claimFor({ resource }: Workload, name: string): JsonMap {
  const [template] = listAt(resource.value, ['spec', 'volumeClaimTemplates']) ?? [];
  const storage = getAt(template, ['spec', 'resources', 'requests', 'storage']) ?? STORAGE;
  const storageClass = stringAt(template, ['spec', 'storageClassName']);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: companionMetadata(resource, name),
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage } },
    },
  };
}
