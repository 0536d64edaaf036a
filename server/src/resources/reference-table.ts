import type { ReferenceRow } from './reference-rows.ts';

/** What objects of some kinds refer to. */
export interface ReferenceTable {
  /** As `group/Kind`; `/Kind` in the core group. */
  readonly of: readonly string[];
  readonly rows: readonly ReferenceRow[];
}

const SECRET = { kind: 'Secret', group: '' } as const;
const SERVICE = { kind: 'Service', group: '' } as const;
const STORAGE_CLASS = { kind: 'StorageClass', group: 'storage.k8s.io', anywhere: true } as const;
const TYPED = { kindAt: 'kind', groupAt: 'apiVersion' } as const;
const RBAC = 'rbac.authorization.k8s.io';

/** An annotation whose text is a name. */
export function annotation(key: string): Pick<ReferenceRow, 'at' | 'name'> {
  return { at: ['metadata', 'annotations', key], name: '' };
}

const INGRESS_PORTS = { ports: ['port.name', 'port.number'] };
const OLD_BACKEND = { name: 'serviceName', ...SERVICE, ports: ['servicePort'], via: 'ingress backend' };
const BACKENDS: readonly ReferenceRow[] = ['spec.defaultBackend', 'spec.rules.*.http.paths.*.backend'].flatMap((at) => [
  { at: `${at}.service`, ...SERVICE, ...INGRESS_PORTS, via: 'ingress backend' },
  { at: `${at}.resource`, kind: [], kindAt: 'kind', groupAt: 'apiGroup', via: 'ingress backend' },
]);

const INGRESS: ReferenceTable = {
  of: ['networking.k8s.io/Ingress', 'extensions/Ingress'],
  rows: [
    ...BACKENDS,
    { at: 'spec.backend', ...OLD_BACKEND },
    { at: 'spec.rules.*.http.paths.*.backend', ...OLD_BACKEND },
    { at: 'spec.tls.*', name: 'secretName', ...SECRET, via: 'tls' },
    {
      at: 'spec.ingressClassName',
      name: '',
      kind: 'IngressClass',
      group: 'networking.k8s.io',
      anywhere: true,
      via: 'ingressClassName',
    },
    { ...annotation('cert-manager.io/issuer'), kind: 'Issuer', group: 'cert-manager.io', via: 'cert-manager' },
    {
      ...annotation('cert-manager.io/cluster-issuer'),
      kind: 'ClusterIssuer',
      group: 'cert-manager.io',
      anywhere: true,
      via: 'cert-manager',
    },
    // ingress-nginx' annotations: the Secret's name, or namespace/name.
    ...['auth-secret', 'auth-tls-secret', 'proxy-ssl-secret'].map(
      (key): ReferenceRow => ({ ...annotation(`nginx.ingress.kubernetes.io/${key}`), form: 'qualified', ...SECRET, via: key }),
    ),
    { ...annotation('nginx.ingress.kubernetes.io/default-backend'), ...SERVICE, via: 'default backend' },
    {
      ...annotation('konghq.com/plugins'),
      form: 'list',
      kind: ['KongPlugin', 'KongClusterPlugin'],
      group: 'configuration.konghq.com',
      via: 'plugins',
    },
  ],
};

const WEBHOOK: Omit<ReferenceRow, 'at'> = { ...SERVICE, namespaceAt: 'namespace', ports: ['port'], via: 'webhook' };
const CLAIM_ROWS: readonly ReferenceRow[] = [
  { at: 'spec', name: 'storageClassName', ...STORAGE_CLASS, via: 'storageClassName' },
  { at: 'spec', name: 'volumeName', kind: 'PersistentVolume', group: '', anywhere: true, via: 'volumeName' },
  { at: 'spec.dataSource', kind: 'PersistentVolumeClaim', kindAt: 'kind', groupAt: 'apiGroup', via: 'data source' },
];

/** What the kinds of Kubernetes' own API refer to, but for pods (Kubernetes API reference). */
export const KUBERNETES_TABLES: readonly ReferenceTable[] = [
  INGRESS,
  {
    of: ['apps/StatefulSet'],
    rows: [
      { at: 'spec.serviceName', name: '', ...SERVICE, via: 'serviceName' },
      ...CLAIM_ROWS.map((row): ReferenceRow => ({ ...row, at: `spec.volumeClaimTemplates.*.${row.at}` })),
    ],
  },
  { of: ['/PersistentVolumeClaim'], rows: CLAIM_ROWS },
  {
    of: ['/PersistentVolume'],
    rows: [
      { at: 'spec.claimRef', kind: 'PersistentVolumeClaim', group: '', namespaceAt: 'namespace', anywhere: true, via: 'claimRef' },
      { at: 'spec', name: 'storageClassName', ...STORAGE_CLASS, optional: true, via: 'storageClassName' },
      { at: 'spec.csi.nodeStageSecretRef', ...SECRET, namespaceAt: 'namespace', via: 'volume' },
      { at: 'spec.csi.nodePublishSecretRef', ...SECRET, namespaceAt: 'namespace', via: 'volume' },
    ],
  },
  {
    of: ['autoscaling/HorizontalPodAutoscaler'],
    rows: [{ at: 'spec.scaleTargetRef', kind: [], ...TYPED, via: 'scaleTargetRef' }],
  },
  {
    of: [`${RBAC}/RoleBinding`, `${RBAC}/ClusterRoleBinding`],
    rows: [
      { at: 'roleRef', kind: ['Role', 'ClusterRole'], kindAt: 'kind', group: RBAC, via: 'roleRef' },
      { at: 'subjects.*', kind: [], kindAt: 'kind', only: ['ServiceAccount'], group: '', namespaceAt: 'namespace', via: 'subject' },
    ],
  },
  {
    of: ['/ServiceAccount'],
    rows: [
      { at: 'secrets.*', ...SECRET, via: 'secrets' },
      { at: 'imagePullSecrets.*', ...SECRET, via: 'imagePullSecrets' },
    ],
  },
  {
    of: ['/Secret'],
    rows: [{ ...annotation('kubernetes.io/service-account.name'), kind: 'ServiceAccount', group: '', via: 'token' }],
  },
  {
    of: ['admissionregistration.k8s.io/ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/MutatingWebhookConfiguration'],
    rows: [{ at: 'webhooks.*.clientConfig.service', ...WEBHOOK }],
  },
  {
    of: ['apiextensions.k8s.io/CustomResourceDefinition'],
    rows: [{ at: 'spec.conversion.webhook.clientConfig.service', ...WEBHOOK }],
  },
  { of: ['apiregistration.k8s.io/APIService'], rows: [{ at: 'spec.service', ...WEBHOOK, via: 'API service' }] },
  {
    of: ['snapshot.storage.k8s.io/VolumeSnapshot'],
    rows: [
      { at: 'spec.source', name: 'persistentVolumeClaimName', kind: 'PersistentVolumeClaim', group: '', via: 'source' },
      { at: 'spec', name: 'volumeSnapshotClassName', kind: 'VolumeSnapshotClass', anywhere: true, via: 'volumeSnapshotClassName' },
    ],
  },
];
