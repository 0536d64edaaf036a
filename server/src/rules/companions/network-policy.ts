import type { Workload } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';
import { podSelectorOf } from './owner.ts';

/** Who may connect, or be connected to. */
export interface Peer {
  /**
   * `pods`: those with the labels; `cluster`: every pod of every namespace; `internet`: every address that isn't private; `everyone`: whoever
   * finds the way.
   */
  readonly who: 'pods' | 'cluster' | 'internet' | 'everyone';
  /** Labels of the pods; all pods of the namespace where empty. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Namespace of the pods where it is another one. */
  readonly namespace?: string;
  /** Ports of those who are connected to; every port where empty. */
  readonly ports: readonly PeerPort[];
}

/** A port of a pod. */
export interface PeerPort {
  /** Number, or name in the pod. */
  readonly port: number | string;
  /** TCP where absent. */
  readonly protocol?: string;
}

/** Label that every namespace has with its own name (Kubernetes documentation, Well-Known Labels). */
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
/** Addresses of private networks (RFC 1918), which clusters and their neighbours have, and of the link with a cloud's metadata service. */
const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];

/** Cluster DNS: its pods have this label in every distribution that follows kubeadm, and are asked by UDP and, for long answers, by TCP. */
const DNS: Peer = {
  who: 'pods',
  labels: { 'k8s-app': 'kube-dns' },
  namespace: 'kube-system',
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

/** Who may connect to a workload's pods, and whom they may connect to besides cluster DNS. */
export interface Traffic {
  readonly ingress: readonly Peer[];
  /** Absent where nobody can tell, so that it is not limited. */
  readonly egress?: readonly Peer[];
}

/**
 * A network policy by which a workload's pods are reached by, and reach, nobody but those named, and cluster DNS.
 * @returns undefined where the workload has no name, or no labels to select its pods by
 */
export function networkPolicy(workload: Workload, { ingress, egress }: Traffic): JsonMap | undefined {
  const { resource } = workload;
  const podSelector = podSelectorOf(workload);
  if (resource.name === undefined || podSelector === undefined) return undefined;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: companionMetadata(resource, resource.name),
    spec: {
      podSelector,
      policyTypes: egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
      ...(ingress.length === 0 ? {} : { ingress: rulesOf(ingress, 'from') }),
      ...(egress === undefined ? {} : { egress: rulesOf([DNS, ...egress], 'to') }),
    },
  };
}

/** Peers with the same ports share a rule, unless one of them is everyone. */
function rulesOf(peers: readonly Peer[], direction: 'from' | 'to'): readonly JsonMap[] {
  const byPorts = new Map<string, Peer[]>();
  for (const peer of peers) {
    const key = JSON.stringify(peer.ports);
    byPorts.set(key, [...(byPorts.get(key) ?? []), peer]);
  }
  return [...byPorts.values()].map((alike) => {
    const selectors = alike.some(({ who }) => who === 'everyone') ? {} : { [direction]: alike.map(selectorOf) };
    const ports = (alike[0]?.ports ?? []).map(({ port, protocol = 'TCP' }): JsonMap => ({ protocol, port }));
    return { ...selectors, ...(ports.length === 0 ? {} : { ports }) };
  });
}

function selectorOf({ who, labels = {}, namespace }: Peer): JsonMap {
  if (who === 'cluster') return { namespaceSelector: {} };
  if (who === 'internet') return { ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_BLOCKS } };
  const podSelector = Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
  return namespace === undefined ? { podSelector } : { namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } }, podSelector };
}
