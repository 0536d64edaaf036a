// Every companion by itself: what it is, and that nothing is found in it by any rule there is.
import { describe, expect, test } from 'vitest';
import { resourcesOf } from '../../../../server/src/resources/resource.ts';
import type { Resource, Workload } from '../../../../server/src/resources/types.ts';
import { workloadsIn } from '../../../../server/src/resources/workload.ts';
import { horizontalPodAutoscaler, withoutReplicas } from '../../../../server/src/rules/companions/autoscaler.ts';
import { backupCompanions } from '../../../../server/src/rules/companions/backup-cron-job.ts';
import { certificate } from '../../../../server/src/rules/companions/certificate.ts';
import { configMapSkeleton } from '../../../../server/src/rules/companions/config-map.ts';
import { disruptionBudget } from '../../../../server/src/rules/companions/disruption-budget.ts';
import { headlessService } from '../../../../server/src/rules/companions/headless-service.ts';
import { limitRange } from '../../../../server/src/rules/companions/limit-range.ts';
import { networkPolicy } from '../../../../server/src/rules/companions/network-policy.ts';
import { peerAuthentication } from '../../../../server/src/rules/companions/peer-authentication.ts';
import { backupRule, latencyRule, saturationRule } from '../../../../server/src/rules/companions/prometheus-rule.ts';
import { scaledObject } from '../../../../server/src/rules/companions/scaled-object.ts';
import { secretSkeleton } from '../../../../server/src/rules/companions/secret.ts';
import { serviceAccount } from '../../../../server/src/rules/companions/service-account.ts';
import { podMonitor, serviceMonitor } from '../../../../server/src/rules/companions/service-monitor.ts';
import { allRules } from '../../../../server/src/rules/registry.ts';
import { applyPatches, applySplices } from '../../../../server/src/yaml/edit.ts';
import { stringify } from '../../../../server/src/yaml/format.ts';
import { parseFile } from '../../../../server/src/yaml/parse.ts';
import type { JsonMap, Patch } from '../../../../server/src/yaml/types.ts';
import { analyze, findingsOf } from '../../../rules/check.ts';
import { API, DATABASE, MONGODB, MYSQL, WORKER } from './workloads.ts';

const URI = 'file:///workspace/app.yaml';

function workloadIn(text: string): Workload {
  const [workload] = parseFile(text).documents.flatMap(({ document }) => workloadsIn(document));
  if (workload === undefined) throw new Error('no workload in the text');
  return workload;
}

