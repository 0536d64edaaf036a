import { stringsOf } from '../../resources/resource.ts';
import { selectorMatches } from '../../resources/selector.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { equals, getAt, isMap } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { dnsAccess } from './dns.ts';
import { isAbout, isNetworkPolicy, policyRules } from './network-policy.ts';

export default defineRule({
  id: 'network/dns-egress',
  level: 'warning',
  scope: 'resource',
  kinds: ['NetworkPolicy'],
  workspace: true,
  docs: {
    summary: 'A NetworkPolicy limits egress without allowing DNS',
    why:
      'Once a policy limits egress, DNS is refused like everything else that it does not name. Every connection by name then fails, ' +
      'first with timeouts, which look like a broken application.',
    fix: 'Allow port 53 to the DNS of the cluster, by UDP and by TCP, which answers that do not fit into a datagram need.',
    exceptions:
      'A policy without any egress rule denies everything on purpose. Silent where another policy of the workspace allows DNS for the ' +
      'same pods, since policies add up, where a rule may include DNS (kube-system, all namespaces, private addresses without ports), ' +
      'and in patches.',
    sources: [
      'Kubernetes documentation, Network Policies: what is not allowed is denied, and policies add up',
      'RFC 7766: DNS over TCP is required of all resolvers',
    ],
  },
  messages: {
    none:
      '{object} limits egress and allows no DNS, so its pods cannot look up the names of what it lets them reach; allow port 53 by UDP ' +
      'and TCP.',
    tcpOnly:
      '{object} allows DNS by TCP alone (a port without a protocol is TCP), but lookups start by UDP, so every name takes a timeout or ' +
      'fails; allow port 53 by UDP too.',
  },
  *check(resource, { partial, inventory }) {
    if (partial || !isNetworkPolicy(resource) || !isAbout(resource, 'egress')) return;
    const rules = policyRules(resource, 'egress');
    const accesses = rules.map(dnsAccess);
    if (rules.length === 0 || accesses.includes('udp') || isAllowedElsewhere(resource, inventory)) return;
    const object = titleOf(resource);
    const byTcp = rules[accesses.indexOf('tcp')];
    if (byTcp === undefined)
      yield { at: [...resource.route, 'spec', 'egress'], part: 'key', message: 'none', data: { object }, fixes: ['allow'] };
    else yield { at: byTcp.portsAt, part: 'key', message: 'tcpOnly', data: { object }, fixes: ['udp'] };
  },
  fixes: {
    allow: {
      title: 'Allow DNS to kube-dns in kube-system',
      safe: false,
      patches: ({ at }) => [{ op: 'insert', at, value: DNS_RULE }],
    },
    udp: {
      title: 'Allow port 53 by UDP too',
      safe: false,
      patches: ({ at }) => [{ op: 'insert', at, value: { protocol: 'UDP', port: 53 } }],
    },
  },
});

/** The labels that kubeadm, kops and the clouds give the Service's pods, CoreDNS or not (Kubernetes documentation, Debugging DNS Resolution). */
const DNS_RULE: Json = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** Whether another policy lets at least the same pods ask DNS. */
function isAllowedElsewhere(policy: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(policy);
  return inventory
    .ofKind('NetworkPolicy')
    .map(({ resource }) => resource)
    .filter((other) => other !== policy && isNetworkPolicy(other) && selectsAsMany(other, policy))
    .filter((other) => {
      const theirs = inventory.namespaceOf(other);
      return namespace === undefined || theirs === undefined || namespace === theirs;
    })
    .some((other) => policyRules(other, 'egress').map(dnsAccess).includes('udp'));
}

/** True where one policy surely selects all pods that another does. */
function selectsAsMany(one: Resource, other: Resource): boolean {
  const [wide, narrow] = [one, other].map((policy) => getAt(policy.value, ['spec', 'podSelector']));
  if (equals(wide, narrow) || (isMap(wide) && Object.keys(wide).length === 0)) return true;
  return selectorMatches(wide, stringsOf(getAt(narrow, ['matchLabels'])));
}
