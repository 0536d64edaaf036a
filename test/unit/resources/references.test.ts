import { describe, expect, test } from 'vitest';
import { referencesOf } from '../../../server/src/resources/references.ts';
import { valueAt } from '../../../server/src/yaml/value.ts';
import { deployment, resourceOf } from './workspace.ts';

/** References in short: what for, what, where, keys and port; `?` marks what Kubernetes does without, `*` what may be in any namespace. */
function inShort(text: string): readonly string[] {
  const resource = resourceOf(text);
  return referencesOf(resource).map(({ target, name, namespace, anywhere, keys, port, optional, via, route, part }) => {
    const written = String(valueAt(resource.document, route));
    expect(part ? written.slice(part.start, part.end) : written).toBe(name);
    for (const key of keys) expect(valueAt(resource.document, key.route)).toBe(key.name);
    if (port) expect(valueAt(resource.document, port.route)).toBe(port.value);
    const marks = `${optional ? '?' : ''}${anywhere ? '*' : ''}`;
    const where = namespace === undefined ? '' : `${namespace}/`;
    const rest = [...keys.map((key) => `.${key.name}`), port === undefined ? '' : `:${port.value}`].join('');
    return `${via}: ${target.kinds.join('|')} ${where}${name}${rest}${marks}`;
  });
}

function object(apiVersion: string, kind: string, body: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n${body}\n`;
}

describe('pods', () => {
  const POD = `
containers:
- name: c
  env:
  - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}
  - {name: B, valueFrom: {secretKeyRef: {name: keys, key: b, optional: true}}}
  envFrom: [{configMapRef: {name: all}}, {secretRef: {name: some, optional: true}}]
