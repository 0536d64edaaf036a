import type { ReferenceRow } from './reference-rows.ts';
import type { ReferenceTable } from './reference-table.ts';

const SECRET = { kind: 'Secret', group: '' } as const;
const CONFIG = { kind: 'ConfigMap', group: '' } as const;
const SERVICE = { kind: 'Service', group: '' } as const;
const SECRET_KEY = { ...SECRET, keys: 'key' } as const;
const TYPED = { kindAt: 'kind', groupAt: 'apiVersion' } as const;
const MONITORING = 'monitoring.coreos.com';
const CERT_MANAGER = 'cert-manager.io';
const POSTGRES = 'postgresql.cnpg.io';
const ARGO = 'argoproj.io';

/** Fields of cert-manager's DNS-01 providers that name a Secret (its API reference, ACMEChallengeSolverDNS01). */
const DNS_SECRETS: readonly string[] = [
  'accessKeyIDSecretRef',
  'accessTokenSecretRef',
  'apiKeySecretRef',
  'apiTokenSecretRef',
  'clientSecretSecretRef',
  'secretAccessKeySecretRef',
  'serviceAccountSecretRef',
  'tokenSecretRef',
  'tsigSecretSecretRef',
];

/** A cluster-wide issuer's Secrets are where cert-manager runs. */
function issuerRows(anywhere: Pick<ReferenceRow, 'anywhere'>): readonly ReferenceRow[] {
  return [
    { at: 'spec.ca', name: 'secretName', ...SECRET, ...anywhere, via: 'certificate authority' },
    { at: 'spec.vault.auth.tokenSecretRef', ...SECRET_KEY, ...anywhere, via: 'issuer credentials' },
    { at: 'spec.vault.auth.appRole.secretRef', ...SECRET_KEY, ...anywhere, via: 'issuer credentials' },
    { at: 'spec.acme.externalAccountBinding.keySecretRef', ...SECRET_KEY, ...anywhere, via: 'issuer credentials' },
    ...DNS_SECRETS.map(
      (field): ReferenceRow => ({ at: `spec.acme.solvers.*.dns01.*.${field}`, ...SECRET_KEY, ...anywhere, via: 'issuer credentials' }),
    ),
  ];
}

const CERTIFICATES: readonly ReferenceTable[] = [
  {
    of: [`${CERT_MANAGER}/Certificate`, `${CERT_MANAGER}/CertificateRequest`],
    rows: [
      { at: 'spec.issuerRef', kind: 'Issuer', kindAt: 'kind', group: CERT_MANAGER, groupAt: 'group', via: 'issuerRef' },
      { at: 'spec.keystores.*.passwordSecretRef', ...SECRET_KEY, via: 'keystore' },
    ],
  },
  { of: [`${CERT_MANAGER}/Issuer`], rows: issuerRows({}) },
  { of: [`${CERT_MANAGER}/ClusterIssuer`], rows: issuerRows({ anywhere: true }) },
];

const STORE: Omit<ReferenceRow, 'at'> = { kind: 'SecretStore', kindAt: 'kind', group: 'external-secrets.io', via: 'secret store' };

const SECRETS: readonly ReferenceTable[] = [
  {
    of: ['external-secrets.io/ExternalSecret'],
    rows: [
      { at: 'spec.secretStoreRef', ...STORE },
      { at: 'spec.data.*.sourceRef.storeRef', ...STORE },
      { at: 'spec.dataFrom.*.sourceRef.storeRef', ...STORE },
    ],
  },
  {
    of: ['external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'],
    rows: [{ at: 'spec.provider.*.auth.secretRef.*', ...SECRET_KEY, namespaceAt: 'namespace', via: 'store credentials' }],
  },
];

