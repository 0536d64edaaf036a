import { describe, expect, test } from 'vitest';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { createSchemas } from '../../../server/src/schema/schemas.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { readSchema, schemas } from '../../schemas.ts';
import { problems, resources } from './load.ts';

const head = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: chat}\n`;

describe('custom kinds of well-known projects are validated', () => {
  test.each<[apiVersion: string, kind: string, rest: string, wrong: string, at: string]>([
    [
      'cert-manager.io/v1',
      'Certificate',
      'spec: {secretName: tls, dnsNames: [a.b], issuerRef: {name: ca, kind: ClusterIssuer}}',
      'dnsNames: [a.b]',
      'spec.dnsNames',
    ],
    [
      'cert-manager.io/v1',
      'ClusterIssuer',
      'spec: {acme: {server: x, privateKeySecretRef: {name: k}, solvers: [{http01: {ingress: {ingressClassName: nginx}}}]}}',
      'server: x',
      'spec.acme.server',
    ],
    [
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      'spec: {selector: {matchLabels: {a: b}}, endpoints: [{port: http, interval: 30s}]}',
      'port: http',
      'spec.endpoints.0.port',
    ],
    [
      'monitoring.coreos.com/v1',
      'Prometheus',
      'spec: {replicas: 2, resources: {requests: {memory: 4Gi}}, topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]}',
      'memory: 4Gi',
      'spec.resources.requests.memory',
    ],
    [
      'monitoring.coreos.com/v1',
      'PrometheusRule',
      'spec: {groups: [{name: a, rules: [{alert: Down, expr: up == 0, for: 5m}]}]}',
      'name: a',
      'spec.groups.0.name',
    ],
    [
      'argoproj.io/v1alpha1',
      'Application',
      'spec: {project: p, source: {repoURL: u, path: d}, destination: {namespace: chat}, syncPolicy: {automated: {prune: true}}}',
      'prune: true',
      'spec.syncPolicy.automated.prune',
    ],
    [
      'argoproj.io/v1alpha1',
      'Rollout',
      'spec: {strategy: {canary: {steps: [{setWeight: 20}, {pause: {duration: 1h}}]}}, template: {spec: {containers: [{name: a, image: b}]}}}',
      'image: b',
      'spec.template.spec.containers.0.image',
    ],
    [
      'keda.sh/v1alpha1',
      'ScaledObject',
      'spec: {scaleTargetRef: {name: w}, triggers: [{type: cpu, metadata: {value: "60"}}]}',
      'type: cpu',
      'spec.triggers.0.type',
    ],
    [
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: s, port: 80, weight: 1}]}]}',
      'port: 80',
      'spec.rules.0.backendRefs.0.port',
    ],
    [
      'networking.istio.io/v1',
      'VirtualService',
      'spec: {hosts: [h], http: [{route: [{destination: {host: h, port: {number: 80}}}]}]}',
      'number: 80',
      'spec.http.0.route.0.destination.port.number',
    ],
    ['security.istio.io/v1', 'PeerAuthentication', 'spec: {mtls: {mode: STRICT}}', 'mode: STRICT', 'spec.mtls.mode'],
    [
      'traefik.io/v1alpha1',
      'IngressRoute',
      'spec: {routes: [{match: Host(`a`), kind: Rule, services: [{name: s, port: http}]}]}',
      'name: s',
      'spec.routes.0.services.0.name',
    ],
    [
      'external-secrets.io/v1',
      'ExternalSecret',
      'spec: {secretStoreRef: {name: s}, target: {name: t}, data: [{secretKey: k, remoteRef: {key: r}}]}',
      'secretKey: k',
      'spec.data.0.secretKey',
    ],
    [
      'postgresql.cnpg.io/v1',
      'Cluster',
      'spec: {instances: 3, storage: {size: 10Gi}, postgresql: {parameters: {a: b}}}',
      'instances: 3',
      'spec.instances',
    ],
  ])('%s %s', (apiVersion, kind, rest, right, at) => {
    const text = `${head(apiVersion, kind)}${rest}\n`;
    expect(problems(schemas, text)).toEqual([]);
    const [name = ''] = right.split(':');
    const wrong = text.replace(right, `${name}: {wrong: {}}`);
    expect(problems(schemas, wrong).map((problem) => problem.at.join('.').startsWith(at))).toContain(true);
    const known = schemas.kind(apiVersion, kind, schemas.newest);
    expect(known?.custom?.from).toBe('release');
    const [resource] = resources(text);
    expect(schemas.describe(resource!, ['spec'], schemas.newest)?.type).toBeDefined();
  });

  test('in the version of Kubernetes aimed at, where they hold what Kubernetes defines', () => {
    const text = `${head('argoproj.io/v1alpha1', 'Rollout')}spec: {template: {spec: {hostnameOverride: a, containers: []}}}\n`;
    expect(problems(schemas, text, '1.36')).toEqual([]);
    expect(problems(schemas, text, '1.30')).toMatchObject([{ type: 'unknown-property', property: 'hostnameOverride', since: '1.34' }]);
  });
});

test('what lives in no namespace is known', () => {
  const scopeOf = (apiVersion: string, kind: string) => schemas.kind(apiVersion, kind, schemas.newest)?.namespaced;
  expect(scopeOf('cert-manager.io/v1', 'ClusterIssuer')).toBe(false);
  expect(scopeOf('cert-manager.io/v1', 'Issuer')).toBe(true);
  expect(scopeOf('postgresql.cnpg.io/v1', 'Cluster')).toBe(true);
  expect(scopeOf('gateway.networking.k8s.io/v1', 'GatewayClass')).toBe(false);
});

test.each<[apiVersion: string, kind: string, wanted: string | undefined]>([
  ['cert-manager.io/v1alpha2', 'Certificate', 'cert-manager.io/v1/Certificate'],
  ['cert-manager.io/v1', 'Certifcate', 'cert-manager.io/v1/Certificate'],
  ['monitoring.coreos.com/v1', 'ServiceMonitr', 'monitoring.coreos.com/v1/ServiceMonitor'],
  ['monitoring.coreos.co/v1', 'ServiceMonitor', 'monitoring.coreos.com/v1/ServiceMonitor'],
  ['example.com/v1', 'ServiceMonitor', undefined],
  ['argoproj.io/v1alpha1', 'Workflow', undefined],
])('%s %s surely means %s', (apiVersion, kind, wanted) => {
  const nearest = schemas.nearestKind(apiVersion, kind, schemas.newest);
  expect(nearest && `${nearest.apiVersion}/${nearest.kind}`).toBe(wanted);
});

test('descriptions are the project’s own, and Kubernetes’ inside of pods', () => {
  const [resource] = resources(`${head('argoproj.io/v1alpha1', 'Rollout')}spec: {template: {spec: {}}}\n`);
  const textAt = (...route: string[]) => schemas.describe(resource!, route, schemas.newest)?.description;
  expect(textAt('spec', 'progressDeadlineSeconds')).toContain('rollout');
  expect(textAt('spec', 'template', 'spec', 'nodeName')).toContain('NodeName');
});

test('a project’s files are read when one of its kinds is met, and only those', () => {
  const read: string[] = [];
  const noting = createSchemas((file) => {
    read.push(file);
    return readSchema(file);
  });
  problems(noting, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  expect(read).toEqual(['kubernetes.json']);
  problems(noting, `${head('keda.sh/v1alpha1', 'ScaledObject')}spec: {}\n`);
  expect(read).toEqual(['kubernetes.json', 'custom.json', 'custom.keda.json']);
});

describe('what a release rejects is less certain than what the cluster’s own definition rejects', () => {
  const uri = 'file:///work/certificate.yaml';
  const text = (more: string) => `${head('cert-manager.io/v1', 'Certificate')}spec: {secretName: tls, issuerRef: {name: ca}, ${more}}\n`;
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: certificates.cert-manager.io}
spec:
  group: cert-manager.io
  scope: Namespaced
  names: {kind: Certificate, plural: certificates}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
    secretName: {type: string}, issuerRef: {type: object}, isCA: {type: boolean}, later: {type: string}}}}}}}]
`;
  const found = (more: string, files: Readonly<Record<string, string>> = {}) => {
    const rules = allRules.filter(({ id }) => id === 'schema/unknown-property' || id === 'schema/invalid');
    const analyzer = new Analyzer({ schemas, settingsFor: () => defaultSettings, rules });
    for (const [other, content] of Object.entries({ ...files, [uri]: text(more) })) analyzer.set(other, content);
    return analyzer
      .analysisOf(uri)!
      .findings()
      .map(({ finding: { level, message } }) => [level, message]);
  };

  test.each<[more: string, level: string, message: string]>([
    ['later: x', 'info', 'cert-manager 1.20.2 refuses or drops it'],
    ['isCa: true', 'warning', 'did you mean `isCA`?'],
    ['privateKey: {algorithm: DSA}', 'warning', 'which is not allowed'],
    ['isCA: [true]', 'error', 'must be true or false'],
  ])('%s: %s', (more, level, message) => {
    expect(found(more)).toEqual([[level, expect.stringContaining(message)]]);
  });

  test('and the workspace’s own definition counts instead', () => {
    expect(found('later: x', { 'file:///work/crd.yaml': crd })).toEqual([]);
    expect(found('isCa: true', { 'file:///work/crd.yaml': crd })).toEqual([['error', expect.stringContaining('did you mean `isCA`?')]]);
  });
});
