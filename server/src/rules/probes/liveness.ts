import { isLongRunning } from '../../resources/container.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import type { Container } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { isHelper } from './helper.ts';
import { hasProbe } from './probe.ts';
import { pathOption, probeFixes, suggestProbe } from './suggestion.ts';

export default defineRule({
  id: 'probes/liveness',
  guide: ['liveness', 'auto-remediation', 'health-endpoints'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A long-running container has no liveness probe',
    why:
      'Kubernetes restarts a process that exits, but it cannot see one that hangs: a deadlocked worker holds its conversations, its memory and its ' +
      'place in the queue until somebody notices.',
    fix:
      'Ask something cheap that fails only where a restart helps, such as an endpoint that the event loop answers by itself, and no dependency. ' +
      'The quick fix asks the port of the container, by the path of the option `path` where it speaks HTTP; a container without ports needs a ' +
      'command that only its authors know.',
    exceptions:
      'Silent for Jobs, CronJobs, pods that are not restarted (restartPolicy Never or OnFailure), ordinary init containers, kustomize patches, and ' +
      'where such a patch of the workspace brings the probe. ' +
      'Helpers of another container are information only: native sidecars, and beside the first container of a pod those without ports, with ports ' +
      'for metrics and health alone, or with the image of a known helper such as kube-rbac-proxy.',
    sources: ['Kubernetes documentation, Pod Lifecycle: when should you use a liveness probe'],
  },
  options: pathOption('/live'),
  messages: {
    missing:
      'Container "{container}" has no liveness probe, so a process that hangs is never restarted, and whatever waits for it waits until somebody notices.',
  },
  *check(container, context) {
    if (context.partial || hasProbe(container, 'livenessProbe') || !isKeptRunning(container)) return;
    if (patchesOfContainer(container, context.inventory).some((patch) => hasProbe(patch, 'livenessProbe'))) return;
    const { actions, data } = suggestProbe(container, 'livenessProbe');
    yield {
      at: [...container.route, 'livenessProbe'],
      message: 'missing',
      data: { container: container.name, ...data },
      fixes: actions,
      ...(isHelper(container) ? { level: 'info' } : {}),
    };
  },
  fixes: probeFixes('livenessProbe'),
});

/** True where the kubelet starts the container again whenever it ends, so that a restart is what a liveness probe can bring about. */
function isKeptRunning(container: Container): boolean {
  const policy = container.workload.podSpec.restartPolicy;
  const isRestarted = container.workload.kind !== 'Pod' || (policy ?? 'Always') === 'Always';
  return container.workload.longRunning && isRestarted && isLongRunning(container);
}