const SCALING: readonly ReferenceTable[] = [
  {
    of: ['keda.sh/ScaledObject'],
    // KEDA takes a target without a kind for a Deployment.
    rows: [{ at: 'spec.scaleTargetRef', kind: 'Deployment', ...TYPED, via: 'scaleTargetRef' }],
  },
  {
    of: ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
    rows: [
      {
        at: 'spec.triggers.*.authenticationRef',
        kind: 'TriggerAuthentication',
        kindAt: 'kind',
        group: 'keda.sh',
        via: 'authenticationRef',
      },
    ],
  },
  {
    of: ['keda.sh/TriggerAuthentication'],
    rows: [
      { at: 'spec.secretTargetRef.*', ...SECRET_KEY, via: 'trigger credentials' },
      { at: 'spec.configMapTargetRef.*', ...CONFIG, keys: 'key', via: 'trigger credentials' },
    ],
  },
  { of: ['autoscaling.k8s.io/VerticalPodAutoscaler'], rows: [{ at: 'spec.targetRef', kind: [], ...TYPED, via: 'targetRef' }] },
  {
    of: ['flagger.app/Canary'],
    rows: [
      { at: 'spec.targetRef', kind: [], ...TYPED, via: 'targetRef' },
      { at: 'spec.autoscalerRef', kind: [], ...TYPED, via: 'autoscalerRef' },
    ],
  },
];

const ANALYSIS_TEMPLATES: readonly string[] = [
  'canary.analysis.templates.*',
  'canary.steps.*.analysis.templates.*',
  'blueGreen.prePromotionAnalysis.templates.*',
  'blueGreen.postPromotionAnalysis.templates.*',
];
const ROLLOUT_SERVICES: readonly string[] = [
  'canary.canaryService',
  'canary.stableService',
  'blueGreen.activeService',
  'blueGreen.previewService',
  'canary.trafficRouting.alb.rootService',
];
const ROLLOUT_ROUTES: readonly (readonly [at: string, kind: string])[] = [
  ['canary.trafficRouting.nginx.stableIngress', 'Ingress'],
  ['canary.trafficRouting.alb.ingress', 'Ingress'],
  ['canary.trafficRouting.istio.virtualService.name', 'VirtualService'],
  ['canary.trafficRouting.istio.destinationRule.name', 'DestinationRule'],
];

const ROLLOUT: ReferenceTable = {
  of: [`${ARGO}/Rollout`],
  rows: [
    { at: 'spec.workloadRef', kind: 'Deployment', ...TYPED, via: 'workloadRef' },
    ...ROLLOUT_SERVICES.map((field): ReferenceRow => ({ at: `spec.strategy.${field}`, name: '', ...SERVICE, via: 'rollout service' })),
    ...ROLLOUT_ROUTES.map(([field, kind]): ReferenceRow => ({ at: `spec.strategy.${field}`, name: '', kind, via: 'traffic routing' })),
    ...ANALYSIS_TEMPLATES.map(
      (field): ReferenceRow => ({
        at: `spec.strategy.${field}`,
        name: 'templateName',
        kind: ['AnalysisTemplate', 'ClusterAnalysisTemplate'],
        group: ARGO,
        via: 'analysis',
      }),
    ),
  ],
};

/** Where an endpoint of a ServiceMonitor or PodMonitor takes credentials from (Prometheus operator, API reference). */
function endpointRows(endpoint: string): readonly ReferenceRow[] {
  const credentials = ['basicAuth.username', 'basicAuth.password', 'bearerTokenSecret', 'authorization.credentials'];
  const certificates = [
    'tlsConfig.ca.secret',
    'tlsConfig.cert.secret',
    'tlsConfig.keySecret',
    'oauth2.clientId.secret',
    'oauth2.clientSecret',
  ];
  const configs = ['tlsConfig.ca.configMap', 'tlsConfig.cert.configMap', 'oauth2.clientId.configMap'];
  return [
    ...[...credentials, ...certificates].map(
      (field): ReferenceRow => ({ at: `${endpoint}.${field}`, ...SECRET_KEY, via: 'scrape credentials' }),
    ),
    ...configs.map((field): ReferenceRow => ({ at: `${endpoint}.${field}`, ...CONFIG, keys: 'key', via: 'scrape credentials' })),
  ];
}

