import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOf } from '../../../server/src/capacity/model.ts';
import { deploymentSizing, planSizing, workloadSizing } from '../../../server/src/capacity/sizing.ts';
import { planOf } from '../../../server/src/resources/plan.ts';
import { fuzz } from '../../fuzz.ts';
import { autoscaler, deployment, documentOf, onePod, workspaceOf } from '../resources/workspace.ts';
import { settingsWith } from './settings.ts';

const GI = 2 ** 30;

const sizingIn = (files: Readonly<Record<string, string>>) => {
  const { inventory } = workspaceOf(files);
  return workloadSizing(inventory.workloads()[0]!.workload, inventory);
};
const job = (kind: string, spec: string) =>
  `apiVersion: batch/v1\nkind: ${kind}\nmetadata: {name: j}\nspec: ${kind === 'CronJob' ? `{jobTemplate: {spec: ${spec}}}` : spec}\n`;

describe('replicas', () => {
  test.each<[string, Record<string, string>, [number, number, string]]>([
    ['spec.replicas', { a: deployment('api', { replicas: 3 }) }, [3, 3, 'spec']],
    ['none given', { a: deployment('api') }, [1, 1, 'default']],
    ['what is no count', { a: deployment('api', { replicas: -2 }) }, [1, 1, 'default']],
    ['an autoscaler in another file', { a: deployment('api', { replicas: 3 }), b: autoscaler('api', 2, 10) }, [2, 10, 'autoscaler']],
    ['an autoscaler of something else', { a: deployment('api', { replicas: 3 }), b: autoscaler('web', 2, 10) }, [3, 3, 'spec']],
    ['an autoscaler with its bounds the wrong way round', { a: deployment('api'), b: autoscaler('api', 5, 2) }, [5, 5, 'autoscaler']],
    [
      'an autoscaler without a maximum',
      { a: deployment('api', { replicas: 4 }), b: autoscaler('api', 2, 9).replace(/maxReplicas.*/, '') },
      [2, 4, 'autoscaler'],
    ],
    ['a DaemonSet', { a: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: d}\n' }, [1, 1, 'per node']],
    ['a Job', { a: job('Job', '{parallelism: 4}') }, [4, 4, 'parallelism']],
    ['a Job with fewer completions', { a: job('Job', '{parallelism: 4, completions: 2}') }, [2, 2, 'parallelism']],
    ['a CronJob', { a: job('CronJob', '{parallelism: 3}') }, [3, 3, 'parallelism']],
    ['a Job without parallelism', { a: job('Job', '{}') }, [1, 1, 'default']],
    ['a Pod', { a: 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n' }, [1, 1, 'default']],
  ])('%s', (_, files, [min, max, source]) => {
    expect(sizingIn(files).replicas).toMatchObject({ min, max, source });
  });
});

describe('a workload', () => {
  test('is sized from the fewest to the most replicas', () => {
    const sizing = sizingIn({ a: deployment('api', { pod: onePod('1', '2Gi') }), b: autoscaler('api', 2, 4) });
    expect(sizing.perPod.guaranteed).toEqual({ cores: 1, bytes: 2 * GI });
    expect(sizing.guaranteed).toEqual({ min: { cores: 2, bytes: 4 * GI }, max: { cores: 4, bytes: 8 * GI } });
    expect(sizing.share?.min.conversations).toEqual({ low: 20, high: 40 });
    expect(sizing.share?.max.conversations).toEqual({ low: 40, high: 80 });
    expect(sizing).toMatchObject({ counts: true, role: { name: 'api-server' }, missing: [] });
  });

  test('of unknown amounts has no share and says why', () => {
    const sizing = sizingIn({ a: deployment('api', { pod: 'containers: [{name: app}]' }) });
    expect(sizing.share).toBeUndefined();
    expect(sizing.missing).toEqual(['container "app" has no CPU request or limit', 'container "app" has no memory request or limit']);
  });

  test('of another role does not count', () => {
    expect(sizingIn({ a: deployment('postgres', { pod: onePod('1', '2Gi') }) }).counts).toBe(false);
    expect(sizingIn({ a: deployment('acme', { pod: onePod('1', '2Gi') }) })).toMatchObject({ counts: false, role: undefined });
  });
});

describe('a LimitRange of the workspace', () => {
  const limitRange = (namespace?: string, cpu = '100m') =>
    `apiVersion: v1\nkind: LimitRange\nmetadata: {name: l${namespace ? `, namespace: ${namespace}` : ''}}\nspec: {limits: [{type: Container, default: {cpu: ${cpu}, memory: 1Gi}}]}\n`;
  const cores = (namespace: string | undefined, ...ranges: string[]) => {
    const api = deployment('api', { ...(namespace ? { namespace } : {}), pod: 'containers: [{name: app}]' });
    return sizingIn({ a: api, b: ranges.join('---\n') }).perPod.guaranteed.cores;
  };

  test('gives the defaults of its namespace', () => {
    expect(cores('shop', limitRange('shop'), limitRange('other', '1'))).toBe(0.1);
    expect(cores('shop', limitRange('other'))).toBeUndefined();
  });

  test('of an unknown namespace may be the one', () => {
    expect(cores('shop', limitRange())).toBe(0.1);
    expect(cores(undefined, limitRange('shop'))).toBe(0.1);
  });

  test('is not guessed among several', () => {
    expect(cores(undefined, limitRange('shop'), limitRange('other', '1'))).toBeUndefined();
  });
});

/** The guide's tiers as manifests. */
const tier = (api: [number, string, string], worker: [number, string, string]) => ({
  'api.yaml': deployment('api', { replicas: api[0], pod: onePod(api[1], api[2]) }),
  'worker.yaml': deployment('worker', { replicas: worker[0], pod: onePod(worker[1], worker[2]) }),
});
const SMALL = tier([2, '1000m', '2Gi'], [3, '500m', '1Gi']);
const ENTERPRISE = tier([6, '2000m', '4Gi'], [12, '1000m', '2Gi']);

describe('a deployment', () => {
  const size = (files: Readonly<Record<string, string>>, users?: number) =>
    deploymentSizing(workspaceOf(files).inventory, settingsWith({ users }));

  test("the guide's small tier is tight for its 50 users", () => {
    const sizing = size(SMALL, 50);
    expect(sizing.total.min).toEqual({ cores: 3.5, bytes: 7_516_192_768 });
    expect(sizing.capacity?.max.conversations).toEqual({ low: 0, high: 35 });
    expect(sizing).toMatchObject({ verdict: { min: 'tight', max: 'tight' }, tier: 'small-team', unknown: [], repeated: [] });
  });

  test("the guide's enterprise tier fits 500 users", () => {
    const sizing = size(ENTERPRISE, 500);
    expect(sizing.total.min).toEqual({ cores: 24, bytes: 51_539_607_552 });
    expect(sizing.capacity?.min.conversations).toEqual({ low: 217, high: 475 });
    expect(sizing).toMatchObject({ verdict: { min: 'fits', max: 'fits' }, tier: 'enterprise' });
  });

  test('the peak is carried by the autoscalers at their maximum', () => {
    const sizing = size({ ...SMALL, 'hpa.yaml': `${autoscaler('api', 2, 20)}---\n${autoscaler('worker', 3, 30)}` }, 200);
    expect(sizing.verdict).toEqual({ min: 'short', max: 'fits' });
  });

  test('databases, caches and unknown roles are listed and do not count', () => {
    const sizing = size({
      ...SMALL,
      'data.yaml': `${deployment('redis', { pod: onePod('8', '64Gi') })}---\n${deployment('acme', { pod: onePod('8', '64Gi') })}`,
    });
    expect(sizing.workloads).toHaveLength(4);
    expect(sizing.total.max.cores).toBe(3.5);
  });

  test('what is unknown is left out and named', () => {
    const sizing = size({ ...SMALL, 'more.yaml': deployment('sync-server', { pod: 'containers: [{name: app}]' }) });
    expect(sizing.unknown.map(({ workload }) => workload.resource.name)).toEqual(['sync-server']);
    expect(sizing.total.max.cores).toBe(3.5);
  });

  test('nothing known carries nothing known', () => {
    expect(size({ a: deployment('acme') }, 50)).toMatchObject({ capacity: undefined, verdict: undefined, demand: { conversations: 15 } });
  });

  test('a workload in two files counts once, one in two namespaces twice', () => {
    const copies = size({ ...SMALL, 'rendered/api.yaml': deployment('api', { replicas: 9, pod: onePod('1', '2Gi') }) });
    expect(copies.total.max.cores).toBe(3.5);
    expect(copies.repeated.map(({ uri }) => uri)).toEqual(['rendered/api.yaml']);
    const spaces = size({
      a: deployment('api', { namespace: 'one', pod: onePod('1', '2Gi') }),
      b: deployment('api', { namespace: 'two', pod: onePod('1', '2Gi') }),
    });
    expect(spaces.total.max.cores).toBe(2);
  });

  test('a copy without a namespace is one of those that have one', () => {
    const pod = onePod('1', '2Gi');
    const sizing = size({
      'a.yaml': deployment('api', { pod }),
      'x.yaml': deployment('api', { namespace: 'one', pod }),
      'y.yaml': deployment('api', { namespace: 'two', pod }),
    });
    expect(sizing.total.max.cores).toBe(2);
    expect(sizing.repeated.map(({ uri }) => uri)).toEqual(['a.yaml']);
  });

  test('patches do not count', () => {
    const patch = {
      'kustomization.yaml': 'patches: [{path: patch.yaml}]\n',
      'patch.yaml': deployment('patched-api', { pod: onePod('1', '2Gi') }),
    };
    expect(size({ ...SMALL, ...patch }).total.max.cores).toBe(3.5);
  });

  test('a workload without a name counts as itself', () => {
    const unnamed = deployment('x', { labels: '{app: api}', pod: onePod('1', '2Gi') }).replace('name: x', 'generateName: x-');
    expect(size({ a: unnamed, b: unnamed }).total.max.cores).toBe(2);
  });

  test('the whole is the sum of its parts, in any order of files, and grows with them', () => {
    const part = fc.record({
      replicas: fc.nat(5),
      cores: fc.integer({ min: 1, max: 8 }),
      gibi: fc.integer({ min: 1, max: 16 }),
      order: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const named = parts.map(({ replicas, cores, gibi, order }, index) => ({
          uri: `${order}-${index}.yaml`,
          text: deployment(`a${index}-worker`, { replicas, pod: onePod(String(cores), `${gibi}Gi`) }),
        }));
        const sizing = size(Object.fromEntries(named.map(({ uri, text }) => [uri, text])));
        const cores = parts.reduce((sum, { replicas, cores }) => sum + replicas * cores, 0);
        const bytes = parts.reduce((sum, { replicas, gibi }) => sum + replicas * gibi * GI, 0);
        expect(sizing.total).toEqual({ min: { cores, bytes }, max: { cores, bytes } });
        expect(sizing.workloads.reduce((sum, { share }) => sum + share!.max.byCpu.low, 0)).toBe(shareOf(cores, bytes).byCpu.low);
        const fewer = size(Object.fromEntries(named.slice(1).map(({ uri, text }) => [uri, text])));
        expect(fewer.capacity?.max.conversations.high ?? 0).toBeLessThanOrEqual(sizing.capacity!.max.conversations.high);
      }),
      fuzz(40),
    );
  });
});

describe('a plan', () => {
  const plan = planOf(
    documentOf(`users: 50
small_team_deployment:
  api_servers: {replicas: 2, cpu: 1000m, memory: 2Gi}
  workers: {replicas: 3, cpu: 500m, memory: 1Gi}
  cache: {replicas: 1, cpu: 4, memory: 32Gi}
enterprise_deployment:
  users: 500
  api_servers: {replicas: 6, cpu: 2000m, memory: 4Gi}
  workers: {replicas: 12, cpu: 1000m, memory: 2Gi}
growing_team_deployment:
  users: 100
  api_servers: {replicas: 6, cpu: 2000m}
`),
  )!;
  const [small, enterprise, growing] = plan.deployments.map((deployment) => planSizing(deployment, settingsWith()));

  test('is sized like manifests of the same figures', () => {
    expect(small?.total.max).toEqual({ cores: 3.5, bytes: 7_516_192_768 });
    expect(small).toMatchObject({ verdict: { max: 'tight' }, tier: 'small-team', unknown: [] });
    expect(enterprise?.capacity?.max.conversations).toEqual({ low: 217, high: 475 });
    expect(enterprise).toMatchObject({ verdict: { max: 'fits' }, tier: 'enterprise' });
  });

  test('gives each service its share', () => {
    expect(small?.services.map(({ service, counts, share }) => [service.name, counts, share?.conversations])).toEqual([
      ['api_servers', true, { low: 20, high: 40 }],
      ['workers', true, { low: 15, high: 30 }],
      ['cache', false, { low: 40, high: 80 }],
    ]);
  });

  test('with a figure missing says so', () => {
    expect(growing).toMatchObject({ capacity: undefined, verdict: undefined, tier: 'growing-team' });
    expect(growing?.unknown.map(({ service }) => service.name)).toEqual(['api_servers']);
  });
});
