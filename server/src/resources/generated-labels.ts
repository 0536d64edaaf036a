/** Labels that controllers give to their pods (Kubernetes documentation, Well-Known Labels; Argo Rollouts' documentation). */
const GENERATED: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'job-name',
  'controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
]);

/** True for a label that a controller gives to its pods. */
export function isGenerated(label: string): boolean {
  return GENERATED.has(label);
}

/** Labels by which databases and vaults mark the one of their pods that leads (Patroni's, Spilo's and Vault's documentation). */
const ELECTED = /^(?:spilo-role|vault-(?:active|initialized|sealed|version))$|(?:^|[-/])role$/i;

/** What such a label says. */
const ELECTION = /^(?:master|primary|leader|replica|standby|secondary|true|false)$/;

/** True for a label that running software gives to the pod that it elects. */
export function isElected(label: string, value: string): boolean {
  return ELECTED.test(label) && ELECTION.test(value);
}
