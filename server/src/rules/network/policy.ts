import { policiesOn, policyBeside } from '../../resources/network-policy.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { companionOfWorkload, workloadAt } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { policyFor } from './policy-companion.ts';
import { firstAmong, isForPolicies, othersText } from './workloads-beside.ts';

/** The rule that says the same of databases and caches, where it is worse. */
const DATASTORES = 'network/datastore-isolation';

export default defineRule({
  id: 'network/policy',
  guide: ['nacl'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'No NetworkPolicy selects the pods of a workload',
    why:
      'Without a policy every pod of the cluster may connect to every other one, on every port. Whoever breaks into one of them then has ' +
      'all the others to try, whatever the firewall in front of the cluster says.',
    fix:
      'Add a policy that names who connects to the pods, on which ports, and whom they connect to. The quick fix writes it from the ' +
      'Services, routes and addresses of this workspace: read it before it is applied, since what the workspace does not show, it cuts off.',
    exceptions:
      'Where policies protect some workloads and not others, each of these is a warning. Where none was found at all, they may be kept ' +
      'elsewhere, so it is information, given once for all workloads of a folder. Policies of Cilium and Calico and admin policies count, ' +
      'and so does one whose selector cannot be read here. Silent for Jobs and CronJobs, for pods in the network of their node, which no ' +
      'policy holds, in the namespaces of Kubernetes itself (kube-*), in patches, unused components and templates of Helm charts.',
    sources: [
      'Deployment guide, network security: network access control',
      'Kubernetes documentation, Network Policies: a pod that no policy selects is not isolated',
    ],
  },
  messages: {
    hole:
      '{workload} has no NetworkPolicy in this workspace, although {policy} protects others, so every pod of the cluster reaches it on every ' +
      'port.',
    none:
      'No NetworkPolicy was found in this workspace for {workload}{others}, so nothing limits who connects to these pods; where ' +
      'policies are kept elsewhere, switch this rule off.',
  },
  *check(workload, { inventory, partial }) {
    const { resource } = workload;
    if (partial || !isForPolicies(workload) || inventory.placementsOf(resource).length === 0) return;
    if (policiesOn(resource, inventory).length > 0) return;
    const at = [...resource.route, 'metadata', 'name'];
    const data = { workload: titleOf(resource) };
    const other = policyBeside(resource, inventory);
    if (other) {
      const related = [{ in: other, at: [...other.route, 'metadata', 'name'], message: 'This policy is for other pods' }];
      yield { at, message: 'hole', data: { ...data, policy: titleOf(other) }, related, coveredBy: DATASTORES, fixes: ['add'] };
      return;
    }
    const others = openBeside(workload, inventory).length - 1;
    if (others < 0) return;
    const rest = { data: { ...data, others: othersText(others) }, level: 'info' } as const;
    yield { at, message: 'none', ...rest, fixes: others === 0 ? ['add'] : ['addAll'] };
  },
  fixes: {
    add: {
      title: 'Add a NetworkPolicy for {workload}',
      safe: false,
      companions: companionOfWorkload((workload, _, { inventory }) => policyFor(workload, inventory)),
    },
    addAll: {
      title: 'Add a NetworkPolicy for {workload}{others}',
      safe: false,
      companions: ({ at }, { document, inventory }) => {
        const workload = workloadAt(document, at);
        const open = workload ? openBeside(workload, inventory) : [];
        const policies = open.map((each) => policyFor(each, inventory)).filter((policy) => policy !== undefined);
        return policies.length > 0 ? policies : undefined;
      },
    },
  },
});

/** The workloads of a folder that no policy selects, for the first of them. */
function openBeside(workload: Workload, inventory: Inventory): readonly Workload[] {
  return firstAmong(workload, inventory, ({ resource }) => policiesOn(resource, inventory).length === 0);
}
