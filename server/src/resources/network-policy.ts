import { getAt, isMap, listAt, mapAt } from '../yaml/json.ts';
import { selectorMatches } from './selector.ts';
import type { Inventory, Resource, Workload } from './types.ts';

/** Kinds of policies by their API groups, with the field that holds their selector of pods; undefined: one in a language of its own. */
const KINDS: readonly { readonly kind: string; readonly group: string; readonly selector: string | undefined }[] = [
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', selector: 'podSelector' },
  { kind: 'CiliumNetworkPolicy', group: 'cilium.io', selector: 'endpointSelector' },
  { kind: 'CiliumClusterwideNetworkPolicy', group: 'cilium.io', selector: 'endpointSelector' },
  { kind: 'NetworkPolicy', group: 'projectcalico.org', selector: undefined },
  { kind: 'NetworkPolicy', group: 'crd.projectcalico.org', selector: undefined },
  { kind: 'GlobalNetworkPolicy', group: 'projectcalico.org', selector: undefined },
  { kind: 'GlobalNetworkPolicy', group: 'crd.projectcalico.org', selector: undefined },
];

/**
 * True where a network policy of the workspace says where the pods of a workload may connect to. One whose selector can't be read here may
 * be about them, and counts.
 */
export function hasEgressPolicy(workload: Workload, inventory: Inventory): boolean {
  return KINDS.some(({ kind, group, selector }) =>
    inventory
      .ofKind(kind)
      .some(({ resource }) => resource.group === group && limitsEgress(resource) && isAbout(resource, selector, workload, inventory)),
  );
}

/** Where the types are not given, a policy is about egress where it has rules for it (Kubernetes API reference, NetworkPolicySpec). */
function limitsEgress({ value }: Resource): boolean {
  const types = listAt(value, ['spec', 'policyTypes']) ?? listAt(value, ['spec', 'types']);
  return types ? types.includes('Egress') : ['egress', 'egressDeny'].some((field) => getAt(value, ['spec', field]) !== undefined);
}

function isAbout(policy: Resource, selector: string | undefined, { resource, podLabels }: Workload, inventory: Inventory): boolean {
  if (policy.kind === 'NetworkPolicy' || policy.kind === 'CiliumNetworkPolicy') {
    const [own, other] = [inventory.namespaceOf(resource), inventory.namespaceOf(policy)];
    if (own !== undefined && other !== undefined && own !== other) return false;
  }
  if (selector === undefined) return true;
  const pods = mapAt(policy.value, ['spec', selector]);
  return isMap(pods) && selectorMatches(pods, podLabels);
}
