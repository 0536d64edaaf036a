import { chosenTier } from '../../capacity/tiers.ts';
import { OPERATED_KINDS } from '../../resources/operated-database.ts';
import { defineRule } from '../define-rule.ts';
import { databaseInstances } from './instances.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/single-datastore',
  guide: ['database-replication'],
  level: 'info',
  scope: 'resource',
  kinds: ['Deployment', 'StatefulSet', ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'A database without replication where the team has outgrown one instance, or whose copies know nothing of each other',
    why:
      'While its only instance restarts, moves or loses its node, everybody waits, and what was not backed up may be lost. More replicas of a ' +
      'plain image are no replication: each pod has data of its own, and a Service in front of them answers from one or the other.',
    fix: 'Let an operator run a primary with at least one standby, or use a managed database. Only a person can choose, so there is no quick fix.',
    exceptions:
      'Small teams, and where nothing states a size: for them one instance with a backup is enough. Databases whose image is not known, that ' +
      'names, namespace or labels call a test or a sample, or that have a replica elsewhere in the workspace. One whose data do not even outlive ' +
      'its pod is reported by `data/datastore-deployment` alone.',
    sources: [
      'Deployment guide, high availability: database replication with suitable consistency',
      'Images of PostgreSQL, MySQL, MariaDB and MongoDB: a container is a server of its own unless it is told otherwise',
    ],
  },
  messages: {
    single:
      '{database} runs {product} as a single instance, so everybody waits while it restarts or moves; for {tier} a replica that can take over is ' +
      'wanted.',
    separate:
      '{database} runs {count} pods of {product} that are told nothing of each other, so they are {count} databases with different data behind one ' +
      'name; replication by an operator is wanted.',
  },
  *check(resource, { settings, inventory, partial }) {
    const database = partial || isTrial(resource) ? undefined : databaseInstances(resource, inventory);
    if (database === undefined) return;
    const { title, product, count, at, isPlain } = database;
    const data = { database: title, product, count };
    if (count > 1) {
      if (isPlain) yield { at, message: 'separate', level: 'warning', data };
      return;
    }
    const tier = chosenTier(settings, inventory);
    if (tier !== 'small-team' && !database.hasPeers) {
      yield { at, message: 'single', data: { ...data, tier: TEAMS[tier] }, coveredBy: 'data/datastore-deployment' };
    }
  },
});

/** Who a tier is for, as the end of a sentence. */
const TEAMS = { 'small-team': 'a small team', 'growing-team': 'a growing team', enterprise: 'an enterprise' } as const;
