import type { ByPlace } from './schema-lookup.ts';
import type { SkeletonMap } from './schema-skeleton.ts';
import { fixed, linked, list, map, stop } from './schema-skeleton.ts';

/** A whole mapping to choose where nothing of it is written yet. */
export interface PlaceSnippet {
  readonly label: string;
  readonly detail: string;
  readonly skeleton: SkeletonMap;
}

const data = linked('volume', 'data');

/** The forms that an item usually has, by place. Fields are those of the Kubernetes API reference; an item that a schema lacks is not offered. */
export const SNIPPETS: ByPlace<readonly PlaceSnippet[]> = {
  'containers[]': [
    {
      label: 'container',
      detail: 'A container with a port, resources and probes',
      skeleton: map({
        name: stop('app'),
        image: stop('image:tag'),
        ports: list(map({ name: linked('port', 'http'), containerPort: stop(8080) })),
        resources: map({ requests: map({ cpu: stop('100m'), memory: stop('128Mi') }), limits: map({ memory: stop('128Mi') }) }),
        readinessProbe: map({ httpGet: map({ path: stop('/ready'), port: linked('port', 'http') }) }),
        livenessProbe: map({ httpGet: map({ path: stop('/healthz'), port: linked('port', 'http') }) }),
      }),
    },
  ],
  'initContainers[]': [
    {
      label: 'init container',
      detail: 'Runs to its end before the others start',
      skeleton: map({ name: stop('init'), image: stop('image:tag'), command: list(stop('command')) }),
    },
    {
      label: 'sidecar',
      detail: 'Starts before the others and goes on beside them',
      skeleton: map({ name: stop('sidecar'), image: stop('image:tag'), restartPolicy: fixed('Always') }),
    },
  ],
  'containers[].ports[]': [{ label: 'port', detail: 'A named port', skeleton: map({ name: stop('http'), containerPort: stop(8080) }) }],
  'Service:spec.ports[]': [
    { label: 'port', detail: 'A port and where it leads', skeleton: map({ name: stop('http'), port: stop(80), targetPort: stop('http') }) },
  ],
  'env[]': [
    { label: 'variable', detail: 'A value stated here', skeleton: map({ name: stop('NAME'), value: stop('value') }) },
    {
      label: 'variable from a Secret',
      detail: 'A key of a Secret',
      skeleton: map({ name: stop('NAME'), valueFrom: map({ secretKeyRef: map({ name: stop('secret'), key: stop('key') }) }) }),
    },
    {
      label: 'variable from a ConfigMap',
      detail: 'A key of a ConfigMap',
      skeleton: map({ name: stop('NAME'), valueFrom: map({ configMapKeyRef: map({ name: stop('config'), key: stop('key') }) }) }),
    },
    {
      label: 'variable from a field',
      detail: 'A field of the pod',
      skeleton: map({
        name: stop('NAME'),
        valueFrom: map({ fieldRef: map({ fieldPath: stop('metadata.name', 'metadata.namespace', 'status.podIP', 'spec.nodeName') }) }),
      }),
    },
    {
      label: 'variable from a resource',
      detail: 'A request or limit of the container',
      skeleton: map({
        name: stop('NAME'),
        valueFrom: map({ resourceFieldRef: map({ resource: stop('limits.memory', 'limits.cpu', 'requests.memory', 'requests.cpu') }) }),
      }),
    },
  ],
  'envFrom[]': [
    { label: 'all of a ConfigMap', detail: 'Its keys as variables', skeleton: map({ configMapRef: map({ name: stop('config') }) }) },
    { label: 'all of a Secret', detail: 'Its keys as variables', skeleton: map({ secretRef: map({ name: stop('secret') }) }) },
  ],
  'volumes[]': [
    {
      label: 'volume: emptyDir',
      detail: 'Room that lives as long as the pod',
      skeleton: map({ name: data, emptyDir: map({ sizeLimit: stop('1Gi') }) }),
    },
    {
      label: 'volume: claim',
      detail: 'A PersistentVolumeClaim',
      skeleton: map({ name: data, persistentVolumeClaim: map({ claimName: stop('data') }) }),
    },
    {
      label: 'volume: ConfigMap',
      detail: 'Its keys as files',
      skeleton: map({ name: stop('config'), configMap: map({ name: stop('config') }) }),
    },
    {
      label: 'volume: Secret',
      detail: 'Its keys as files',
      skeleton: map({ name: stop('secret'), secret: map({ secretName: stop('secret') }) }),
    },
    {
      label: 'volume: token',
      detail: 'A service account token with an audience and an end',
      skeleton: map({
        name: stop('token'),
        projected: map({
          sources: list(
            map({ serviceAccountToken: map({ path: stop('token'), audience: stop('audience'), expirationSeconds: stop(3600) }) }),
          ),
        }),
      }),
    },
  ],
  'volumeMounts[]': [
    {
      label: 'mount, read only',
      detail: 'A volume that is only read',
      skeleton: map({ name: data, mountPath: stop('/data'), readOnly: fixed(true) }),
    },
  ],
  'tolerations[]': [
    {
      label: 'tolerate a value',
      detail: 'A taint with this value',
      skeleton: map({
        key: stop('key'),
        operator: fixed('Equal'),
        value: stop('value'),
        effect: stop('NoSchedule', 'NoExecute', 'PreferNoSchedule'),
      }),
    },
    {
      label: 'tolerate a key',
      detail: 'A taint with any value',
      skeleton: map({ key: stop('key'), operator: fixed('Exists'), effect: stop('NoSchedule', 'NoExecute', 'PreferNoSchedule') }),
    },
  ],
  'topologySpreadConstraints[]': [
    {
      label: 'spread over zones',
      detail: 'Evenly where possible',
      skeleton: map({
        maxSkew: stop(1),
        topologyKey: fixed('topology.kubernetes.io/zone'),
        whenUnsatisfiable: stop('ScheduleAnyway', 'DoNotSchedule'),
        labelSelector: map({ matchLabels: map({ app: stop('app') }) }),
      }),
    },
    {
      label: 'spread over nodes',
      detail: 'Evenly where possible',
      skeleton: map({
        maxSkew: stop(1),
        topologyKey: fixed('kubernetes.io/hostname'),
        whenUnsatisfiable: stop('ScheduleAnyway', 'DoNotSchedule'),
        labelSelector: map({ matchLabels: map({ app: stop('app') }) }),
      }),
    },
  ],
  'HorizontalPodAutoscaler:spec.metrics[]': [
    {
      label: 'utilization',
      detail: 'Share of the requested CPU or memory',
      skeleton: map({
        type: fixed('Resource'),
        resource: map({ name: stop('cpu', 'memory'), target: map({ type: fixed('Utilization'), averageUtilization: stop(70) }) }),
      }),
    },
  ],
  'NetworkPolicy:spec.ingress[]': [
    {
      label: 'from pods',
      detail: 'Pods of this namespace, on one port',
      skeleton: map({
        from: list(map({ podSelector: map({ matchLabels: map({ app: stop('app') }) }) })),
        ports: list(map({ protocol: fixed('TCP'), port: stop(8080) })),
      }),
    },
  ],
  'NetworkPolicy:spec.egress[]': [
    {
      label: 'to DNS',
      detail: 'Name resolution in the cluster',
      skeleton: map({
        to: list(map({ namespaceSelector: map({ matchLabels: map({ 'kubernetes.io/metadata.name': fixed('kube-system') }) }) })),
        ports: list(map({ protocol: fixed('UDP'), port: fixed(53) }), map({ protocol: fixed('TCP'), port: fixed(53) })),
      }),
    },
    {
      label: 'to pods',
      detail: 'Pods of this namespace, on one port',
      skeleton: map({
        to: list(map({ podSelector: map({ matchLabels: map({ app: stop('app') }) }) })),
        ports: list(map({ protocol: fixed('TCP'), port: stop(8080) })),
      }),
    },
  ],
  'Ingress:spec.rules[]': [
    {
      label: 'rule for a host',
      detail: 'All paths of a host to one Service',
      skeleton: map({
        host: stop('example.com'),
        http: map({
          paths: list(
            map({
              path: fixed('/'),
              pathType: fixed('Prefix'),
              backend: map({ service: map({ name: stop('app'), port: map({ name: stop('http') }) }) }),
            }),
          ),
        }),
      }),
    },
  ],
  'rules[]': [
    {
      label: 'read',
      detail: 'get, list and watch',
      skeleton: map({ apiGroups: list(stop('')), resources: list(stop('pods')), verbs: list(fixed('get'), fixed('list'), fixed('watch')) }),
    },
  ],
  'patches[]': [
    { label: 'patch from a file', detail: 'A strategic merge or JSON patch', skeleton: map({ path: stop('patch.yaml') }) },
    {
      label: 'patch for a target',
      detail: 'A patch for the objects that are selected',
      skeleton: map({ path: stop('patch.yaml'), target: map({ kind: stop('Deployment'), name: stop('app') }) }),
    },
  ],
};
