import type { Resource } from '../../resources/types.ts';
import { listAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import type { Direction, PolicyRule } from './network-policy.ts';
import { blockOf, isNetworkPolicy, policyRules } from './network-policy.ts';

type Found = Problem<'everyone' | 'everywhere' | 'ports' | 'internet', never>;

export default defineRule({
  id: 'network/policy-breadth',
  guide: ['least-privilege-network'],
  level: 'info',
  scope: 'resource',
  kinds: ['NetworkPolicy'],
  docs: {
    summary: 'A rule of a NetworkPolicy that allows everything',
    why:
      'A rule without peers and ports undoes the policy for its direction: whoever breaks into any pod of the cluster reaches these ' +
      'pods, or gets out from them. It also reads as if someone had thought about it.',
    fix: 'Name the pods, namespaces or addresses that need it, and the ports they need.',
    exceptions:
      'A public entry may well be open to everyone: suppress it there and say so. Rules that limit the ports but not who comes in are ' +
      'reported in the strict profile only. Egress to `0.0.0.0/0` is not looked at here; neither are the policies of Cilium and Calico.',
    sources: [
      'Deployment guide, network security: security-group rules of least privilege',
      'Kubernetes API reference, NetworkPolicyIngressRule and NetworkPolicyEgressRule: absent or empty peers match everything',
    ],
  },
  messages: {
    everyone:
      '{object} lets everyone in on every port (ingress rule {number} is empty), so it protects its pods from nobody; name who needs ' +
      'them and on which ports.',
    everywhere:
      '{object} lets its pods out to every address and port (egress rule {number} is empty), so it holds back nobody who breaks into ' +
      'one; name what they need.',
    ports: '{object} lets everyone in on the ports of ingress rule {number}, other namespaces included; name who needs them.',
    internet: '{object} lets the whole internet in ({block}); name the addresses of those who need it.',
  },
  *check(resource) {
    if (!isNetworkPolicy(resource)) return;
    yield* checkRules(resource, 'ingress');
    yield* checkRules(resource, 'egress');
  },
});

function* checkRules(policy: Resource, direction: Direction): Iterable<Found> {
  const object = titleOf(policy);
  const isIngress = direction === 'ingress';
  for (const [index, rule] of policyRules(policy, direction).entries()) {
    const data = { object, number: index + 1 };
    const isForAll = rule.peers.length === 0;
    if (isForAll && rule.ports.length === 0) {
      yield { at: rule.route, part: rule.isBare ? 'value' : 'nearest', message: isIngress ? 'everyone' : 'everywhere', data };
    } else if (isForAll && isIngress) yield { at: rule.peersAt, message: 'ports', level: 'strict', data };
    else if (isIngress) yield* openBlocks(policy, rule);
  }
}

function* openBlocks(policy: Resource, { peers, peersAt }: PolicyRule): Iterable<Found> {
  for (const [index, peer] of peers.entries()) {
    const block = blockOf(peer);
    if (block === undefined || !/\/0$/.test(block) || (listAt(peer, ['ipBlock', 'except']) ?? []).length > 0) continue;
    yield { at: [...peersAt, index, 'ipBlock', 'cidr'], message: 'internet', data: { object: titleOf(policy), block } };
  }
}
