import type { Reference } from './reference-rows.ts';

/** Names that every cluster has without anybody's manifests, by kind (Kubernetes documentation on each kind). */
const BUILT_IN: ReadonlyMap<string, RegExp> = new Map([
  ['ServiceAccount', /^default$/],
  // Published by the API server, by OpenShift's service CA operator, and by Istio.
  ['ConfigMap', /^(?:kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert)$/],
  ['ClusterRole', /^(?:system:.*|cluster-admin|admin|edit|view)$/],
  ['Role', /^(?:system:.*|extension-apiserver-authentication-reader)$/],
  ['PriorityClass', /^system-(?:cluster|node)-critical$/],
  ['Service', /^kubernetes$/],
]);

/** True where a reference names something that the cluster brings itself. */
export function isBuiltIn({ target, name }: Pick<Reference, 'target' | 'name'>): boolean {
  return target.kinds.some((kind) => BUILT_IN.get(kind)?.test(name));
}

/** True for a text that is filled in before it reaches the cluster, or a pattern: no name has such characters (RFC 1123). */
export function isFilledIn(text: string): boolean {
  return /[${}<>%()[\]*|^\\]/.test(text);
}

/** Kinds without a namespace. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'APIService',
  'ClusterAnalysisTemplate',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'ClusterTriggerAuthentication',
  'CustomResourceDefinition',
  'GatewayClass',
  'IngressClass',
  'KongClusterPlugin',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

/** True for a kind whose objects have no namespace. */
export function isClusterWide(kind: string): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** Whether two namespaces may be the same: one that isn't stated, or is filled in later, may be any. */
export function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b || isFilledIn(a) || isFilledIn(b);
}
