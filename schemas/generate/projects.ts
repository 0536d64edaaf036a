/** A project whose custom kinds come with Plimsoll. */
export interface Project {
  /** Of its package, `@kubernetes-models/<name>`, and of its files. */
  readonly name: string;
  readonly title: string;
  /** The release that the package was generated from, as its module file says. */
  readonly version: string;
  readonly groups: readonly string[];
}

/** The projects, of whose packages only these groups are taken. */
export const PROJECTS: readonly Project[] = [
  { name: 'argo-cd', title: 'Argo CD', version: '3.3.9', groups: ['argoproj.io'] },
  { name: 'argo-rollouts', title: 'Argo Rollouts', version: '1.9.0', groups: ['argoproj.io'] },
  { name: 'cert-manager', title: 'cert-manager', version: '1.20.2', groups: ['acme.cert-manager.io', 'cert-manager.io'] },
  { name: 'cloudnative-pg', title: 'CloudNativePG', version: '1.29.0', groups: ['postgresql.cnpg.io'] },
  {
    name: 'external-secrets',
    title: 'External Secrets',
    version: '0.16.2',
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
  },
  { name: 'gateway-api', title: 'Gateway API', version: '1.5.1', groups: ['gateway.networking.k8s.io'] },
  {
    name: 'istio',
    title: 'Istio',
    version: '1.29.2',
    groups: ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'],
  },
  { name: 'keda', title: 'KEDA', version: '2.19.0', groups: ['eventing.keda.sh', 'keda.sh'] },
  { name: 'prometheus-operator', title: 'Prometheus Operator', version: '0.91.0', groups: ['monitoring.coreos.com'] },
  { name: 'traefik', title: 'Traefik', version: '3.7.1', groups: ['traefik.io'] },
];

/** Kinds whose objects live in no namespace, by the projects' documentation; no source says it. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'ClusterAnalysisTemplate',
  'ClusterCloudEventSource',
  'ClusterExternalSecret',
  'ClusterGenerator',
  'ClusterImageCatalog',
  'ClusterIssuer',
  'ClusterPushSecret',
  'ClusterSecretStore',
  'ClusterTriggerAuthentication',
  'GatewayClass',
]);

/** Types that look like kinds, and that no definition is made of. */
export const NO_KINDS: ReadonlySet<string> = new Set(['EmbeddedPersistentVolumeClaim', 'WithTriggers']);
