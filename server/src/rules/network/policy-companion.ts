import { limitsTraffic, policiesOn } from '../../resources/network-policy.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from '../companions/metadata.ts';
import type { Peer, Traffic } from '../companions/network-policy.ts';
import { networkPolicy } from '../companions/network-policy.ts';
import { podSelectorOf } from '../companions/owner.ts';
import { knownTraffic } from '../companions/traffic.ts';

/**
 * The policy that lets a workload's pods do what the workspace shows them to do, and, where there are several of a StatefulSet, talk to each
 * other: databases replicate, and nothing says so. Policies add up, so it leaves alone what another one limits. Undefined where there are no
 * labels to select its pods by.
 */
export function policyFor(workload: Workload, inventory: Inventory): JsonMap | undefined {
  const { resource } = workload;
  const { ingress, egress } = withPeers(workload, knownTraffic(workload, inventory));
  const isLimited = policiesOn(resource, inventory).some((policy) => limitsTraffic(policy, 'egress'));
  const policy = networkPolicy(workload, { ingress, ...(egress && !isLimited ? { egress } : {}) });
  const isTaken = inventory.find('NetworkPolicy', inventory.namespaceOf(resource), resource.name ?? '').length > 0;
  return policy && isTaken ? { ...policy, metadata: companionMetadata(resource, `${resource.name}-ingress`) } : policy;
}

function withPeers(workload: Workload, { ingress, egress }: Traffic): Traffic {
  if (workload.kind !== 'StatefulSet' || (workload.replicas ?? 1) < 2) return { ingress, ...(egress && { egress }) };
  const peer: Peer = { who: 'pods', labels: stringsOf(podSelectorOf(workload)?.matchLabels), ports: [] };
  return { ingress: [...ingress, peer], ...(egress && { egress: [...egress, peer] }) };
}

/**
 * The policy for the other direction of a workload that has one for ingress: whom its pods connect to. Undefined where the workspace doesn't
 * show that.
 */
export function egressPolicyFor(workload: Workload, inventory: Inventory): JsonMap | undefined {
  const { egress } = withPeers(workload, knownTraffic(workload, inventory));
  const policy = egress && networkPolicy(workload, { ingress: [], egress });
  const name = workload.resource.name ?? '';
  return (
    policy && {
      ...policy,
      metadata: companionMetadata(workload.resource, `${name}-egress`),
      spec: { ...mapAt(policy, ['spec']), policyTypes: ['Egress'] },
    }
  );
}
