import type { ReferenceRow } from './reference-rows.ts';

const CONTAINERS: readonly string[] = ['containers.*', 'initContainers.*', 'ephemeralContainers.*'];

const CORE = { group: '' };
const CONFIG = { kind: 'ConfigMap', ...CORE };
const SECRET = { kind: 'Secret', ...CORE };
const STORAGE_CLASS = { kind: 'StorageClass', group: 'storage.k8s.io', anywhere: true } as const;

const CONTAINER_ROWS: readonly ReferenceRow[] = CONTAINERS.flatMap((container) => [
  { at: `${container}.env.*.valueFrom.configMapKeyRef`, ...CONFIG, keys: 'key', via: 'env' },
  { at: `${container}.env.*.valueFrom.secretKeyRef`, ...SECRET, keys: 'key', via: 'env' },
  { at: `${container}.envFrom.*.configMapRef`, ...CONFIG, via: 'envFrom' },
  { at: `${container}.envFrom.*.secretRef`, ...SECRET, via: 'envFrom' },
]);

/** Volumes of the API that take credentials from a Secret by `secretRef` (Kubernetes API reference, Volume). */
const SECRET_VOLUMES: readonly string[] = ['cephfs', 'rbd', 'iscsi', 'flexVolume', 'scaleIO', 'storageos', 'cinder'];

/** What a pod's spec refers to (Kubernetes API reference, PodSpec). */
export const POD_ROWS: readonly ReferenceRow[] = [
  ...CONTAINER_ROWS,
  { at: 'volumes.*.configMap', ...CONFIG, keys: 'items.*.key', via: 'volume' },
  { at: 'volumes.*.secret', name: 'secretName', ...SECRET, keys: 'items.*.key', via: 'volume' },
  { at: 'volumes.*.projected.sources.*.configMap', ...CONFIG, keys: 'items.*.key', via: 'volume' },
  { at: 'volumes.*.projected.sources.*.secret', ...SECRET, keys: 'items.*.key', via: 'volume' },
  { at: 'volumes.*.persistentVolumeClaim', name: 'claimName', kind: 'PersistentVolumeClaim', ...CORE, via: 'volume' },
  { at: 'volumes.*.csi.nodePublishSecretRef', ...SECRET, via: 'volume' },
  { at: 'volumes.*.azureFile', name: 'secretName', ...SECRET, via: 'volume' },
  ...SECRET_VOLUMES.map((volume): ReferenceRow => ({ at: `volumes.*.${volume}.secretRef`, ...SECRET, via: 'volume' })),
  { at: 'volumes.*.ephemeral.volumeClaimTemplate.spec', name: 'storageClassName', ...STORAGE_CLASS, via: 'storageClassName' },
  { at: 'imagePullSecrets.*', ...SECRET, via: 'imagePullSecrets' },
  { at: 'serviceAccountName', name: '', kind: 'ServiceAccount', ...CORE, via: 'serviceAccountName' },
  { at: 'serviceAccount', name: '', kind: 'ServiceAccount', ...CORE, via: 'serviceAccount' },
  { at: 'priorityClassName', name: '', kind: 'PriorityClass', group: 'scheduling.k8s.io', anywhere: true, via: 'priorityClassName' },
  { at: 'runtimeClassName', name: '', kind: 'RuntimeClass', group: 'node.k8s.io', anywhere: true, via: 'runtimeClassName' },
  { at: 'resourceClaims.*', name: 'resourceClaimName', kind: 'ResourceClaim', group: 'resource.k8s.io', via: 'resource claim' },
  {
    at: 'resourceClaims.*',
    name: 'resourceClaimTemplateName',
    kind: 'ResourceClaimTemplate',
    group: 'resource.k8s.io',
    via: 'resource claim',
  },
];
