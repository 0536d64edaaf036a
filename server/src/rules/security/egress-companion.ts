import type { Workload } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';

/** The port of DNS. */
const DNS_PORT = 53;

/**
 * A network policy by which a workload's pods may look up names in the cluster and connect to nothing else; undefined where the pods have no
 * labels to select them by, or the workload no name.
 */
export function egressPolicyFor({ resource, podLabels }: Workload): JsonMap | undefined {
  const { name, namespace } = resource;
  if (name === undefined || Object.keys(podLabels).length === 0) return undefined;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${name}-egress`, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Egress'],
      egress: [
        {
          // The name servers of a cluster have this label in every distribution that follows kubeadm.
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: DNS_PORT })),
        },
      ],
    },
  };
}
