import { describe, expect, test } from 'vitest';
import { isPlanFile, planOf } from '../../../server/src/resources/plan.ts';
import { documentOf } from './workspace.ts';

/** As the guide prints it, blanks at line ends included. */
const GUIDE = `# Example container resource strategy
small_team_deployment:  # 1-50 users
  api_servers:
    replicas: 2
    cpu: "1000m"
    memory: "2Gi"
  workers:
    replicas: 3
    cpu: "500m"${' '}
    memory: "1Gi"
${'    '}
enterprise_deployment:  # 500+ users${'  '}
  api_servers:
    replicas: 6
    cpu: "2000m"
    memory: "4Gi"
  workers:
    replicas: 12
    cpu: "1000m"
    memory: "2Gi"
`;

describe("the guide's example", () => {
  const plan = planOf(documentOf(GUIDE));

  test('is a plan of two deployments', () => {
    expect(plan?.deployments.map(({ name, route, users }) => ({ name, route, users }))).toEqual([
      { name: 'small_team_deployment', route: ['small_team_deployment'], users: undefined },
      { name: 'enterprise_deployment', route: ['enterprise_deployment'], users: undefined },
    ]);
  });

  test('has services with roles and quantities', () => {
    const services = plan?.deployments[0]?.services.map(({ name, role, route, replicas, cpu, memory }) => [
      name,
      role,
      route,
      replicas,
      cpu,
      memory?.value,
    ]);
    expect(services).toEqual([
      ['api_servers', 'api-server', ['small_team_deployment', 'api_servers'], 2, { text: '1000m', value: 1 }, 2_147_483_648],
      ['workers', 'worker', ['small_team_deployment', 'workers'], 3, { text: '500m', value: 0.5 }, 1_073_741_824],
    ]);
  });

  test('is the same object every time', () => {
    const document = documentOf(GUIDE);
    expect(planOf(document)).toBe(planOf(document));
  });
});

describe('a plan is recognised', () => {
  test.each([
    ['by a deployment whose services are being typed', 'staging_deployment:\n  api_servers:\n    cpu: 1\n'],
    ['by services under `services`', 'staging_deployment:\n  services:\n    chat: {replicas: 2}\n'],
    ['by services beside users', 'users: 200\nservices:\n  api: {replicas: 2, cpu: 1, memory: 2Gi}\n'],
    ['by services beside a pattern', 'pattern: single-region\nservices: {}\n'],
  ])('%s', (_, text) => {
    expect(planOf(documentOf(text))).toBeDefined();
  });

  test.each([['file:///a/plimsoll.plan.yaml'], ['staging.plan.yml'], ['plan.yaml'], ['C:\\work\\x.plan.yaml']])(
    'by the name %s',
    (name) => {
      expect(isPlanFile(name)).toBe(true);
      expect(planOf(documentOf('users: 12\n'), name)?.deployments[0]).toMatchObject({
        name: 'deployment',
        route: [],
        users: 12,
        services: [],
      });
    },
  );

  test.each([['file:///a/plan/values.yaml'], ['masterplan.yaml'], ['plan.yaml.bak'], ['plan.json']])('not by the name %s', (name) => {
    expect(planOf(documentOf('users: 12\n'), name)).toBeUndefined();
  });
});

describe('never a plan', () => {
  test.each([
    ['a Kubernetes object', 'apiVersion: v1\nkind: ConfigMap\nusers: 3\nservices: {}\n'],
    ['a Compose file', 'services:\n  api: {image: acme/api}\nusers: 3\n'],
    ['a list', '- a\n'],
    ['nothing', '\n'],
    ['a template', 'users: {{ .x }}\n{{- if .y }}\nservices: {}\n{{- end }}\n'],
  ])('%s', (_, text) => {
    expect(planOf(documentOf(text), 'plimsoll.plan.yaml')).toBeUndefined();
  });

  test.each([['web_deployment: true\n'], ['web_deployment: {name: x}\n'], ['services: {a: {port: 1}}\n']])(
    'what only looks like it: %j',
    (text) => {
      expect(planOf(documentOf(text))).toBeUndefined();
    },
  );
});

describe('what a plan states', () => {
  const [only, ...others] =
    planOf(
      documentOf(`users: 100
peak_concurrency: 0.5
staging_deployment:
  users: 40
  services:
    chat: {replicas: 2, cpu: 1, memory: 1Gi, role: api-server}
    odd: {replicas: -1, cpu: 1 GB, role: none}
    empty: {}
    none:
`),
    )?.deployments ?? [];

  test('at the root holds where a deployment is silent', () => {
    expect(only).toMatchObject({ users: 40, conversations: undefined, peakConcurrency: 0.5 });
    expect(others).toEqual([]);
  });

  test('a role is stated where the name does not tell it', () => {
    expect(only?.services.map(({ name, role }) => [name, role])).toEqual([
      ['chat', 'api-server'],
      ['odd', undefined],
      ['empty', undefined],
    ]);
  });

  test('that can not be is unknown', () => {
    expect(only?.services[1]).toMatchObject({ replicas: undefined, cpu: undefined });
  });
});
