import { limitsTraffic, policiesOn, policyBeside } from '../../resources/network-policy.ts';
import type { Inventory, Resource, RoleName, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { listAt } from '../../yaml/json.ts';
import { companionOfWorkload, workloadAt } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { blockOf, isNetworkPolicy, policyRules } from './network-policy.ts';
import { egressPolicyFor } from './policy-companion.ts';
import { firstAmong, isForPolicies, othersText } from './workloads-beside.ts';

type Found = Problem<'open' | 'none' | 'anywhere', 'add' | 'addAll' | 'except'>;

/** Private networks and the link of the node with its cloud, by what they are left out of (RFC 1918, RFC 3927; RFC 4193, RFC 4291). */
const PRIVATE: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  '::/0': ['fc00::/7', 'fe80::/10'],
};

/** Roles that other rules are for: databases and caches, and the sandboxes of tools. Gateways and monitoring reach all that there is. */
const OTHERS: ReadonlySet<RoleName> = new Set(['database', 'cache', 'tool-executor', 'gateway', 'monitoring']);

export default defineRule({
  id: 'network/egress',
  guide: ['controlled-egress'],
  level: 'info',
  scope: 'resource',
  kinds: ['NetworkPolicy', ...WORKLOAD_KINDS],
  workspace: true,
  docs: {
    summary: 'An application whose pods may connect to every address',
    why:
      "Whoever breaks into a pod loads the rest of the attack from the internet, and sends what was found back to it. The cloud's metadata " +
      'service and the company behind the cluster are as near. A pod that may connect to what it needs and no more is of little use for that.',
    fix:
      'Add a policy of type Egress that names what the pods connect to, cluster DNS among it. The quick fix writes it where the addresses ' +
      'stand in this workspace. In a rule for the internet except the private addresses.',
    exceptions:
      'Only workloads that a policy protects already; without any, `network/policy` speaks. Where no policy limits egress at all, it is ' +
      'given once for all workloads of a folder. Databases, caches and tool executors have rules of their own; gateways and monitoring are left out. ' +
      'Silent for Jobs, the network of the node, in patches, unused components and templates of Helm charts.',
    sources: [
      'Deployment guide, network security: application subnets have controlled egress',
      'Kubernetes documentation, Network Policies: a pod is not isolated for egress unless a policy with Egress among its types selects it',
    ],
  },
  messages: {
    open:
      '{workload} may connect to every address, since no NetworkPolicy of this workspace limits its egress, as {policy} does for others; name ' +
      'what it needs.',
    none: '{workload}{others} may connect to every address, since the policies of this workspace limit ingress alone; name what each needs.',
    anywhere:
      '{object} lets its pods out to every address ({block}), those of the private networks and of the metadata service of the cloud ' +
      'included; except those where the internet is meant.',
  },
  *check(resource, { inventory, partial }) {
    if (partial) return;
    if (isNetworkPolicy(resource)) yield* openBlocks(resource);
    const workload = workloadOf(resource);
    if (workload) yield* workloadProblems(workload, inventory);
  },
  fixes: {
    add: {
      title: 'Add a NetworkPolicy for the egress of {workload}',
      safe: false,
      companions: companionOfWorkload((workload, _, { inventory }) => egressPolicyFor(workload, inventory)),
    },
    addAll: {
      title: 'Add a NetworkPolicy for the egress of {workload}{others}',
      safe: false,
      companions: ({ at }, { document, inventory }) => {
        const workload = workloadAt(document, at);
        const open = workload ? openBeside(workload, inventory) : [];
        const policies = open.map((each) => egressPolicyFor(each, inventory)).filter((policy) => policy !== undefined);
        return policies.length > 0 ? policies : undefined;
      },
    },
    except: {
      title: 'Except private addresses',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at: [...at.slice(0, -1), 'except'], value: wanted }],
    },
  },
});

function* openBlocks(policy: Resource): Iterable<Found> {
  for (const { peers, peersAt } of policyRules(policy, 'egress')) {
    for (const [index, peer] of peers.entries()) {
      const block = blockOf(peer) ?? '';
      const wanted = PRIVATE[block];
      if (wanted === undefined || (listAt(peer, ['ipBlock', 'except']) ?? []).length > 0) continue;
      const at = [...peersAt, index, 'ipBlock', 'cidr'];
      yield { at, message: 'anywhere', data: { object: titleOf(policy), block, wanted }, fixes: ['except'] };
    }
  }
}

function* workloadProblems(workload: Workload, inventory: Inventory): Iterable<Found> {
  const { resource } = workload;
  if (!isApplication(workload) || inventory.placementsOf(resource).length === 0 || !isOpen(workload, inventory)) return;
  const at = [...resource.route, 'metadata', 'name'];
  const data = { workload: titleOf(resource) };
  const other = policyBeside(resource, inventory, 'egress');
  if (other) {
    const related = [{ in: other, at: [...other.route, 'metadata', 'name'], message: 'This policy limits the egress of other pods' }];
    yield { at, message: 'open', data: { ...data, policy: titleOf(other) }, related, fixes: ['add'] };
    return;
  }
  const others = openBeside(workload, inventory).length - 1;
  if (others < 0) return;
  yield { at, message: 'none', data: { ...data, others: othersText(others) }, fixes: others === 0 ? ['add'] : ['addAll'] };
}

function isApplication(workload: Workload): boolean {
  return isForPolicies(workload) && !(workload.role && OTHERS.has(workload.role.name));
}

/** Protected by a policy, but not from inside. */
function isOpen({ resource }: Workload, inventory: Inventory): boolean {
  const policies = policiesOn(resource, inventory);
  return policies.length > 0 && !policies.some((policy) => limitsTraffic(policy, 'egress'));
}

/** The open ones of a folder, for the first of them. */
function openBeside(workload: Workload, inventory: Inventory): readonly Workload[] {
  return firstAmong(workload, inventory, (each) => isApplication(each) && isOpen(each, inventory));
}
