import { describe, expect, test } from 'vitest';
import { isLongRunning, requestOf } from '../../../server/src/resources/container.ts';
import { WORKLOAD_KINDS, workloadOf, workloadsIn } from '../../../server/src/resources/workload.ts';
import { documentOf, resourceOf, workloadFrom } from './workspace.ts';

const POD = `initContainers:
- name: migrate
  image: acme/migrate:1
- name: proxy
  restartPolicy: Always
containers:
- name: api
  image: acme/api:1
  ports:
  - {name: http, containerPort: 8080}
  - {containerPort: 9090, protocol: UDP}
  resources:
    requests: {cpu: 500m}
    limits: {cpu: "1", memory: 1Gi, nvidia.com/gpu: 1, storage: lots}
- image: acme/unnamed
- broken`;

const indented = (text: string, by: number) => text.replaceAll('\n', `\n${' '.repeat(by)}`);

describe('workloadOf', () => {
  test.each([
    ['apps/v1', 'Deployment', ['spec', 'template']],
    ['apps/v1', 'StatefulSet', ['spec', 'template']],
    ['apps/v1', 'DaemonSet', ['spec', 'template']],
    ['apps/v1', 'ReplicaSet', ['spec', 'template']],
    ['v1', 'ReplicationController', ['spec', 'template']],
    ['v1', 'Pod', []],
    ['batch/v1', 'Job', ['spec', 'template']],
    ['batch/v1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ])('finds the pod of %s %s', (apiVersion, kind, template) => {
    const head = template.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n');
    const depth = template.length * 2;
    const body = indented(`\nspec:\n  ${indented(POD, 2)}`, depth);
    const workload = workloadFrom(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n${head}${body}\n`);
    expect(workload).toMatchObject({ kind, templateRoute: template, podSpecRoute: [...template, 'spec'] });
    expect(workload.containers.map(({ name }) => name)).toEqual(['migrate', 'proxy', 'api', '#1']);
    expect(workload.longRunning).toBe(kind !== 'Job' && kind !== 'CronJob');
  });

  test('knows exactly these kinds', () => {
    expect([...WORKLOAD_KINDS].sort()).toEqual([
      'CronJob',
      'DaemonSet',
      'Deployment',
      'Job',
      'Pod',
      'ReplicaSet',
      'ReplicationController',
      'StatefulSet',
    ]);
  });

  test.each([
    ['v1', 'Service'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['apps.kruise.io/v1', 'StatefulSet'],
    ['v1', 'Deployment'],
    ['apps/v1', 'constructor'],
  ])('%s %s runs no pods that we know of', (apiVersion, kind) => {
    expect(workloadOf(resourceOf(`apiVersion: ${apiVersion}\nkind: ${kind}\n`))).toBeUndefined();
  });

  test('replicas are what is written, where the kind has them', () => {
    expect(workloadFrom('apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 3}\n').replicas).toBe(3);
    expect(workloadFrom('apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: "3"}\n').replicas).toBeUndefined();
    expect(workloadFrom('apiVersion: apps/v1\nkind: Deployment\n').replicas).toBeUndefined();
    expect(workloadFrom('apiVersion: apps/v1\nkind: DaemonSet\nspec: {replicas: 3}\n').replicas).toBeUndefined();
  });

  test('a half-typed workload has an empty pod', () => {
    const workload = workloadFrom('apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n');
    expect(workload.podSpec).toEqual({});
    expect(workload.containers).toEqual([]);
    expect(workload.podLabels).toEqual({});
  });

  test('pods of a bare Pod have its own labels', () => {
    expect(workloadFrom('apiVersion: v1\nkind: Pod\nmetadata: {labels: {app: a}}\nspec: {}\n').podLabels).toEqual({ app: 'a' });
  });

  test('routes are absolute in a list', () => {
    const [workload] = workloadsIn(
      documentOf('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: {containers: [{name: a}]}\n'),
    );
    expect(workload?.containers[0]?.route).toEqual(['items', 0, 'spec', 'containers', 0]);
  });
});

describe('containers', () => {
  const { containers } = workloadFrom(`apiVersion: v1\nkind: Pod\nspec:\n  ${indented(POD, 2)}\n`);
  const [migrate, proxy, api, unnamed] = containers;

  test('are told apart by what runs for how long', () => {
    expect(containers.map(({ kind }) => kind)).toEqual(['init', 'sidecar', 'container', 'container']);
    expect(containers.map(isLongRunning)).toEqual([false, true, true, true]);
  });

  test('have routes into the manifest', () => {
    expect(migrate?.route).toEqual(['spec', 'initContainers', 0]);
    expect(proxy?.route).toEqual(['spec', 'initContainers', 1]);
    expect(unnamed?.route).toEqual(['spec', 'containers', 1]);
  });

  test('have ports with the default protocol', () => {
    expect(api?.ports).toEqual([
      { route: ['spec', 'containers', 0, 'ports', 0], name: 'http', port: 8080, protocol: 'TCP' },
      { route: ['spec', 'containers', 0, 'ports', 1], name: undefined, port: 9090, protocol: 'UDP' },
    ]);
  });

  test('keep requests and limits apart, without what is no quantity', () => {
    expect(Object.keys(api?.requests ?? {})).toEqual(['cpu']);
    expect(Object.keys(api?.limits ?? {})).toEqual(['cpu', 'memory', 'nvidia.com/gpu']);
  });

  test('a limit is a request where there is none', () => {
    expect(requestOf(api!, 'cpu')?.text).toBe('500m');
    expect(requestOf(api!, 'memory')?.text).toBe('1Gi');
    expect(requestOf(api!, 'ephemeral-storage')).toBeUndefined();
    expect(requestOf(unnamed!, 'cpu')).toBeUndefined();
  });

  test('know their workload', () => {
    expect(api?.workload.containers).toContain(api);
  });
});
