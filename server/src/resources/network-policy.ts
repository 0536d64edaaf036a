import { getAt, isList, listAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json } from '../yaml/types.ts';
import { isFilledIn, mayBeSame } from './built-in-names.ts';
import type { Entry, Inventory, ObjectTrait, Resource, Workload } from './types.ts';

/** What a policy may be about: who reaches its pods, or whom these reach. */
export type TrafficDirection = 'ingress' | 'egress';

/** A kind of policies in the network. */
interface PolicyKind {
  readonly kind: string;
  readonly group: string;
  /** Field of `spec` with its selector of pods; undefined: one in a language of its own, or by namespaces. */
  readonly selector: 'podSelector' | 'endpointSelector' | undefined;
  /** True where it has no namespace. */
  readonly isClusterWide: boolean;
}

/** Those of Kubernetes, of its SIG Network, of Cilium and of Calico (their API references). */
const KINDS: readonly PolicyKind[] = [
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', selector: 'podSelector', isClusterWide: false },
  { kind: 'CiliumNetworkPolicy', group: 'cilium.io', selector: 'endpointSelector', isClusterWide: false },
  { kind: 'CiliumClusterwideNetworkPolicy', group: 'cilium.io', selector: 'endpointSelector', isClusterWide: true },
  { kind: 'AdminNetworkPolicy', group: 'policy.networking.k8s.io', selector: undefined, isClusterWide: true },
  { kind: 'BaselineAdminNetworkPolicy', group: 'policy.networking.k8s.io', selector: undefined, isClusterWide: true },
  ...['projectcalico.org', 'crd.projectcalico.org'].flatMap((group) => [
    { kind: 'NetworkPolicy', group, selector: undefined, isClusterWide: false },
    { kind: 'GlobalNetworkPolicy', group, selector: undefined, isClusterWide: true },
  ]),
];

const NAMES: readonly string[] = [...new Set(KINDS.map(({ kind }) => kind))];

function kindOf({ kind, group }: Resource): PolicyKind | undefined {
  return KINDS.find((candidate) => candidate.kind === kind && candidate.group === group);
}

/** The policies that select the pods of an object. One whose selector can't be read here may do so, and counts. */
export function policiesOn(resource: Resource, inventory: Inventory): readonly Resource[] {
  // Most workspaces have none, and then every workload asks.
  if (!NAMES.some((kind) => inventory.hasKind(kind))) return [];
  const selections = inventory.selectedBy(resource).filter(({ selector }) => selector.via === 'policy');
  const unread = inventory.filedBy(UNREAD).map((entry) => entry.resource);
  return [
    ...new Set([...selections.map(({ entry }) => entry.resource), ...unread.filter((policy) => isNear(policy, resource, inventory))]),
  ];
}

/**
 * A policy for other pods of the namespace that an object is in, or of what is applied with it; undefined where there is none.
 * @param direction that it limits; any where absent
 */
export function policyBeside(resource: Resource, inventory: Inventory, direction?: TrafficDirection): Resource | undefined {
  const own = inventory.namespaceOf(resource);
  const twins = twinsOf(resource, inventory);
  return NAMES.flatMap((kind) => LIMITING[direction ?? 'any'](inventory.ofKind(kind))).find((policy) => {
    const other = inventory.namespaceOf(policy);
    const isClusterWide = kindOf(policy)?.isClusterWide === true;
    if (!isClusterWide && !mayBeSame(own, other)) return false;
    if (inventory.areAppliedTogether(policy, resource)) return true;
    const isInNamespace = isClusterWide || (own !== undefined && own === other);
    const isOfVariant = twins.some((twin) => inventory.areAppliedTogether(policy, twin));
    return isInNamespace && !isOfVariant && inventory.placementsOf(policy).length > 0;
  });
}

/** Objects of the same kind and name elsewhere: what is applied with them is for another variant of the deployment. */
function twinsOf(resource: Resource, inventory: Inventory): readonly Resource[] {
  const { kind, name } = resource;
  const found = name === undefined ? [] : inventory.find(kind, inventory.namespaceOf(resource), name);
  return found.map((entry) => entry.resource).filter((twin) => twin !== resource);
}

/** Those of some objects that are policies and limit a direction, or any. Every workload asks, so they are sorted out once. */
const LIMITING: Readonly<Record<TrafficDirection | 'any', (policies: readonly Entry[]) => readonly Resource[]>> = {
  any: memo((policies) => policiesAmong(policies)),
  ingress: memo((policies) => policiesAmong(policies).filter((policy) => limitsTraffic(policy, 'ingress'))),
  egress: memo((policies) => policiesAmong(policies).filter((policy) => limitsTraffic(policy, 'egress'))),
};

function policiesAmong(entries: readonly Entry[]): readonly Resource[] {
  return entries.map(({ resource }) => resource).filter((resource) => kindOf(resource) !== undefined);
}

/**
 * True where a policy limits one direction. Those of Kubernetes and Calico say so by their types, without any they are about ingress, and
 * about egress where they have rules for it; those of Cilium are about what they have rules for (their API references).
 */
export function limitsTraffic(policy: Resource, direction: TrafficDirection): boolean {
  const { value, group } = policy;
  const types = listAt(value, ['spec', 'policyTypes']) ?? listAt(value, ['spec', 'types']);
  if (types) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  if (group === 'cilium.io') {
    return [direction, `${direction}Deny`].some((field) => getAt(value, ['spec', field]) !== undefined) || isList(value.specs);
  }
  const hasEgress = (listAt(value, ['spec', 'egress']) ?? []).length > 0;
  return direction === 'egress' ? hasEgress : group === 'networking.k8s.io' || !hasEgress;
}

/** True where a network policy of the workspace says where the pods of a workload may connect to. */
export function hasEgressPolicy({ resource }: Workload, inventory: Inventory): boolean {
  return policiesOn(resource, inventory).some((policy) => limitsTraffic(policy, 'egress'));
}

/** Policies whose selectors are in a language of their own, or hold what is filled in later. */
const UNREAD: ObjectTrait = { id: 'unread-policy', kinds: NAMES, keysOf: (policy) => (isUnread(policy) ? [''] : []) };

function isUnread(policy: Resource): boolean {
  const kind = kindOf(policy);
  if (kind === undefined) return false;
  return kind.selector === undefined || textsIn(getAt(policy.value, ['spec', kind.selector])).some(isFilledIn);
}

function textsIn(selector: Json | undefined): readonly string[] {
  if (typeof selector === 'string') return [selector];
  return typeof selector === 'object' && selector !== null ? Object.values(selector).flatMap(textsIn) : [];
}

function isNear(policy: Resource, resource: Resource, inventory: Inventory): boolean {
  return kindOf(policy)?.isClusterWide === true || mayBeSame(inventory.namespaceOf(resource), inventory.namespaceOf(policy));
}
