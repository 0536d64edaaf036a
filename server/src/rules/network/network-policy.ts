import type { Resource } from '../../resources/types.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';

/** What a NetworkPolicy may be about. */
export type Direction = 'ingress' | 'egress';

/** A rule of a NetworkPolicy. Absent or empty peers stand for everyone, absent or empty ports for every port (Kubernetes API reference). */
export interface PolicyRule {
  readonly route: Route;
  /** `from` of an ingress rule, `to` of an egress rule. */
  readonly peers: readonly Json[];
  /** Route of the peers, be they there or not. */
  readonly peersAt: Route;
  readonly ports: readonly Json[];
  readonly portsAt: Route;
  /** True for `{}`, which has no key to point at. */
  readonly isBare: boolean;
}

/** True for Kubernetes' own NetworkPolicy; Calico has a kind of the same name. */
export function isNetworkPolicy(resource: Resource): boolean {
  return resource.kind === 'NetworkPolicy' && (resource.group === 'networking.k8s.io' || resource.group === 'extensions');
}

/** The rules of a NetworkPolicy in one direction. One that is about this direction and has none denies everything. */
export function policyRules(policy: Resource, direction: Direction): readonly PolicyRule[] {
  const peersKey = direction === 'ingress' ? 'from' : 'to';
  return (listAt(policy.value, ['spec', direction]) ?? []).flatMap((rule, index) => {
    if (!isMap(rule)) return [];
    const route = [...policy.route, 'spec', direction, index];
    return [
      {
        route,
        peers: listAt(rule, [peersKey]) ?? [],
        peersAt: [...route, peersKey],
        ports: listAt(rule, ['ports']) ?? [],
        portsAt: [...route, 'ports'],
        isBare: Object.keys(rule).length === 0,
      },
    ];
  });
}

/**
 * True where a NetworkPolicy is about a direction: its `policyTypes` say so; without any it is about ingress, and about egress where it has
 * a rule for it (Kubernetes API reference, NetworkPolicySpec.policyTypes).
 */
export function isAbout(policy: Resource, direction: Direction): boolean {
  const types = listAt(policy.value, ['spec', 'policyTypes']);
  const name = direction === 'ingress' ? 'Ingress' : 'Egress';
  if (types !== undefined) return types.includes(name);
  return direction === 'ingress' || (listAt(policy.value, ['spec', 'egress']) ?? []).length > 0;
}

/** A peer's block of addresses, such as `10.0.0.0/8`. */
export function blockOf(peer: Json): string | undefined {
  return stringAt(peer, ['ipBlock', 'cidr']);
}
