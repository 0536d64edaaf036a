import { getAt, mapAt } from '../yaml/json.ts';
import { objectMemo } from './object-memo.ts';
import { podSpecRoute } from './references.ts';
import { stringsOf } from './resource.ts';
import type { Resource } from './types.ts';
import { workloadOf } from './workload.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Labels that operators give to the pods which they run for an object, as `group/Kind` (the sources of the operators of
 * Prometheus, CloudNativePG, RabbitMQ, Strimzi, Elastic and Zalando).
 */
const OPERATED: ReadonlyMap<string, (name: string) => Labels> = new Map([
  ['monitoring.coreos.com/Prometheus', (name) => prometheusLabels('prometheus', name)],
  ['monitoring.coreos.com/Alertmanager', (name) => prometheusLabels('alertmanager', name)],
  ['monitoring.coreos.com/ThanosRuler', (name) => prometheusLabels('thanos-ruler', name)],
  ['postgresql.cnpg.io/Cluster', (name) => ({ 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance', postgresql: name })],
  ['postgresql.cnpg.io/Pooler', (name) => ({ 'cnpg.io/poolerName': name, 'cnpg.io/podRole': 'pooler' })],
  ['rabbitmq.com/RabbitmqCluster', (name) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'rabbitmq' })],
  ['kafka.strimzi.io/Kafka', (name) => ({ 'strimzi.io/cluster': name, 'strimzi.io/kind': 'Kafka', 'strimzi.io/name': `${name}-kafka` })],
  ['elasticsearch.k8s.elastic.co/Elasticsearch', (name) => ({ 'elasticsearch.k8s.elastic.co/cluster-name': name })],
  ['acid.zalan.do/postgresql', (name) => ({ application: 'spilo', 'cluster-name': name })],
]);

function prometheusLabels(kind: string, name: string): Labels {
  return {
    'app.kubernetes.io/name': kind,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'operator.prometheus.io/name': name,
    [kind]: name,
  };
}

/**
 * The labels of the pods that an object runs, be it a workload or a custom resource that its operator runs pods for; undefined where it
 * runs none that anybody knows of. Memoised by object.
 */
export const podLabelsOf: (resource: Resource) => Labels | undefined = objectMemo((resource) => {
  const workload = workloadOf(resource);
  if (workload) return workload.podLabels;
  const { group, kind, name, value, route } = resource;
  const operated = OPERATED.get(`${group}/${kind}`);
  if (operated)
    return name === undefined ? undefined : { ...operated(name), ...stringsOf(mapAt(value, ['spec', 'podMetadata', 'labels'])) };
  const spec = podSpecRoute(resource);
  if (!spec || kind === 'PodTemplate') return undefined;
  const labels = stringsOf(getAt(value, [...spec.slice(route.length, -1), 'metadata', 'labels']));
  // Knative adds the name of its Service (its documentation on labels).
  return group === 'serving.knative.dev' && name !== undefined ? { ...labels, 'serving.knative.dev/service': name } : labels;
});