const SERVER_ROWS: readonly ReferenceRow[] = [
  { at: 'spec.serviceAccountName', name: '', kind: 'ServiceAccount', group: '', via: 'serviceAccountName' },
  { at: 'spec.secrets.*', name: '', ...SECRET, via: 'volume' },
  { at: 'spec.configMaps.*', name: '', ...CONFIG, via: 'volume' },
  { at: 'spec.imagePullSecrets.*', ...SECRET, via: 'imagePullSecrets' },
];

const MONITORS: readonly ReferenceTable[] = [
  { of: [`${MONITORING}/ServiceMonitor`], rows: endpointRows('spec.endpoints.*') },
  { of: [`${MONITORING}/PodMonitor`], rows: endpointRows('spec.podMetricsEndpoints.*') },
  {
    of: [`${MONITORING}/Prometheus`],
    rows: [
      ...SERVER_ROWS,
      { at: 'spec.alerting.alertmanagers.*', ...SERVICE, namespaceAt: 'namespace', ports: ['port'], via: 'alerting' },
      { at: 'spec.additionalScrapeConfigs', ...SECRET_KEY, via: 'scrape configuration' },
      { at: 'spec.additionalAlertRelabelConfigs', ...SECRET_KEY, via: 'scrape configuration' },
    ],
  },
  // Alertmanager goes without the Secret of its configuration: the operator gives it one of its own.
  {
    of: [`${MONITORING}/Alertmanager`],
    rows: [...SERVER_ROWS, { at: 'spec.configSecret', name: '', ...SECRET, optional: true, via: 'configuration' }],
  },
];

/** What CloudNativePG's kinds refer to (its API reference). */
const DATABASES: readonly ReferenceTable[] = [
  {
    of: [`${POSTGRES}/Cluster`],
    rows: [
      { at: 'spec.superuserSecret', ...SECRET, via: 'superuserSecret' },
      { at: 'spec.bootstrap.*.secret', ...SECRET, via: 'bootstrap' },
      { at: 'spec.managed.roles.*.passwordSecret', ...SECRET, via: 'role password' },
      ...['s3Credentials', 'azureCredentials', 'googleCredentials'].map(
        (field): ReferenceRow => ({ at: `spec.backup.barmanObjectStore.${field}.*`, ...SECRET_KEY, via: 'backup credentials' }),
      ),
      { at: 'spec.storage', name: 'storageClass', kind: 'StorageClass', group: 'storage.k8s.io', anywhere: true, via: 'storageClass' },
    ],
  },
  {
    of: [`${POSTGRES}/ScheduledBackup`, `${POSTGRES}/Backup`, `${POSTGRES}/Pooler`, `${POSTGRES}/Database`],
    rows: [{ at: 'spec.cluster', kind: 'Cluster', group: POSTGRES, via: 'cluster' }],
  },
];

const KONG: ReferenceTable = {
  of: ['configuration.konghq.com/KongPlugin'],
  rows: [{ at: 'configFrom.secretKeyRef', ...SECRET_KEY, via: 'configuration' }],
};

const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** Whom a kustomization changes (Kustomize documentation, patches, replicas, replacements); of those that it lacks, kustomize itself tells. */
const KUSTOMIZATION: ReferenceTable = {
  of: ['kustomize.config.k8s.io/Kustomization', 'kustomize.config.k8s.io/Component'],
  rows: [
    ...['patches.*.target', 'patchesJson6902.*.target'].map(
      (at): ReferenceRow => ({ at, kind: [], kindAt: 'kind', groupAt: 'group', optional: true, via: 'patch' }),
    ),
    { at: 'replicas.*', kind: SCALED, optional: true, via: 'replicas' },
    ...['replacements.*.source', 'replacements.*.targets.*.select'].map(
      (at): ReferenceRow => ({ at, kind: [], kindAt: 'kind', groupAt: 'group', optional: true, via: 'replacement' }),
    ),
  ],
};

/** What the custom resources of operators refer to. */
export const OPERATOR_TABLES: readonly ReferenceTable[] = [
  ...CERTIFICATES,
  ...SECRETS,
  ...SCALING,
  ROLLOUT,
  ...MONITORS,
  ...DATABASES,
  KONG,
  KUSTOMIZATION,
];
