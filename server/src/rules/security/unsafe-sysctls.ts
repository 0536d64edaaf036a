import { isInterpolated } from '../../resources/compose-variables.ts';
import type { ComposeService } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import { removing } from './compose-security.ts';
import { sysctlClass, sysctlName } from './sysctls.ts';

export default defineRule({
  id: 'security/unsafe-sysctls',
  level: 'warning',
  scope: 'workload',
  docs: {
    summary: 'A pod that sets kernel parameters outside of the safe set',
    why:
      'The kubelet admits a pod with an unsafe sysctl only where the node was told to (--allowed-unsafe-sysctls); elsewhere the pod is ' +
      'scheduled and fails to start. Parameters that the kernel does not keep apart for each pod can not be set by one at all.',
    fix: "Remove it, use a safe one, or set the node's parameters where the nodes are made.",
    exceptions:
      'The safe set is that of the configured version of Kubernetes. What your nodes allow goes into the option `allowed`. Silent for Windows ' +
      "pods. In Compose, where the host is one's own, parameters that Docker refuses alone are reported.",
    sources: [
      'Kubernetes documentation, Using sysctls in a Kubernetes Cluster',
      'Pod Security Standards, baseline: sysctls',
      'Docker documentation, docker container run: --sysctl, currently supported sysctls',
    ],
  },
  options: {
    allowed: {
      type: 'strings',
      default: [],
      description: 'Sysctls that the nodes allow (--allowed-unsafe-sysctls)',
    },
  },
  messages: {
    unsafe:
      "{workload} sets {sysctl}, which is not in the safe set of Kubernetes {version}, so it fails to start on nodes that don't allow it by " +
      '--allowed-unsafe-sysctls.',
    node: '{workload} sets {sysctl}, which belongs to the node and not to the pod, so the kubelet refuses it; set it where the nodes are made.',
    service:
      'Service "{service}" sets {sysctl}, which belongs to the host and not to the container, so Docker refuses to start it; set it on the host.',
  },
  *check(workload, { settings, options }) {
    if (isWindows(workload)) return;
    const version = settings.kubernetesVersion;
    const allowed = new Set(options.allowed.map(sysctlName));
    const at = [...workload.podSpecRoute, 'securityContext', 'sysctls'];
    for (const [index, entry] of (listAt(workload.podSpec, ['securityContext', 'sysctls']) ?? []).entries()) {
      const written = stringAt(entry, ['name']);
      if (written === undefined || isPlaceholder(written) || allowed.has(sysctlName(written))) continue;
      const found = sysctlClass(sysctlName(written), version);
      if (found === 'safe') continue;
      yield {
        at: [...at, index, 'name'],
        message: found,
        data: { workload: titleOf(workload.resource), sysctl: written, version, entry: [...at, index] },
        level: found === 'node' ? 'error' : 'warning',
      };
    }
  },
  *checkCompose(service, { settings }) {
    for (const { at, name } of sysctlsOf(service)) {
      if (isInterpolated(name) || sysctlClass(sysctlName(name), settings.kubernetesVersion) !== 'node') continue;
      yield { at, part: 'key', message: 'service', data: { service: service.name, sysctl: name, entry: at }, level: 'error' };
    }
  },
  fixes: {
    remove: {
      title: 'Remove {sysctl}',
      safe: false,
      patches: ({ data: { entry } }) => [removing(entry as Route)],
    },
  },
});

/** A service's sysctls, in their mapping or their list form. */
function sysctlsOf({ value, route }: ComposeService): readonly { readonly at: Route; readonly name: string }[] {
  const at = [...route, 'sysctls'];
  if (isMap(value.sysctls)) return Object.keys(value.sysctls).map((name) => ({ at: [...at, name], name }));
  return (listAt(value, ['sysctls']) ?? []).flatMap((entry, index) =>
    typeof entry === 'string' ? [{ at: [...at, index], name: entry.split('=', 1)[0] ?? '' }] : [],
  );
}
