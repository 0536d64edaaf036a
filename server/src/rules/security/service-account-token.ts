import type { Inventory, Workload } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { levelForAgent, nodeAgentOf } from './node-agent.ts';
import { hasRights, serviceAccountOf, tokenMountOf } from './service-account.ts';

export default defineRule({
  id: 'security/service-account-token',
  guide: ['least-privilege'],
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A pod with a token for the Kubernetes API that nothing in the workspace gives any rights',
    why:
      'Every pod gets a token for the Kubernetes API in its file system unless somebody says otherwise. Hardly an application asks ' +
      'the API, but whoever breaks in has the token, with all the rights that anybody ever gives to the service account.',
    fix: 'Set automountServiceAccountToken to false, at the pod or at its service account, unless the application talks to the API.',
    exceptions:
      'Silent where a RoleBinding or ClusterRoleBinding of the workspace gives the service account rights, for operators and ' +
      "controllers by their names, where Vault's agent is injected, which logs in with the token, where a kustomize patch of the " +
      'workspace states it, and in such a patch. A pod that asks for the token, and components that configure their nodes, are ' +
      'reported in the strict profile only. For tool executors it is part of `security/tool-sandbox`.',
    sources: [
      'Kubernetes documentation, Configure Service Accounts for Pods: opt out of API credential automounting',
      'Kubernetes documentation, RBAC Good Practices: minimize distribution of privileged tokens',
    ],
  },
  messages: {
    default:
      '{workload} mounts a token for the Kubernetes API (service account {account}), to which no binding of this workspace gives any ' +
      'rights; set automountServiceAccountToken to false, so that nobody who breaks in can use it.',
    asked:
      '{workload} asks for a token for the Kubernetes API (service account {account}), to which no binding of this workspace gives ' +
      'any rights.',
  },
  *check(workload, { inventory, partial }) {
    const mount = tokenMountOf(workload, inventory);
    if (partial || mount === 'none' || workload.containers.length === 0 || needsToken(workload, inventory)) return;
    yield {
      at: [...workload.podSpecRoute, 'automountServiceAccountToken'],
      message: mount,
      data: { workload: titleOf(workload.resource), account: serviceAccountOf(workload, inventory).name },
      level: mount === 'asked' ? 'strict' : levelForAgent('info', nodeAgentOf(workload), 'control'),
      ...(workload.role?.name === 'tool-executor' ? { coveredBy: 'security/tool-sandbox' } : {}),
    };
  },
  fixes: {
    unmount: {
      title: 'Set automountServiceAccountToken to false',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: false, after: ['serviceAccountName', 'serviceAccount'] }],
    },
  },
});

/** Words in the names of what works by asking the API. */
const ASKS = /(?:^|-)(?:operator|controller|controllers|manager|provisioner|autoscaler|scheduler|webhook|injector)(?:$|-)/;

function needsToken(workload: Workload, inventory: Inventory): boolean {
  return ASKS.test(workload.resource.name ?? '') || isVaultInjected(workload) || hasRights(workload, inventory);
}

function isVaultInjected({ resource, templateRoute }: Workload): boolean {
  const annotations = [...templateRoute.slice(resource.route.length), 'metadata', 'annotations'];
  return String(getAt(resource.value, [...annotations, 'vault.hashicorp.com/agent-inject'])) === 'true';
}
