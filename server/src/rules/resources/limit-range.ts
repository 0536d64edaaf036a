import { chosenTier } from '../../capacity/tiers.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { limitRange } from '../companions/limit-range.ts';
import { companionOfResource } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { isUnseen } from '../unseen.ts';

export default defineRule({
  id: 'resources/limit-range',
  guide: ['resource-limits'],
  level: 'strict',
  scope: 'resource',
  kinds: ['Namespace'],
  workspace: true,
  docs: {
    summary: 'A namespace with workloads and neither a LimitRange nor a ResourceQuota',
    why:
      'A container without requests and limits is scheduled anywhere and takes what it can get. A LimitRange gives defaults to those that somebody ' +
      'has forgotten, and a ResourceQuota keeps the whole namespace within its share.',
    fix:
      'Add a LimitRange with defaults. The quick fix writes what the guide gives a worker of the tier, its smallest; containers that state their own ' +
      'keep them.',
    exceptions:
      'Namespaces for which the workspace has no workload; and those where it has a LimitRange or ResourceQuota without a namespace of its own that ' +
      'is applied together with them. Silent where a kustomization brings more than the workspace shows.',
    sources: ['Deployment guide, container strategy: resource limits', 'Kubernetes documentation, Limit Ranges; Resource Quotas'],
  },
  messages: {
    missing:
      '{namespace} has workloads, but no LimitRange or ResourceQuota was found in this workspace, so a container that states no resources takes what ' +
      'it can get.',
  },
  *check(namespace, { inventory, partial }) {
    if (namespace.kind !== 'Namespace' || namespace.group !== '' || partial || namespace.name === undefined) return;
    if (!hasWorkloads(namespace.name, inventory) || isLimited(namespace, inventory) || isUnseen(namespace, inventory)) return;
    yield { at: [...namespace.route, 'metadata', 'name'], message: 'missing', data: { namespace: titleOf(namespace) } };
  },
  fixes: {
    add: {
      title: 'Add a LimitRange to {namespace}',
      safe: false,
      companions: companionOfResource(({ name }, _, { settings, inventory }) =>
        name === undefined ? undefined : limitRange(name, chosenTier(settings, inventory)),
      ),
    },
  },
});

function hasWorkloads(name: string, inventory: Inventory): boolean {
  return inventory.workloads().some(({ workload }) => inventory.namespaceOf(workload.resource) === name);
}

function isLimited(namespace: Resource, inventory: Inventory): boolean {
  return ['LimitRange', 'ResourceQuota'].some((kind) =>
    inventory.ofKind(kind).some(({ resource }) => {
      const stated = inventory.namespaceOf(resource);
      return stated === undefined ? inventory.areAppliedTogether(namespace, resource) : stated === namespace.name;
    }),
  );
}
