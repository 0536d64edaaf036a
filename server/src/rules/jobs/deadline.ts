import { shortestInterval } from '../../resources/schedule.ts';
import type { Resource, Workload } from '../../resources/types.ts';
import { getAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { jobSpecOf } from './job-spec.ts';

export default defineRule({
  id: 'jobs/deadline',
  level: 'info',
  scope: 'workload',
  docs: {
    summary: 'A Job that may run or retry without end, or that is never cleaned up',
    why:
      'A Job that hangs, on a lock or a server that does not answer, keeps its CPU and memory, and as part of a CronJob every later ' +
      'run, until somebody looks. Retries do the same in small: the waits between them double up to six minutes. A Job that no ' +
      'CronJob started stays, with its pods, until it is deleted.',
    fix:
      'Set activeDeadlineSeconds to what the Job takes on its worst day, leave backoffLimit at 6 or below, and give a Job of its own ' +
      'a ttlSecondsAfterFinished. The quick fix writes the deadline of the option, or the time between two runs of the CronJob where ' +
      'that is shorter.',
    exceptions:
      'A deadline of the pod counts, too. Jobs that a CronJob starts need no time to live: the CronJob keeps a few. The hooks of Helm ' +
      'and Argo CD are cleaned up by these. The retries of a Job with several pods or a limit per index are not judged. Silent in ' +
      'patches about what they leave out. Where a GitOps tool applies the Job, it may start it again once the time to live has ' +
      'removed it.',
    sources: [
      'Kubernetes documentation, Jobs: termination and cleanup; backoffLimit is 6 by default, with waits of 10 s that double up to ' +
        'six minutes',
      'An hour for the deadline and a day for the time to live are our own figures',
    ],
  },
  options: {
    deadlineSeconds: {
      type: 'number',
      integer: true,
      minimum: 1,
      default: 3600,
      description: 'Seconds that the quick fix lets a Job run at most.',
    },
    keepSeconds: {
      type: 'number',
      integer: true,
      minimum: 0,
      default: 86_400,
      description: 'Seconds for which the quick fix keeps a Job that has finished.',
    },
    retries: {
      type: 'number',
      integer: true,
      minimum: 0,
      default: 6,
      description: 'The most retries (backoffLimit) that are not reported.',
    },
  },
  messages: {
    deadline:
      '{workload} has no activeDeadlineSeconds, so a run that hangs holds its resources until somebody looks; a deadline is wanted, ' +
      'such as {seconds} s.',
    keep:
      '{workload} has no ttlSecondsAfterFinished, so it and its pods stay in the cluster after it has finished; a time is wanted, ' +
      'such as {keep} s.',
    both:
      '{workload} has neither activeDeadlineSeconds nor ttlSecondsAfterFinished, so it may hang until somebody looks, and stays in ' +
      'the cluster after it has finished.',
    retries:
      '{workload} is retried up to {found} times, with waits that double up to six minutes, so a run that cannot succeed goes on for ' +
      'long; at most {most} are wanted.',
  },
  *check(workload, { options, partial }) {
    if (workload.longRunning) return;
    const { route } = jobSpecOf(workload);
    const title = titleOf(workload.resource);
    const lack = partial ? undefined : lackOf(workload);
    if (lack !== undefined) {
      const seconds = Math.min(options.deadlineSeconds, intervalOf(workload.resource) ?? options.deadlineSeconds);
      yield {
        at: [...route, lack === 'keep' ? 'ttlSecondsAfterFinished' : 'activeDeadlineSeconds'],
        message: lack,
        data: { workload: title, seconds, keep: options.keepSeconds },
        fixes: [lack],
      };
    }
    const found = retriesOf(workload);
    if (found === undefined || found <= options.retries) return;
    const data = { workload: title, found, most: options.retries };
    yield { at: [...route, 'backoffLimit'], message: 'retries', data, fixes: ['retries'] };
  },
  fixes: {
    both: {
      title: 'Set activeDeadlineSeconds to {seconds} and ttlSecondsAfterFinished to {keep}',
      safe: false,
      patches: ({ at, data: { seconds = null, keep = null } }) => [
        setting(at, seconds),
        setting([...at.slice(0, -1), 'ttlSecondsAfterFinished'], keep),
      ],
    },
    deadline: {
      title: 'Set activeDeadlineSeconds to {seconds}',
      safe: false,
      patches: ({ at, data: { seconds = null } }) => [setting(at, seconds)],
    },
    keep: {
      title: 'Set ttlSecondsAfterFinished to {keep}',
      safe: false,
      patches: ({ at, data: { keep = null } }) => [setting(at, keep)],
    },
    retries: {
      title: 'Set backoffLimit to {most}',
      safe: false,
      patches: ({ at, data: { most = null } }) => [{ op: 'set', at, value: most }],
    },
  },
});

/** What people write before these fields, nearest first. */
const BEFORE = ['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'completions', 'completionMode', 'suspend'];

function setting(at: Route, value: Json): Patch {
  return { op: 'set', at, value, after: BEFORE };
}

/** What a Job lacks of a deadline and a time to live. */
function lackOf(workload: Workload): 'both' | 'deadline' | 'keep' | undefined {
  if (hasDeadline(workload)) return stays(workload) ? 'keep' : undefined;
  return stays(workload) ? 'both' : 'deadline';
}

/** The pod's own deadline ends a run as well, with a retry. A Job without a pod is half typed. */
function hasDeadline(workload: Workload): boolean {
  const { podSpec, containers } = workload;
  const given = jobSpecOf(workload).value.activeDeadlineSeconds ?? podSpec.activeDeadlineSeconds ?? null;
  return given !== null || containers.length === 0;
}

/** What Helm and Argo CD run at a point of a deployment, and remove by themselves. */
const HOOKS = ['helm.sh/hook', 'argocd.argoproj.io/hook'];

function stays({ kind, resource, containers }: Workload): boolean {
  if (kind !== 'Job' || containers.length === 0 || HOOKS.some((hook) => resource.annotations[hook] !== undefined)) return false;
  return (getAt(resource.value, ['spec', 'ttlSecondsAfterFinished']) ?? null) === null;
}

/** Seconds between a CronJob's runs; undefined for a Job. */
function intervalOf({ value }: Resource): number | undefined {
  const schedule = stringAt(value, ['spec', 'schedule']);
  return schedule === undefined ? undefined : shortestInterval(schedule);
}

/** Retries of a Job of one pod. Those of several pods count together, and each index of an indexed Job may have its own. */
function retriesOf(workload: Workload): number | undefined {
  const { value } = jobSpecOf(workload);
  const several = [value.completions, value.parallelism].some((count) => typeof count === 'number' && count > 1);
  return several || (value.backoffLimitPerIndex ?? null) !== null ? undefined : numberAt(value, ['backoffLimit']);
}