initContainers:
- {name: i, envFrom: [{secretRef: {name: start}}]}
volumes:
- {name: v, configMap: {name: files, items: [{key: one, path: 1}, {key: two, path: 2}]}}
- {name: w, secret: {secretName: tls}}
- {name: p, projected: {sources: [{configMap: {name: part}}, {secret: {name: other, items: [{key: k, path: k}]}}]}}
- {name: d, persistentVolumeClaim: {claimName: data}}
- {name: x, csi: {driver: d, nodePublishSecretRef: {name: mount}}}
- {name: e, emptyDir: {}}
imagePullSecrets: [{name: registry}]
serviceAccountName: robot
priorityClassName: high
runtimeClassName: gvisor
`;
  test('name ConfigMaps, Secrets, claims, accounts and classes', () => {
    expect(inShort(deployment('api', { pod: POD }))).toEqual([
      'env: ConfigMap settings.a',
      'env: Secret keys.b?',
      'envFrom: ConfigMap all',
      'envFrom: Secret some?',
      'envFrom: Secret start',
      'volume: ConfigMap files.one.two',
      'volume: Secret tls',
      'volume: ConfigMap part',
      'volume: Secret other.k',
      'volume: PersistentVolumeClaim data',
      'volume: Secret mount',
      'imagePullSecrets: Secret registry',
      'serviceAccountName: ServiceAccount robot',
      'priorityClassName: PriorityClass high*',
      'runtimeClassName: RuntimeClass gvisor*',
    ]);
  });

  test.each([
    ['batch/v1', 'CronJob', 'spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: a}}}}}'],
    ['v1', 'Pod', 'spec: {serviceAccountName: a}'],
    ['argoproj.io/v1alpha1', 'Rollout', 'spec: {template: {spec: {serviceAccountName: a}}}'],
    ['keda.sh/v1alpha1', 'ScaledJob', 'spec: {jobTargetRef: {template: {spec: {serviceAccountName: a}}}}'],
    ['serving.knative.dev/v1', 'Service', 'spec: {template: {spec: {serviceAccountName: a}}}'],
  ])('are found in a %s %s', (apiVersion, kind, body) => {
    expect(inShort(object(apiVersion, kind, body))).toEqual(['serviceAccountName: ServiceAccount a']);
  });
});

test.each<[kind: string, body: string, expected: readonly string[]]>([
  [
    'apps/v1 StatefulSet',
    'spec: {serviceName: db, volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: fast}}]}',
    ['serviceName: Service db', 'storageClassName: StorageClass fast*'],
  ],
  ['v1 PersistentVolumeClaim', 'spec: {storageClassName: "", volumeName: pv}', ['volumeName: PersistentVolume pv*']],
  [
    'autoscaling/v2 HorizontalPodAutoscaler',
    'spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}',
    ['scaleTargetRef: Deployment a'],
  ],
  [
    'keda.sh/v1alpha1 ScaledObject',
    'spec: {scaleTargetRef: {name: a}, triggers: [{authenticationRef: {name: t}}]}',
    ['scaleTargetRef: Deployment a', 'authenticationRef: TriggerAuthentication t'],
  ],
  [
    'keda.sh/v1alpha1 TriggerAuthentication',
    'spec: {secretTargetRef: [{parameter: p, name: s, key: k}]}',
    ['trigger credentials: Secret s.k'],
  ],
  [
    'autoscaling.k8s.io/v1 VerticalPodAutoscaler',
    'spec: {targetRef: {apiVersion: apps/v1, kind: StatefulSet, name: a}}',
    ['targetRef: StatefulSet a'],
  ],
  [
    'networking.k8s.io/v1 Ingress',
    'spec: {ingressClassName: nginx, tls: [{secretName: t}], defaultBackend: {service: {name: d, port: {number: 80}}}, rules: [{http: {paths: [{backend: {service: {name: a, port: {name: http}}}}]}}]}',
    ['ingress backend: Service d:80', 'ingress backend: Service a:http', 'tls: Secret t', 'ingressClassName: IngressClass nginx*'],
  ],
  ['extensions/v1beta1 Ingress', 'spec: {backend: {serviceName: a, servicePort: http}}', ['ingress backend: Service a:http']],
  [
    'gateway.networking.k8s.io/v1 HTTPRoute',
    'spec: {parentRefs: [{name: g, namespace: edge}], rules: [{backendRefs: [{name: a, port: 80}, {kind: ServiceImport, group: multicluster.x-k8s.io, name: b}]}]}',
    ['parent: Gateway edge/g', 'backend: Service a:80', 'backend: ServiceImport b'],
  ],
  [
    'gateway.networking.k8s.io/v1 Gateway',
    'spec: {gatewayClassName: c, listeners: [{tls: {certificateRefs: [{name: t}]}}]}',
    ['gatewayClassName: GatewayClass c*', 'tls: Secret t'],
  ],
  [
    'traefik.io/v1alpha1 IngressRoute',
    'spec: {tls: {secretName: t}, routes: [{services: [{name: a, port: 80}, {name: w, kind: TraefikService}], middlewares: [{name: m, namespace: edge}]}]}',
    ['backend: Service a:80', 'backend: TraefikService w', 'middleware: Middleware edge/m', 'tls: Secret t'],
  ],
  [
    'networking.istio.io/v1 VirtualService',
    'spec: {gateways: [mesh, edge/g], http: [{route: [{destination: {host: a, port: {number: 80}}}, {destination: {host: b.shop.svc.cluster.local}}, {destination: {host: example.com}}]}]}',
    ['destination: Service a:80', 'destination: Service shop/b', 'gateway: Gateway edge/g'],
  ],
  ['networking.istio.io/v1 DestinationRule', 'spec: {host: a.shop.svc}', ['host: Service shop/a']],
  ['networking.istio.io/v1 Gateway', 'spec: {servers: [{tls: {credentialName: t}}]}', ['tls: Secret t*']],
  ['cert-manager.io/v1 Certificate', 'spec: {secretName: t, issuerRef: {kind: ClusterIssuer, name: i}}', ['issuerRef: ClusterIssuer i']],
  [
    'rbac.authorization.k8s.io/v1 RoleBinding',
    'roleRef: {kind: Role, name: r}\nsubjects: [{kind: ServiceAccount, name: a, namespace: ns}, {kind: User, name: u}, {kind: Group, name: g}]',
    ['roleRef: Role r', 'subject: ServiceAccount ns/a'],
  ],
  ['v1 ServiceAccount', 'imagePullSecrets: [{name: a}]\nsecrets: [{name: b}]', ['secrets: Secret b', 'imagePullSecrets: Secret a']],
  [
    'external-secrets.io/v1 ExternalSecret',
    'spec: {secretStoreRef: {kind: ClusterSecretStore, name: s}}',
    ['secret store: ClusterSecretStore s'],
  ],
  [
    'argoproj.io/v1alpha1 Rollout',
    'spec: {workloadRef: {apiVersion: apps/v1, kind: Deployment, name: a}, strategy: {canary: {stableService: s, analysis: {templates: [{templateName: t}]}}}}',
    ['workloadRef: Deployment a', 'rollout service: Service s', 'analysis: AnalysisTemplate|ClusterAnalysisTemplate t'],
  ],
  [
    'monitoring.coreos.com/v1 ServiceMonitor',
    'spec: {endpoints: [{basicAuth: {password: {name: s, key: p}}}]}',
    ['scrape credentials: Secret s.p'],
  ],
  ['postgresql.cnpg.io/v1 ScheduledBackup', 'spec: {cluster: {name: c}}', ['cluster: Cluster c']],
])('a %s refers to others', (head, body, expected) => {
  const [apiVersion = '', kind = ''] = head.split(' ');
  expect(inShort(object(apiVersion, kind, body))).toEqual(expected);
});

test('annotations of an Ingress name issuers, Secrets in their namespace, and several plugins', () => {
  const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: x
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
    nginx.ingress.kubernetes.io/auth-secret: edge/users
    konghq.com/plugins: limit, cors
`;
  expect(inShort(text)).toEqual([
    'cert-manager: ClusterIssuer letsencrypt*',
    'auth-secret: Secret edge/users',
    'plugins: KongPlugin|KongClusterPlugin limit',
    'plugins: KongPlugin|KongClusterPlugin cors',
  ]);
});

test.each([
  ['spec: {template: {spec: {containers: {a: b}, volumes: [null, 1], imagePullSecrets: [{}], serviceAccountName: {}}}}'],
  ['spec: {template: {spec: {serviceAccountName: ""}}}'],
  ['spec: []'],
])('what is half typed refers to nothing: %s', (body) => {
  expect(inShort(object('apps/v1', 'Deployment', body))).toEqual([]);
});
