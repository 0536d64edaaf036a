import { expect, test } from 'vitest';
import { definitionsOf } from '../../../server/src/resources/definitions.ts';
import { valueAt } from '../../../server/src/yaml/value.ts';
import { resourceOf } from './workspace.ts';

/** Definitions in short: who makes it, what, keys and ports. */
function inShort(head: string, body: string, metadata = '{name: x}'): readonly string[] {
  const [apiVersion, kind] = head.split(' ');
  const resource = resourceOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${body}\n`);
  return definitionsOf(resource).map(({ by, kind, name, keys, ports, route }) => {
    expect(name).toContain(valueAt(resource.document, route));
    const shown = [keys && `{${keys.map((key) => key.name)}}`, ports && `:${ports.map((port) => port.name ?? port.number)}`];
    return [`${by}: ${kind} ${name}`, ...shown.filter((part) => part !== undefined)].join(' ');
  });
}

test.each<[head: string, body: string, expected: readonly string[]]>([
  ['v1 ConfigMap', 'data: {a: b}\nbinaryData: {c: d}', ['object: ConfigMap x {a,c}']],
  ['v1 Secret', 'data: {a: YQ==}\nstringData: {a: b, c: d}', ['object: Secret x {a,c}']],
  ['v1 Secret', 'type: kubernetes.io/service-account-token', ['object: Secret x']],
  ['v1 Service', 'spec: {ports: [{name: http, port: 80}, {port: 81}]}', ['object: Service x :http,81']],
  ['cert-manager.io/v1 Certificate', 'spec: {secretName: t}', ['object: Certificate x', 'Certificate: Secret t {tls.crt,tls.key,ca.crt}']],
  ['external-secrets.io/v1 ExternalSecret', 'spec: {data: [{secretKey: k}]}', ['object: ExternalSecret x', 'ExternalSecret: Secret x {k}']],
  [
    'external-secrets.io/v1 ExternalSecret',
    'spec: {target: {name: s}, dataFrom: []}',
    ['object: ExternalSecret x', 'ExternalSecret: Secret s'],
  ],
  ['bitnami.com/v1alpha1 SealedSecret', 'spec: {encryptedData: {k: AgB}}', ['object: SealedSecret x', 'SealedSecret: Secret x {k}']],
  [
    'apps/v1 StatefulSet',
    'spec: {replicas: 2, volumeClaimTemplates: [{metadata: {name: d}}]}',
    ['object: StatefulSet x', 'StatefulSet: PersistentVolumeClaim d-x-0', 'StatefulSet: PersistentVolumeClaim d-x-1'],
  ],
  ['networking.k8s.io/v1 Ingress', 'spec: {tls: [{secretName: t}]}', ['object: Ingress x']],
])('of a %s with %s', (head, body, expected) => {
  // A claim's name has that of the template in it.
  expect(inShort(head, body)).toEqual(expected);
});

test('cert-manager makes the Secrets of an annotated Ingress', () => {
  const metadata = '{name: x, annotations: {cert-manager.io/issuer: i}}';
  expect(inShort('networking.k8s.io/v1 Ingress', 'spec: {tls: [{secretName: t}]}', metadata)).toEqual([
    'object: Ingress x',
    'cert-manager: Secret t',
  ]);
});

test('kustomizations generate ConfigMaps and Secrets with keys', () => {
  const body = `configMapGenerator:
- {name: a, literals: [K=v=w, L=], files: [conf/app.ini, key=path/file]}
- {name: b, envs: [.env]}
- {name: c, behavior: merge, literals: [K=v]}
secretGenerator: [{name: s, literals: [P=x]}, {}]`;
  expect(inShort('kustomize.config.k8s.io/v1beta1 Kustomization', body, '{}')).toEqual([
    'configMapGenerator: ConfigMap a {K,L,app.ini,key}',
    'configMapGenerator: ConfigMap b',
    'configMapGenerator: ConfigMap c',
    'secretGenerator: Secret s {P}',
  ]);
});

test.each<[head: string, body: string, expected: string]>([
  ['rabbitmq.com/v1beta1 RabbitmqCluster', '', 'RabbitMQ operator: Secret x-default-user'],
  ['kafka.strimzi.io/v1 Kafka', '', 'Strimzi: Service x-kafka-bootstrap'],
  ['kafka.strimzi.io/v1 KafkaUser', '', 'Strimzi: Secret x'],
  ['elasticsearch.k8s.elastic.co/v1 Elasticsearch', '', 'Elastic operator: Secret x-es-elastic-user'],
  ['postgresql.cnpg.io/v1 Cluster', '', 'CloudNativePG: Secret x-app'],
  ['postgres-operator.crunchydata.com/v1beta1 PostgresCluster', '', 'Crunchy operator: Secret x-pguser-x'],
  ['postgres-operator.crunchydata.com/v1beta1 PostgresCluster', 'spec: {users: [{name: app}]}', 'Crunchy operator: Secret x-pguser-app'],
  [
    'acid.zalan.do/v1 postgresql',
    'spec: {users: {app_user: []}}',
    'Zalando operator: Secret app-user.x.credentials.postgresql.acid.zalan.do',
  ],
])('the operator of a %s with %s makes what follows from its name', (head, body, expected) => {
  expect(inShort(head, body)).toContain(expected);
});
