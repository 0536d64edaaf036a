import type { Inventory, Workload } from '../../resources/types.ts';
import { companionOfWorkload } from '../companions/owner.ts';
import { serviceAccount } from '../companions/service-account.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data } from '../types.ts';
import { DEFAULT_ACCOUNT, hasRights, serviceAccountOf, tokenMountOf } from './service-account.ts';

export default defineRule({
  id: 'security/default-service-account',
  guide: ['least-privilege'],
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: "A pod that runs as its namespace's default service account",
    why:
      'All pods without a service account of their own share the one named default. Whatever right one of them is given, all others ' +
      'have as well, and the audit log can not tell who used it.',
    fix:
      'Give the workload a service account of its own. The quick fix writes one, without a token for the Kubernetes API unless the ' +
      'pod asks for it; rights that default was given have to move with it.',
    exceptions:
      'Where the pods have a token that nobody asked for, that is the finding (`security/service-account-token`); without a token the ' +
      'account hardly matters, so that the strict profile alone reports it. Silent where a kustomize patch of the workspace names ' +
      'another account, and in such a patch.',
    sources: ['Kubernetes documentation, Service Accounts: default service accounts'],
  },
  messages: {
    default:
      '{workload} runs as the default service account, whose rights it shares with every other pod of its namespace; one of its own ' +
      'is wanted.',
    bound:
      '{workload} runs as the default service account, so the rights that a binding of this workspace gives it go to every other pod ' +
      'of the namespace as well; one of its own is wanted.',
  },
  *check(workload, { inventory, partial }) {
    const account = serviceAccountOf(workload, inventory);
    if (partial || account.name !== DEFAULT_ACCOUNT || workload.containers.length === 0) return;
    const bound = hasRights(workload, inventory);
    const mount = tokenMountOf(workload, inventory);
    const data = dataFor(workload, mount === 'asked', inventory);
    yield {
      at: [...workload.podSpecRoute, account.field ?? 'serviceAccountName'],
      message: bound ? 'bound' : 'default',
      data,
      level: mount === 'none' ? 'strict' : 'info',
      coveredBy: 'security/service-account-token',
      // With another account the pods lose the rights.
      fixes: bound || data.account === undefined ? [] : ['own'],
    };
  },
  fixes: {
    own: {
      title: 'Run as a service account of its own, {account}',
      safe: false,
      patches: ({ at, data: { account = null } }) => [{ op: 'set', at, value: account }],
      companions: (problem, context) => (problem.data.isThere === true ? [] : ownAccount(problem, context)),
    },
  },
});

const ownAccount = companionOfWorkload(({ resource }, { needsToken }) => serviceAccount(resource, { token: needsToken === true }));

/** What the fix needs: the account to run as, and whether the workspace has it already. */
function dataFor({ resource }: Workload, needsToken: boolean, inventory: Inventory): Data {
  const { name } = resource;
  const title = { workload: titleOf(resource) };
  if (name === undefined || name === DEFAULT_ACCOUNT) return title;
  const isThere = inventory.find('ServiceAccount', inventory.namespaceOf(resource), name).length > 0;
  return { ...title, account: name, isThere, needsToken };
}
