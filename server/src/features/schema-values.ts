import { ROLE_KEY } from '../resources/role.ts';
import { ROLE_NAMES } from '../resources/role-words.ts';
import { getAt, isMap, listAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { ByPlace } from './schema-lookup.ts';
import { lookUp } from './schema-lookup.ts';
import type { SchemaPlace } from './schema-place.ts';

/** A value to choose, with what tells it from the others. */
interface KnownValue {
  readonly value: Json;
  readonly detail?: string;
}

/** Source: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const TOPOLOGY: readonly KnownValue[] = [
  { value: 'topology.kubernetes.io/zone', detail: 'Zone of the node' },
  { value: 'kubernetes.io/hostname', detail: 'The node itself' },
  { value: 'topology.kubernetes.io/region', detail: 'Region of the node' },
];

const NODE_LABELS: readonly KnownValue[] = [
  { value: 'kubernetes.io/os', detail: 'Operating system' },
  { value: 'kubernetes.io/arch', detail: 'Processor' },
  { value: 'node.kubernetes.io/instance-type', detail: 'Type of machine' },
  ...TOPOLOGY,
];

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const RECOMMENDED_LABELS: readonly KnownValue[] = [
  { value: 'app.kubernetes.io/name', detail: 'Name of the application' },
  { value: 'app.kubernetes.io/instance', detail: 'This installation of it' },
  { value: 'app.kubernetes.io/version', detail: 'Its version' },
  { value: 'app.kubernetes.io/component', detail: 'Which part of it this is' },
  { value: 'app.kubernetes.io/part-of', detail: 'What it is a part of' },
  { value: 'app.kubernetes.io/managed-by', detail: 'The tool that manages it' },
];

/** Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const SECURITY_LEVELS: readonly KnownValue[] = [
  { value: 'restricted', detail: 'Hardened pods only' },
  { value: 'baseline', detail: 'No known ways to more privileges' },
  { value: 'privileged', detail: 'Anything' },
];

/** Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
const COMPUTE_RESOURCES: readonly KnownValue[] = [
  { value: 'cpu', detail: 'In cores: `500m`' },
  { value: 'memory', detail: 'In bytes: `512Mi`' },
  { value: 'ephemeral-storage', detail: 'In bytes: `1Gi`' },
];

/** Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const QUOTA_RESOURCES = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
  'requests.storage',
  'persistentvolumeclaims',
  'pods',
  'services',
  'services.loadbalancers',
  'services.nodeports',
  'secrets',
  'configmaps',
].map((value) => ({ value }));

/** What a strategic merge patch does with the mapping that it stands in. Source: https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#patchstrategicmerge */
export const PATCH_KEY = '$patch';

const namespaceLabels = ['enforce', 'audit', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}`);

/** Keys that are usual in mappings whose keys are free. */
const KEYS: ByPlace<readonly KnownValue[]> = {
  'metadata.labels': RECOMMENDED_LABELS,
  'Namespace:metadata.labels': [
    ...namespaceLabels.map((value) => ({ value, detail: 'Pod Security Standard of the namespace' })),
    ...RECOMMENDED_LABELS,
  ],
  'metadata.annotations': [
    { value: ROLE_KEY, detail: 'What the workload is for' },
    { value: 'plimsoll/ignore', detail: 'Rules that leave this object alone' },
  ],
  matchLabels: RECOMMENDED_LABELS,
  'Service:spec.selector': RECOMMENDED_LABELS,
  nodeSelector: NODE_LABELS,
  'resources.requests': COMPUTE_RESOURCES,
  'resources.limits': COMPUTE_RESOURCES,
  'PersistentVolumeClaim:spec.resources.requests': [{ value: 'storage' }],
  'volumeClaimTemplates[].spec.resources.requests': [{ value: 'storage' }],
  'volumeClaimTemplate.spec.resources.requests': [{ value: 'storage' }],
  'ResourceQuota:spec.hard': QUOTA_RESOURCES,
};

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'].map((value) => ({ value }));

/** Values that are usual, or all there are, where the schema has no closed list; the API reference says so of each field unless a source is named. */
const VALUES: ByPlace<readonly KnownValue[]> = {
  [PATCH_KEY]: [
    { value: 'delete', detail: 'Removes what stands here' },
    { value: 'replace', detail: 'Takes the place of what stands here' },
    { value: 'merge', detail: 'Adds to what stands here' },
  ],
  topologyKey: TOPOLOGY,
  'nodeSelector.kubernetes.io/os': [{ value: 'linux' }, { value: 'windows' }],
  'nodeSelector.kubernetes.io/arch': [{ value: 'amd64' }, { value: 'arm64' }],
  'matchExpressions[].operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'].map((value) => ({ value })),
  'initContainers[].restartPolicy': [{ value: 'Always', detail: 'Makes it a sidecar' }],
  'fieldRef.fieldPath': [
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    'spec.nodeName',
    'spec.serviceAccountName',
    'status.hostIP',
    'status.podIP',
    'status.podIPs',
  ].map((value) => ({ value })),
  'resourceFieldRef.resource': ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', 'limits.ephemeral-storage'].map(
    (value) => ({ value }),
  ),
  // Source: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
  'Secret:type': [
    'Opaque',
    'kubernetes.io/tls',
    'kubernetes.io/dockerconfigjson',
    'kubernetes.io/basic-auth',
    'kubernetes.io/ssh-auth',
    'kubernetes.io/service-account-token',
  ].map((value) => ({ value })),
  // Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  'capabilities.drop[]': [{ value: 'ALL', detail: 'What the restricted standard asks for' }],
  'capabilities.add[]': [{ value: 'NET_BIND_SERVICE', detail: 'The only one that the restricted standard allows' }],
  'verbs[]': VERBS,
  'roleRef.apiGroup': [{ value: 'rbac.authorization.k8s.io' }],
  'roleRef.kind': [{ value: 'Role' }, { value: 'ClusterRole' }],
  'subjects[].kind': [{ value: 'ServiceAccount' }, { value: 'Group' }, { value: 'User' }],
  'scaleTargetRef.kind': [{ value: 'Deployment' }, { value: 'StatefulSet' }],
  'scaleTargetRef.apiVersion': [{ value: 'apps/v1' }],
  'HorizontalPodAutoscaler:spec.metrics[].type': ['Resource', 'ContainerResource', 'Pods', 'Object', 'External'].map((value) => ({
    value,
  })),
  'target.type': ['Utilization', 'AverageValue', 'Value'].map((value) => ({ value })),
  'policies[].type': [{ value: 'Pods' }, { value: 'Percent' }],
  'metrics[].resource.name': [{ value: 'cpu' }, { value: 'memory' }],
  'emptyDir.medium': [{ value: 'Memory', detail: 'In memory, which counts against the limits' }],
  priorityClassName: [{ value: 'system-cluster-critical' }, { value: 'system-node-critical' }],
  'ports[].appProtocol': ['http', 'https', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'].map((value) => ({
    value,
  })),
  // Source: https://docs.docker.com/reference/compose-file/services/
  restart: [{ value: 'no' }, { value: 'always' }, { value: 'on-failure' }, { value: 'unless-stopped' }],
  pull_policy: ['always', 'missing', 'never', 'build'].map((value) => ({ value })),
  network_mode: [{ value: 'none' }, { value: 'host', detail: 'The network of the host' }],
  'spec.limits[].type': ['Container', 'Pod', 'PersistentVolumeClaim'].map((value) => ({ value })),
  [`metadata.annotations.${ROLE_KEY}`]: ROLE_NAMES.map((value) => ({ value })),
  ...Object.fromEntries(namespaceLabels.map((label) => [`metadata.labels.${label}`, SECURITY_LEVELS])),
};

/** Keys to propose in a mapping whose keys are free. */
export function knownKeys(place: SchemaPlace, route: Route): readonly KnownValue[] {
  return lookUp(KEYS, place, route) ?? [];
}

/** Values to propose: what the same object offers to refer to, the schema's closed list, or what is usual there. */
export function knownValues(place: SchemaPlace, route: Route): readonly KnownValue[] {
  const own = ownValues(place, route);
  if (own.length > 0) return own;
  const schema = place.schemaAt(route);
  const values = schema?.enum ?? (schema?.type === 'boolean' ? [true, false] : []);
  if (values.length > 0) return values.filter((value) => value !== '' && value !== null).map((value) => ({ value }));
  return lookUp(VALUES, place, route) ?? [];
}

const OF_PROBE = /^(?:livenessProbe|readinessProbe|startupProbe|preStop|postStart)$/;

/** Ports of the container for its probes and hooks, and volumes of the pod for what mounts them. */
function ownValues({ value }: SchemaPlace, route: Route): readonly KnownValue[] {
  const index = route.findLastIndex((step) => step === 'containers' || step === 'initContainers');
  if (index < 0 || typeof route[index + 1] !== 'number') return [];
  const container = route.slice(0, index + 2);
  const [first, second, third] = route.slice(index + 2);
  if (first === 'volumeMounts' && third === 'name') return volumesOf(value, route.slice(0, index));
  const probe = first === 'lifecycle' ? second : first;
  const isPort = OF_PROBE.test(String(probe)) && route.at(-1) === 'port';
  return isPort ? portsOf(getAt(value, container), route.at(-2) === 'grpc') : [];
}

function portsOf(container: Json | undefined, numbersOnly: boolean): KnownValue[] {
  return (listAt(container, ['ports']) ?? []).filter(isMap).flatMap(({ name, containerPort }) => {
    const detail = `Port ${containerPort === undefined ? '' : String(containerPort)} of this container`;
    const named = typeof name === 'string' && !numbersOnly ? [{ value: name, detail }] : [];
    return typeof containerPort === 'number'
      ? [...named, { value: containerPort, detail: typeof name === 'string' ? `Port ${name}` : detail }]
      : named;
  });
}

function volumesOf(root: Json, podSpec: Route): KnownValue[] {
  const volumes = listAt(root, [...podSpec, 'volumes']) ?? [];
  // A StatefulSet's templates of claims become volumes of its pods.
  const templates = listAt(root, [...podSpec.slice(0, -2), 'volumeClaimTemplates']) ?? [];
  const names = [
    ...volumes.map((volume) => stringAt(volume, ['name'])),
    ...templates.map((claim) => stringAt(claim, ['metadata', 'name'])),
  ];
  return names.filter((name) => name !== undefined).map((name) => ({ value: name, detail: 'Volume of this pod' }));
}
