import { describe, expect, test } from 'vitest';
import statefulsetService from '../../../server/src/rules/availability/statefulset-service.ts';
import config from '../../../server/src/rules/references/config.ts';
import ingressBackend from '../../../server/src/rules/references/ingress-backend.ts';
import ingressConflict from '../../../server/src/rules/references/ingress-conflict.ts';
import role from '../../../server/src/rules/references/role.ts';
import serviceAccount from '../../../server/src/rules/references/service-account.ts';
import servicePort from '../../../server/src/rules/references/service-port.ts';
import serviceSelector from '../../../server/src/rules/references/service-selector.ts';
import duplicateResource from '../../../server/src/rules/schema/duplicate-resource.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { analyze, findingsOf } from '../check.ts';

/** The levels of a rule's findings in files, by their paths. */
function levels(rule: Rule, texts: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.entries(texts).map(([path, text]) => ({ uri: `file:///workspace/${path}`, text }));
  const analyzer = analyze(files, [rule]);
  return files.flatMap(({ uri }) => findingsOf(analyzer, uri)).map(({ finding }) => finding.level);
}

function object(apiVersion: string, kind: string, name: string, rest: string, namespace = 'shop'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\n${rest}\n`;
}

const pod = (name: string, spec: string, namespace?: string): string =>
  object('v1', 'Pod', name, `spec: {containers: [{name: main, image: "web:1"}], ${spec}}`, namespace);
const service = (name: string, spec: string, namespace?: string): string => object('v1', 'Service', name, `spec: {${spec}}`, namespace);
const ingress = (name: string): string =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    name,
    'spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}',
  );
const set = (replicas: number): string =>
  object('apps/v1', 'StatefulSet', 'db', `spec: {serviceName: peers, replicas: ${replicas}, template: {spec: {containers: []}}}`);
const account = (name: string, namespace?: string): string => object('v1', 'ServiceAccount', name, '', namespace);
const binding = object(
  'rbac.authorization.k8s.io/v1',
  'RoleBinding',
  'reader',
  'roleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: ServiceAccount, name: reader, namespace: shop}]',
);

describe('what is not found is information unless others are in that namespace', () => {
  test.each<[rule: Rule, text: string, other: (namespace: string) => string, level: string]>([
    [ingressBackend, ingress('web'), (namespace) => service('unlike', 'ports: [{port: 80}]', namespace), 'error'],
    [
      config,
      pod('web', 'volumes: [{name: v, configMap: {name: settings}}]'),
      (namespace) => object('v1', 'ConfigMap', 'unlike', '', namespace),
      'warning',
    ],
    [serviceAccount, pod('web', 'serviceAccountName: web'), (namespace) => account('unlike', namespace), 'warning'],
    [role, binding, (namespace) => account('unlike', namespace), 'warning'],
    [statefulsetService, set(3), (namespace) => service('unlike', 'ports: [{port: 80}]', namespace), 'error'],
    [statefulsetService, set(1), (namespace) => service('unlike', 'ports: [{port: 80}]', namespace), 'warning'],
  ])('$id', (rule, text, other, level) => {
    expect(levels(rule, { 'a.yaml': text })).toEqual(['info']);
    expect(levels(rule, { 'a.yaml': text, 'other/b.yaml': other('shop') })).toEqual([level]);
    expect(levels(rule, { 'a.yaml': text, 'other/b.yaml': other('blog') })).toEqual(['info']);
  });
});

describe('a Service that selects no pods', () => {
  const selecting = (labels: string, namespace?: string): string => service('web', `selector: {${labels}}`, namespace);
  const others = pod('unlike', '').replace('name: unlike', 'name: unlike, labels: {app: unlike}');

  test.each([
    ['an error beside others of its namespace', { 'a/web.yaml': selecting('app: web'), 'b/pod.yaml': others }, 'error'],
    ['a warning where pods are in others only', { 'web.yaml': selecting('app: web', 'blog'), 'pod.yaml': others }, 'warning'],
    ['information on its own', { 'web.yaml': selecting('app: web') }, 'info'],
    ["information by an operator's label", { 'web.yaml': selecting('example.com/cluster: web'), 'pod.yaml': others }, 'info'],
  ])('is %s', (_, texts, level) => {
    expect(levels(serviceSelector, texts)).toEqual([level]);
  });
});

test('a port by number is information, by name an error', () => {
  const web = pod('web', '')
    .replace('name: web', 'name: web, labels: {app: web}')
    .replace('image: "web:1"', 'image: "web:1", ports: [{containerPort: 8080}]');
  const leading = (target: string): string => service('web', `selector: {app: web}, ports: [{port: 80, targetPort: ${target}}]`);
  expect(levels(servicePort, { 'web.yaml': `${web}---\n${leading('8081')}` })).toEqual(['info']);
  expect(levels(servicePort, { 'web.yaml': `${web}---\n${leading('http')}` })).toEqual(['error']);
});

test('Ingresses of one folder are in conflict, those of two may be for two clusters', () => {
  expect(levels(ingressConflict, { 'a.yaml': ingress('a'), 'b.yaml': ingress('b') })).toEqual(['warning']);
  expect(levels(ingressConflict, { 'a/a.yaml': ingress('a'), 'b/b.yaml': ingress('b') })).toEqual(['info']);
});

test('of two manifests for one object the last wins, where kustomize does not refuse them', () => {
  const twice = { 'a.yaml': account('web'), 'b.yaml': account('web') };
  expect(levels(duplicateResource, twice)).toEqual(['warning']);
  expect(levels(duplicateResource, { ...twice, 'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n' })).toEqual(['error']);
});