function resourceIn(text: string, kind: string): Resource {
  const found = parseFile(text)
    .documents.flatMap(({ document }) => resourcesOf(document))
    .find((resource) => resource.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} in the text`);
  return found;
}

const api = workloadIn(API);
const worker = workloadIn(WORKER);
const database = workloadIn(DATABASE);

/** What is made, of which manifests, and what else its fix changes in those. */
type Made = readonly [name: string, text: string, companion: JsonMap | readonly JsonMap[] | undefined, patches?: readonly Patch[]];

const COMPANIONS: readonly Made[] = [
  ['a budget', API, disruptionBudget(api, 3, '1.36')],
  ['a budget of many pods', API, disruptionBudget(api, 20, '1.36')],
  ['an autoscaler', API, horizontalPodAutoscaler(api, 'small-team'), withoutReplicas(api)],
  ['a scaler by RabbitMQ', WORKER, scaledObject(worker, { product: 'rabbitmq', variable: 'AMQP_URL', name: 'embeddings' }, 'small-team')],
  ['a scaler by Redis', WORKER, scaledObject(worker, { product: 'redis', variable: 'REDIS_ADDRESS', name: 'jobs' }, 'small-team')],
  ['a service account', API, serviceAccount(api.resource, { token: false })],
  ['a network policy that lets nobody in', API, networkPolicy(api, { ingress: [], egress: [] })],
  [
    'a network policy',
    API,
    networkPolicy(api, {
      ingress: [
        { who: 'pods', labels: { 'app.kubernetes.io/name': 'gateway' }, ports: [{ port: 'http' }] },
        { who: 'pods', labels: { 'app.kubernetes.io/name': 'prometheus' }, namespace: 'monitoring', ports: [{ port: 'metrics' }] },
      ],
      egress: [{ who: 'pods', labels: { app: 'postgres' }, ports: [{ port: 5432 }] }],
    }),
  ],
  ['a service monitor', API, serviceMonitor(resourceIn(API, 'Service'), api.resource, { port: 'metrics' })],
  ['a pod monitor', API, podMonitor(api, { port: 'metrics', path: '/internal/metrics' })],
  ['a latency alert', API, latencyRule(api.resource, 3)],
  ['saturation alerts', API, saturationRule(api.resource)],
  ['backup alerts', DATABASE, backupRule({ ...database.resource, name: 'postgres-backup' })],
  ['a backup of PostgreSQL', DATABASE, backupCompanions(database, 'PostgreSQL', '1.36')],
  ['a backup of MySQL', MYSQL, backupCompanions(workloadIn(MYSQL), 'MySQL', '1.36')],
  ['a backup of MongoDB', MONGODB, backupCompanions(workloadIn(MONGODB), 'MongoDB', '1.36')],
  ['a headless Service', DATABASE, headlessService(database)],
  ['limits of a namespace', API, limitRange('assistant', 'growing-team')],
  ['a policy of mutual TLS', API, peerAuthentication('assistant')],
  [
    'a certificate',
    API,
    certificate(api.resource, {
      hosts: ['chat.example.com'],
      secretName: 'chat-tls',
      issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' },
    }),
  ],
  ['a ConfigMap', API, configMapSkeleton(api.resource, 'chat-api-settings', ['LOG_LEVEL'])],
  ['a Secret', API, secretSkeleton(api.resource, 'chat-api-tokens', ['MODEL_API_KEY'])],
];

describe.each(COMPANIONS.map(([name, ...made]) => [name, made] as const))('%s', (name, [text, companion, patches = []]) => {
  const written = (Array.isArray(companion) ? companion : [companion]).map((one) => `${stringify(one ?? null)}\n`).join('---\n');

  test('is written as people would', async () => {
    await expect(written).toMatchFileSnapshot(`expected/${name.toLowerCase().replaceAll(' ', '-')}.yaml`);
  });

  test('adds no finding', () => {
    const { document } = parseFile(text).documents[0]!;
    const changed = applySplices(text, applyPatches(document, patches)!);
    expect(added(text, `${changed}---\n${written}`)).toEqual([]);
  });
});

/**
 * The findings of all rules in the strict profile that were not there before, but for kinds that no schema is known for, and for the Secret
 * of a database, which its manifest lacks as well.
 */
function added(before: string, after: string): readonly string[] {
  const known = findings(before);
  return findings(after).filter((finding) => {
    const index = known.indexOf(finding);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function findings(text: string): string[] {
  const analyzer = analyze([{ uri: URI, text }], allRules);
  const found = findingsOf(analyzer, URI).map(({ finding }) => `${finding.rule} ${finding.resource?.kind}: ${finding.message}`);
  // The first alerts of a workspace let the rules speak that ask for others beside them.
  return found.filter(
    (finding) => !/^(?:schema\/unknown-kind|references\/config|observability\/(?:latency|saturation)-alerts?) /.test(finding),
  );
}

test.each(allRules.flatMap(({ id, fixes = {} }) => Object.entries(fixes).map(([name, fix]) => [`${id}: ${name}`, fix] as const)))(
  'the fix %s changes something or writes something, and nothing unasked',
  (_, fix) => {
    expect(fix.patches ?? fix.companions).toBeDefined();
    expect(fix.companions !== undefined && fix.safe).toBe(false);
  },
);
