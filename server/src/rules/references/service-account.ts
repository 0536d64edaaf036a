import { POD_KINDS, podSpecRoute, referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import { companionOfResource } from '../companions/owner.ts';
import { serviceAccount } from '../companions/service-account.ts';
import { defineRule } from '../define-rule.ts';
import { firstOfEach, missingReference, renamePatches, titleOfTarget } from '../missing-reference.ts';
import { titleOf } from '../title.ts';

const ACCOUNTS: ReadonlySet<string> = new Set(['serviceAccountName', 'serviceAccount']);

export default defineRule({
  id: 'references/service-account',
  level: 'warning',
  scope: 'resource',
  kinds: POD_KINDS,
  workspace: true,
  docs: {
    summary: 'Pods that run as a ServiceAccount which is not there',
    why:
      'The admission of a pod looks its ServiceAccount up and refuses the pod where there is none. The workload itself is accepted, so a rollout that ' +
      'hangs without a single new pod is all that shows.',
    fix: 'Correct the name, or apply the ServiceAccount with the workload. The quick fix writes it, with a token for the Kubernetes API only where a binding or the pods ask for it.',
    exceptions:
      'Information where the workspace has no other ServiceAccount that is surely in that namespace. Silent for `default`, which every namespace has, ' +
      'for names that are filled in later, for templates of Helm charts, and where a kustomization brings more than the workspace shows.',
    sources: ['Kubernetes documentation, Configure Service Accounts for Pods: the account must exist when the pod is created'],
  },
  messages: {
    missing: '{object} runs as {target}, which is not found in this workspace; without it none of its pods are created.',
    similar: '{object} runs as {target}, which is not found in this workspace; did you mean "{suggestion}"?',
  },
  *check(resource, { inventory, partial }) {
    const references = podSpecRoute(resource) ? referencesOf(resource).filter(({ via }) => ACCOUNTS.has(via)) : [];
    for (const reference of firstOfEach(references)) {
      const missing = missingReference(reference, resource, inventory);
      if (!missing) continue;
      const { hasOthers, suggestion, related } = missing;
      const data = { object: titleOf(resource), target: titleOfTarget(reference), name: reference.name };
      const level = hasOthers ? 'warning' : 'info';
      // A patch is no place for a new object.
      const fixes = partial ? [] : (['add'] as const);
      yield suggestion === undefined
        ? { at: reference.route, message: 'missing', level, data, fixes }
        : { at: reference.route, message: 'similar', level, data: { ...data, suggestion }, related, fixes: ['rename', ...fixes] };
    }
  },
  fixes: {
    rename: { title: 'Run as "{suggestion}"', safe: false, patches: renamePatches },
    add: {
      title: 'Add {target}',
      safe: false,
      companions: companionOfResource((owner, { name }, { inventory }) =>
        serviceAccount(owner, { token: needsToken(owner, String(name), inventory), name: String(name) }),
      ),
    },
  },
});

/** Whether the pods ask for a token, or somebody has bound rights to the account, which are of no use without one. */
function needsToken(owner: Resource, name: string, inventory: Inventory): boolean {
  const pod = podSpecRoute(owner) ?? owner.route;
  const stated = getAt(owner.value, [...pod.slice(owner.route.length), 'automountServiceAccountToken']);
  if (typeof stated === 'boolean') return stated;
  return inventory.referrersOf('ServiceAccount', inventory.namespaceOf(owner), name).some(({ reference }) => reference.via === 'subject');
}
