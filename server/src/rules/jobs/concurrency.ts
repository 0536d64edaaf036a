import type { Resource } from '../../resources/types.ts';
import { isMap, numberAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

/** The CronJob controller looks at each CronJob every 10 seconds, so that it may miss a shorter window. */
const LEAST_SECONDS = 10;

/** A window that the controller cannot miss, and that still keeps a run from starting minutes late. Our own figure. */
const WANTED_SECONDS = 60;

export default defineRule({
  id: 'jobs/concurrency',
  level: 'warning',
  scope: 'workload',
  docs: {
    summary: 'A CronJob whose runs may overlap, or may be missed',
    why:
      'A run that takes longer than the time between two, because of one slow day, then works beside the next one on the same data, ' +
      'and each makes the other slower. With a starting deadline under 10 seconds the controller, which looks every 10 seconds, may ' +
      'start no run at all.',
    fix:
      'Set concurrencyPolicy to Forbid, which leaves out a run while the last one is at work, or to Replace, which ends the last one. ' +
      'Give startingDeadlineSeconds a minute or more, or leave it out.',
    exceptions:
      'A CronJob that states no concurrencyPolicy, which means Allow as well, is reported in the strict profile only. Silent in ' +
      'patches about what they leave out.',
    sources: ['Kubernetes documentation, CronJob: concurrency policy; the controller checks every 10 seconds'],
  },
  messages: {
    allow:
      '{workload} allows its runs to overlap, so a slow one works on the same data as the next; Forbid or Replace is wanted as ' +
      'concurrencyPolicy.',
    absent:
      '{workload} states no concurrencyPolicy, which allows its runs to overlap, so a slow one works on the same data as the next; ' +
      'Forbid or Replace is wanted.',
    deadline:
      '{workload} may only start within {found} s of its time, which the controller, looking every 10 s, can miss for good; at least ' +
      '10 s are wanted.',
  },
  *check({ kind, resource }, { partial }) {
    const { spec } = resource.value;
    if (kind !== 'CronJob' || !isMap(spec)) return;
    const at = [...resource.route, 'spec', 'concurrencyPolicy'];
    const data = { workload: titleOf(resource) };
    const policy = spec.concurrencyPolicy ?? null;
    if (policy === 'Allow') yield { at, message: 'allow', data, fixes: ['forbid'] };
    if (policy === null && !partial) yield { at, message: 'absent', data, level: 'strict', fixes: ['forbid'] };
    yield* deadlineProblem(resource);
  },
  fixes: {
    forbid: {
      title: 'Set concurrencyPolicy to Forbid',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: 'Forbid', after: ['timeZone', 'schedule'] }],
    },
    extend: {
      title: 'Set startingDeadlineSeconds to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function* deadlineProblem(cronJob: Resource): Iterable<Problem<'deadline', 'extend'>> {
  const at = ['spec', 'startingDeadlineSeconds'];
  const found = numberAt(cronJob.value, at);
  if (found === undefined || found >= LEAST_SECONDS) return;
  yield {
    at: [...cronJob.route, ...at],
    message: 'deadline',
    data: { workload: titleOf(cronJob), found, wanted: WANTED_SECONDS },
    fixes: ['extend'],
  };
}
