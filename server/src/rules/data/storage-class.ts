import type { DatabaseClaim } from '../../resources/database-claims.ts';
import { databaseClaims } from '../../resources/database-claims.ts';
import { OPERATED_KINDS } from '../../resources/operated-database.ts';
import { parseQuantity } from '../../resources/quantity.ts';
import type { Inventory } from '../../resources/types.ts';
import { isList } from '../../yaml/json.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { titleOfClaim } from '../title.ts';
import type { Problem } from '../types.ts';
import { isTrial } from './trial.ts';

type Found = Problem<'default' | 'small' | 'unsized' | 'shared', 'name' | 'size' | 'single'>;

export default defineRule({
  id: 'data/storage-class',
  guide: ['storage-type'],
  level: 'info',
  scope: 'resource',
  kinds: ['StatefulSet', 'PersistentVolumeClaim', ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'A database on whatever storage there is, on a volume that it soon outgrows, or on one that nodes share',
    why:
      'The default storage class is made for everything and so for no database: it may be slow, on a network file system, or delete the volume ' +
      'with its claim, and it differs from cluster to cluster. A volume that is full stops the database, and not every class can grow one. Shared ' +
      'file systems are slow at what databases do all the time, and their locks are not what a database relies on.',
    fix:
      'Name a class of SSDs with reclaimPolicy Retain and allowVolumeExpansion, ask for the space of the next year, and use ReadWriteOnce. The ' +
      'quick fix names a class of the workspace where one is made for it by its name.',
    exceptions:
      'Claims for volumes that are there already, and storageClassName "" which asks for such. Silent where a kustomize patch of the workspace ' +
      'names the class, and about sizes and classes that are filled in later. What is called a test or a sample.',
    sources: [
      'Deployment guide, performance: storage types fit data patterns',
      'Kubernetes documentation, Storage Classes: reclaimPolicy is Delete by default; Persistent Volumes: access modes, a claim needs a size',
      '10Gi is our own figure: a thousand threads of 1-5 MB, times 3 for indexes (deployment guide, resource sizing), are 3 to 15 GB',
    ],
  },
  options: {
    smallest: {
      type: 'string',
      default: '10Gi',
      pattern: { source: '^\\d{1,6}(?:\\.\\d{1,3})?(?:[KMGTP]i?)$', meaning: 'a size such as 10Gi' },
      description: 'The smallest claim that a database is given without a finding, and the one that the fix writes.',
    },
  },
  messages: {
    default:
      '{claim} names no storage class, so that its data are on whatever this cluster gives everything; a class of SSDs that keeps its ' +
      'volumes{suggestion} is wanted.',
    small: '{claim} asks for {found}, which a database soon outgrows, and not every class can grow a volume; at least {wanted} are wanted.',
    unsized: '{claim} asks for no size, which the API server refuses; at least {wanted} are wanted.',
    shared:
      '{claim} is ReadWriteMany, which means a shared file system, where databases are slow and their locks may not hold; ReadWriteOnce is wanted.',
  },
  *check(resource, { inventory, options, partial }) {
    if (partial || isTrial(resource)) return;
    for (const claim of databaseClaims(resource, inventory)) {
      if (!claim.hasClass) yield classProblem(claim, inventory);
      yield* sizeProblem(claim, options.smallest);
      if (claim.sharedAt) yield { at: claim.sharedAt, message: 'shared', data: { claim: titleOfClaim(claim) }, fixes: ['single'] };
    }
  },
  fixes: {
    name: {
      title: 'Name the storage class {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null, after } }) => [
        { op: 'set', at, value: wanted, after: isList(after) ? after.filter((key) => typeof key === 'string') : [] },
      ],
    },
    size: {
      title: 'Ask for {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['storageClassName', 'accessModes'] }],
    },
    single: {
      title: 'Make it ReadWriteOnce',
      safe: false,
      patches: ({ at }, { document }) => {
        const modes = valueAt(document, at.slice(0, -1));
        const isThere = isList(modes) && modes.includes('ReadWriteOnce');
        return isThere ? [{ op: 'remove', at }] : [{ op: 'set', at, value: 'ReadWriteOnce' }];
      },
    },
  },
});

function classProblem(claim: DatabaseClaim, inventory: Inventory): Found {
  const { classAt, classAfter } = claim;
  const wanted = classOf(inventory);
  const data = { claim: titleOfClaim(claim), suggestion: wanted === undefined ? '' : `, such as "${wanted}",` };
  if (wanted === undefined) return { at: classAt, message: 'default', data, fixes: [] };
  return { at: classAt, message: 'default', data: { ...data, wanted, after: classAfter }, fixes: ['name'] };
}

/** Words in the names of storage classes that are made for databases. */
const FAST = /ssd|fast|premium|perf|gp3|io[12](?:-|$)|nvme|(?:^|-)(?:db|database|retain)(?:-|$)/i;

/** The storage class of the workspace that is made for databases by its name, if there is just one. */
function classOf(inventory: Inventory): string | undefined {
  const names = inventory.ofKind('StorageClass').flatMap(({ resource: { name } }) => (name !== undefined && FAST.test(name) ? [name] : []));
  const [only, ...others] = new Set(names);
  return others.length === 0 ? only : undefined;
}

function* sizeProblem(claim: DatabaseClaim, smallest: string): Iterable<Found> {
  const { size = null, sizeAt, isSizeRequired } = claim;
  const data = { claim: titleOfClaim(claim), wanted: smallest };
  if (size === null) {
    if (isSizeRequired) yield { at: sizeAt, message: 'unsized', level: 'error', data, fixes: ['size'] };
    return;
  }
  const found = parseQuantity(size);
  const least = parseQuantity(smallest);
  if (found === undefined || least === undefined || found.value >= least.value) return;
  yield { at: sizeAt, message: 'small', data: { ...data, found: found.text }, fixes: ['size'] };
}
