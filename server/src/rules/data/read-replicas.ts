import { chosenTier } from '../../capacity/tiers.ts';
import { OPERATED_KINDS } from '../../resources/operated-database.ts';
import { defineRule } from '../define-rule.ts';
import { databaseInstances } from './instances.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/read-replicas',
  guide: ['read-replicas'],
  level: 'info',
  scope: 'resource',
  kinds: ['Deployment', 'StatefulSet', ...OPERATED_KINDS],
  workspace: true,
  docs: {
    summary: 'A database of an enterprise without a read replica',
    why:
      'Reports and analytics read much and for long. On the instance that also takes the writes of every conversation they slow those down, and ' +
      'one of them can hold up all.',
    fix: 'Add an instance and send reports to the read-only service of the operator, or use a managed read replica. There is no quick fix.',
    exceptions:
      'Other tiers, and where nothing states a size. A database that runs a single instance is reported by `data/single-datastore`, whose ' +
      'standby can take the reads. Databases whose image is not known, and tests and samples.',
    sources: ['Deployment guide, database architecture: separate read replicas for analytics and reports'],
  },
  messages: {
    none:
      '{database} runs {product} without a read replica, so that in an enterprise reports and analytics slow the writes of conversations down; at ' +
      'least one replica for reads is wanted.',
  },
  *check(resource, { settings, inventory, partial }) {
    if (partial || isTrial(resource) || chosenTier(settings, inventory) !== 'enterprise') return;
    const database = databaseInstances(resource, inventory);
    if (database === undefined || database.hasPeers || (database.count > 1 && !database.isPlain)) return;
    const { title, product, at } = database;
    yield { at, message: 'none', data: { database: title, product }, coveredBy: 'data/single-datastore' };
  },
});
