import type { Workload } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { jobSpecOf } from './job-spec.ts';

export default defineRule({
  id: 'jobs/restart-policy',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A Job or CronJob whose pods restart always',
    why:
      'A Job ends when its pods do, and pods with the restart policy Always never end, so the API server rejects it. Always is also ' +
      'what it takes where none is stated.',
    fix:
      'Set restartPolicy to OnFailure, which starts a failed container again in its pod, or to Never, which starts a new pod and ' +
      'keeps the failed one for a look at it. The quick fix writes OnFailure, or Never where a podFailurePolicy or a limit per index ' +
      'asks for it.',
    exceptions: 'Silent in patches that leave the policy to what they patch.',
    sources: [
      'Kubernetes documentation, Jobs: only a restartPolicy of Never or OnFailure is allowed; podFailurePolicy and ' +
        'backoffLimitPerIndex need Never',
    ],
  },
  messages: {
    always: '{workload} has pods with the restart policy Always, which the API server rejects for a Job; {wanted} is wanted.',
    missing:
      '{workload} states no restart policy for its pods, which means Always, and which the API server rejects for a Job; {wanted} is ' +
      'wanted.',
  },
  *check(workload, { partial }) {
    const { podSpec, podSpecRoute, containers, resource } = workload;
    const policy = podSpec.restartPolicy ?? null;
    const isMissing = policy === null && !partial && containers.length > 0;
    if (workload.longRunning || !(policy === 'Always' || isMissing)) return;
    yield {
      at: [...podSpecRoute, 'restartPolicy'],
      message: isMissing ? 'missing' : 'always',
      data: { workload: titleOf(resource), wanted: needsNever(workload) ? 'Never' : 'OnFailure' },
    };
  },
  fixes: {
    set: {
      title: 'Set restartPolicy to {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function needsNever(workload: Workload): boolean {
  const { value } = jobSpecOf(workload);
  return mapAt(value, ['podFailurePolicy']) !== undefined || (value.backoffLimitPerIndex ?? null) !== null;
}
