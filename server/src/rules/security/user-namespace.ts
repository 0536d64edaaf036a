import { patchesOf } from '../../resources/kustomize-patches.ts';
import { isWindows } from '../../resources/windows.ts';
import { compareVersions } from '../../schema/versions.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { runsUntrustedCode } from './untrusted-code.ts';

/** The first version that has user namespaces switched on. */
const SINCE = '1.33';

/** With a namespace of its node, a pod can have no user namespace: the API server rejects it. */
const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'];

export default defineRule({
  id: 'security/user-namespace',
  level: 'strict',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: "A pod that runs other people's code shares the users of its node",
    why:
      'With a user namespace, root in the pod is nobody on the node, so a break-out from code that a model or a user wrote lands ' +
      'without rights, and a capability that the pod was given holds inside of it alone.',
    fix:
      'Set hostUsers to false, on nodes whose kernel and container runtime know user namespaces (Linux 6.3, containerd 2.0, CRI-O ' +
      '1.25).',
    exceptions:
      'Only tool executors, runners of pipelines, notebooks and builds. Silent for Kubernetes before 1.33, for pods in a namespace of ' +
      'their node, which can have no user namespace, for Windows pods, where a kustomize patch of the workspace states it, and in ' +
      'such a patch.',
    sources: ['Kubernetes documentation, User Namespaces: requirements; on by default since 1.33'],
  },
  messages: {
    missing:
      '{workload} runs code that others wrote, as users of its node; with hostUsers false, root in its pods is nobody outside of them.',
  },
  *check(workload, { inventory, partial, settings }) {
    const { podSpec, podSpecRoute, resource, containers } = workload;
    const stated = [workload, ...patchesOf(workload, inventory)]
      .map((one) => one.podSpec.hostUsers ?? null)
      .find((value) => value !== null);
    if (stated !== true && (stated !== undefined || partial)) return;
    if (!runsUntrustedCode(workload) || isWindows(workload) || containers.length === 0) return;
    if (
      compareVersions(settings.kubernetesVersion.replace(/^v/, ''), SINCE) < 0 ||
      HOST_NAMESPACES.some((field) => podSpec[field] === true)
    )
      return;
    yield { at: [...podSpecRoute, 'hostUsers'], message: 'missing', data: { workload: titleOf(resource) } };
  },
  fixes: {
    set: {
      title: 'Set hostUsers to false',
      safe: false,
      patches: ({ at }) => [
        { op: 'set', at, value: false, after: ['automountServiceAccountToken', 'serviceAccountName', 'runtimeClassName'] },
      ],
    },
  },
});
