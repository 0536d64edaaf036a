import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

const DEFAULT = 'default';

/** What has to be in the namespace that it is about: rights in it, limits and guards of it. */
const BELONGS: ReadonlySet<string> = new Set(['Role', 'RoleBinding', 'NetworkPolicy', 'LimitRange', 'ResourceQuota', 'Namespace']);

export default defineRule({
  id: 'security/default-namespace',
  level: 'info',
  scope: 'resource',
  workspace: true,
  docs: {
    summary: 'An object that is put into the namespace default',
    why:
      'Everything that names no namespace lands in default, so that rights, quotas and network policies for one application there are ' +
      'those of all others, and an object of the same name is overwritten.',
    fix: 'Give the application a namespace of its own, in its manifests or by the kustomization or the release that applies them.',
    exceptions:
      'An absent namespace is unknown, and so silent. Objects other than workloads are reported in the strict profile only, since ' +
      'they come with one. Silent for what is about the namespace itself: roles and their bindings, network policies, limits, quotas ' +
      'and its default service account; and where a kustomization of the workspace sets another namespace.',
    sources: ['Kubernetes documentation, Namespaces: for a production cluster, consider not using the default namespace'],
  },
  messages: {
    default:
      '{object} is put into the namespace default, where it shares rights, quotas and names with whatever else lands there; one of ' +
      'its own is wanted.',
  },
  *check(resource, { inventory }) {
    if (resource.namespace !== DEFAULT || BELONGS.has(resource.kind) || isDefaultAccount(resource)) return;
    if (inventory.namespaceOf(resource) !== DEFAULT) return;
    yield {
      at: [...resource.route, 'metadata', 'namespace'],
      message: 'default',
      data: { object: titleOf(resource) },
      level: workloadOf(resource) === undefined ? 'strict' : 'info',
    };
  },
});

function isDefaultAccount({ kind, name }: Resource): boolean {
  return kind === 'ServiceAccount' && name === DEFAULT;
}
