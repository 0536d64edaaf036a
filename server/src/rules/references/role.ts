import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Missing } from '../missing-reference.ts';
import { missingReference, renamePatches, titleOfTarget } from '../missing-reference.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

type Message = 'role' | 'similarRole' | 'subject' | 'similarSubject' | 'elsewhere';
type FixId = 'rename' | 'move';

export default defineRule({
  id: 'references/role',
  level: 'warning',
  scope: 'resource',
  kinds: ['ClusterRoleBinding', 'RoleBinding'],
  workspace: true,
  docs: {
    summary: 'A binding of a role or a ServiceAccount that is not there',
    why:
      'The API server takes a binding to whatever it names. One that names no role, or an account that nobody runs as, grants nothing, and the ' +
      'software finds out by a "forbidden" when it first asks.',
    fix: 'Name the role and the account as their own manifests do, the account with the namespace that it is in. A roleRef cannot be changed on a live binding: delete that first.',
    exceptions:
      'Information where the workspace has no other role or account that is surely in that namespace. Silent for what every cluster has (`view`, ' +
      '`cluster-admin`, `system:…`, the account `default`), for users and groups, for accounts of namespaces of which the workspace has none, for ' +
      'names that are filled in later, for templates of Helm charts, and where a kustomization brings more than the workspace shows.',
    sources: ['Kubernetes documentation, Using RBAC Authorization: RoleBinding and ClusterRoleBinding, Default roles and role bindings'],
  },
  messages: {
    role: '{object} binds {target}, which is not found in this workspace; without it nothing is granted.',
    similarRole: '{object} binds {target}, which is not found in this workspace; did you mean "{suggestion}"?',
    subject: '{object} grants rights to {target}, which is not found in this workspace; without it nobody has them.',
    similarSubject: '{object} grants rights to {target}, which is not found in this workspace; did you mean "{suggestion}"?',
    elsewhere:
      '{object} grants rights to {target}, but in this workspace that account is in namespace "{namespace}", where pods do not get them.',
  },
  *check(resource, { inventory }) {
    for (const reference of referencesOf(resource)) {
      if (reference.via !== 'roleRef' && reference.via !== 'subject') continue;
      const missing = missingReference(reference, resource, inventory);
      if (!missing) continue;
      yield* reference.via === 'roleRef'
        ? [roleProblem(resource, reference, missing)]
        : subjectProblems(resource, reference, missing, inventory);
    }
  },
  fixes: {
    rename: { title: 'Name "{suggestion}"', safe: false, patches: renamePatches },
    move: {
      title: 'Set the namespace to {namespace}',
      safe: false,
      patches: ({ at, data: { namespace = null } }) => [{ op: 'set', at, value: namespace, after: ['name'] }],
    },
  },
});

function roleProblem(resource: Resource, reference: Reference, { hasOthers, suggestion, related }: Missing): Problem<Message, FixId> {
  const data = { object: titleOf(resource), target: titleOfTarget(reference) };
  const level = hasOthers ? 'warning' : 'info';
  return suggestion === undefined
    ? { at: reference.route, message: 'role', level, data, fixes: [] }
    : { at: reference.route, message: 'similarRole', level, data: { ...data, suggestion }, related, fixes: ['rename'] };
}

function* subjectProblems(
  resource: Resource,
  reference: Reference,
  { hasOthers, suggestion, related }: Missing,
  inventory: Inventory,
): Iterable<Problem<Message, FixId>> {
  const data = { object: titleOf(resource), target: titleOfTarget(reference) };
  const namesakes = inventory.find('ServiceAccount', undefined, reference.name);
  const elsewhere = namesakes.find((entry) => inventory.areAppliedTogether(resource, entry.resource));
  const namespace = elsewhere && inventory.namespaceOf(elsewhere.resource);
  if (elsewhere && namespace !== undefined) {
    yield {
      at: [...reference.route.slice(0, -1), 'namespace'],
      message: 'elsewhere',
      data: { ...data, namespace },
      related: [{ in: elsewhere.resource, at: [...elsewhere.resource.route, 'metadata', 'namespace'], message: 'The account' }],
      fixes: ['move'],
    };
  } else if (suggestion !== undefined) {
    const level = hasOthers ? 'warning' : 'info';
    yield { at: reference.route, message: 'similarSubject', level, data: { ...data, suggestion }, related, fixes: ['rename'] };
  } else if (hasOthers || isOwnNamespace(resource, reference, inventory)) {
    yield { at: reference.route, message: 'subject', level: hasOthers ? 'warning' : 'info', data, fixes: [] };
  }
}

function isOwnNamespace(resource: Resource, { namespace }: Reference, inventory: Inventory): boolean {
  return namespace === undefined || namespace === inventory.namespaceOf(resource);
}
