import { describe, expect, test } from 'vitest';
import { servesConversations } from '../../../server/src/resources/role.ts';
import { ROLE_NAMES, roleOfName } from '../../../server/src/resources/role-words.ts';
import type { RoleName } from '../../../server/src/resources/types.ts';
import { deployment, workloadFrom } from './workspace.ts';

const roleOf = (text: string) => workloadFrom(text).role;
const image = (...images: string[]) => `containers:\n${images.map((name) => `- {name: c, image: ${name}}`).join('\n')}`;
const named = (name: string, pod?: string) => deployment(name, pod === undefined ? {} : { pod });

describe('names', () => {
  test.each<[string, RoleName | undefined]>([
    ['api-server', 'api-server'],
    ['api_servers', 'api-server'],
    ['chat-api-v2', 'api-server'],
    ['gateway-api', 'api-server'],
    ['api-gateway', 'gateway'],
    ['workers', 'worker'],
    ['redis-worker', 'worker'],
    ['worker-redis', 'cache'],
    ['event-processor', 'worker'],
    ['realtime-sync', 'realtime-sync'],
    ['realtime_sync', 'realtime-sync'],
    ['sync-processors', 'realtime-sync'],
    ['git-sync', undefined],
    ['tool-executor', 'tool-executor'],
    ['tool_executors', 'tool-executor'],
    ['code-runner', 'tool-executor'],
    ['gitlab-runner', undefined],
    ['frontend', 'frontend'],
    ['front-end', 'frontend'],
    ['web', 'frontend'],
    ['user-db', 'database'],
    ['postgres-0', 'database'],
    ['redis-cart', 'cache'],
    ['job-queue', 'queue'],
    ['ingress-nginx-controller', 'gateway'],
    ['postgres-exporter', 'monitoring'],
    ['prometheus-operator', 'monitoring'],
    ['kube-state-metrics', 'monitoring'],
    ['postgres-operator', undefined],
    ['postgres-backup', undefined],
    ['db-migrate', undefined],
    ['loadgenerator', undefined],
    ['checkout', undefined],
    ['constructor', undefined],
    ['', undefined],
    ['---', undefined],
  ])('%s → %s', (name, role) => {
    expect(roleOfName(name)?.role).toBe(role);
  });
});

test('what works for the workers and runs their image is no worker', () => {
  expect(roleOf(named('scheduler', image('registry.example.com/assistant/worker:2.4.1')))).toBeUndefined();
  expect(roleOf(named('celery-beat', image('registry.example.com/assistant/worker:2.4.1')))).toBeUndefined();
  expect(roleOf(named('mailer', image('registry.example.com/assistant/worker:2.4.1')))?.name).toBe('worker');
});

describe('a stated role', () => {
  test.each([
    ['annotation', 'metadata: {name: web, annotations: {plimsoll/role: worker}}', 'annotation plimsoll/role'],
    ['label', 'metadata: {name: web, labels: {plimsoll/role: worker}}', 'label plimsoll/role'],
  ])('by %s of the workload', (_, metadata, because) => {
    expect(roleOf(`apiVersion: apps/v1\nkind: Deployment\n${metadata}\n`)).toEqual({ name: 'worker', because });
  });

  test.each([
    ['annotations', 'annotation plimsoll/role of its pods'],
    ['labels', 'label plimsoll/role of its pods'],
  ])('by %s of its pods', (field, because) => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata:\n      ${field}: {plimsoll/role: Tool_Executor}\n`;
    expect(roleOf(text)).toEqual({ name: 'tool-executor', because });
  });

  test('that is no role is not believed', () => {
    expect(roleOf('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {plimsoll/role: constructor}}\n')?.name).toBe(
      'frontend',
    );
  });

  test('counts for a Job, which has no other', () => {
    const job = (labels: string) => roleOf(`apiVersion: batch/v1\nkind: Job\nmetadata: {name: import-worker, labels: ${labels}}\n`);
    expect(job('{plimsoll/role: worker}')?.name).toBe('worker');
    expect(job('{app: worker}')).toBeUndefined();
  });
});

describe('an inferred role says why', () => {
  test.each<[string, string, RoleName, string]>([
    ['the whole name', named('worker'), 'worker', 'its name is "worker"'],
    ["the name's end", named('chat-worker'), 'worker', 'its name ends in "-worker"'],
    ["the name's start", named('redis-cart'), 'cache', 'its name starts with "redis-"'],
    ['the middle of the name', named('acme-api-v2'), 'api-server', 'its name contains "api"'],
    ['the image of a product', named('main', image('docker.io/bitnami/postgresql:16')), 'database', 'image postgresql'],
    ['the name of an own image', named('acme', image('ghcr.io/acme/chat-api:1')), 'api-server', 'image chat-api'],
    ['the only container', named('acme', 'containers: [{name: worker}]'), 'worker', 'its container\'s name is "worker"'],
    ['a port', named('acme', 'containers: [{name: main, ports: [{containerPort: 5432}]}]'), 'database', 'port 5432 is PostgreSQL'],
    ['a label', deployment('acme', { labels: '{app: chat-api}' }), 'api-server', 'label app is "chat-api"'],
    [
      'a service that listens',
      named('chat-service', 'containers: [{name: main, ports: [{containerPort: 8080}]}]'),
      'api-server',
      'its name ends in "service" and it listens on port 8080',
    ],
  ])('by %s', (_, text, name, because) => {
    expect(roleOf(text)).toEqual({ name, because });
  });

  test('the component label wins over the name', () => {
    expect(
      roleOf('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: acme-api, labels: {app.kubernetes.io/component: worker}}\n'),
    ).toEqual({
      name: 'worker',
      because: 'label app.kubernetes.io/component is "worker"',
    });
  });
});

describe('images', () => {
  test.each<[string, string, RoleName | undefined]>([
    ['a database is one whatever its name', named('worker-state', image('postgres:16')), 'database'],
    [
      'a database with its exporter is a database',
      named('main', image('postgres:16', 'prometheuscommunity/postgres-exporter')),
      'database',
    ],
    ['an application with a cache beside it is no cache', named('chat-api', image('acme/chat', 'redis')), 'api-server'],
    ['an application behind a web server is what its name says', named('frontend', image('nginx:1.27')), 'frontend'],
    ['an operator of a database is none', named('main', image('acme/postgres-operator')), undefined],
    ['nothing known is nothing known', named('acme', image('acme/acme')), undefined],
  ])('%s', (_, text, name) => {
    expect(roleOf(text)?.name).toBe(name);
  });

  test('a sidecar says nothing of the workload', () => {
    expect(
      roleOf(
        named('acme', 'initContainers: [{name: db, image: redis, restartPolicy: Always}]\ncontainers: [{name: main, image: acme/acme}]'),
      ),
    ).toBeUndefined();
  });
});

test('four roles serve conversations', () => {
  expect(ROLE_NAMES.filter(servesConversations)).toEqual(['api-server', 'worker', 'realtime-sync', 'tool-executor']);
  expect(servesConversations(undefined)).toBe(false);
});
