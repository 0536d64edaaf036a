import { nextRuns, parseSchedule } from '../resources/schedule.ts';
import type { Resource } from '../resources/types.ts';
import { stringAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';
import { code } from './markdown.ts';

/** Runs to show: enough to see the rhythm. */
const RUNS = 5;

/**
 * When a CronJob runs next, for a hover over its schedule or its time zone; undefined anywhere else, and where the schedule is none.
 * @param now in ISO 8601, in UTC
 */
export function scheduleText({ group, kind, route: root, value }: Resource, route: Route, now: string): string | undefined {
  const [section, field, ...deeper] = route.slice(root.length);
  const isSchedule = section === 'spec' && (field === 'schedule' || field === 'timeZone') && deeper.length === 0;
  const schedule = stringAt(value, ['spec', 'schedule']);
  if (group !== 'batch' || kind !== 'CronJob' || !isSchedule || schedule === undefined) return undefined;
  const parsed = parseSchedule(schedule);
  if ('fault' in parsed) return undefined;
  if (parsed.type === 'every') return `Runs every ${code(parsed.duration)}, counted from when the CronJob was created.`;
  const zone = stringAt(value, ['spec', 'timeZone']);
  const runs = nextRuns(schedule, zone, now, RUNS);
  if (runs.length === 0) return undefined;
  const title = zone === undefined ? 'Next runs in UTC, the usual time zone of a cluster:' : `Next runs in ${zone}:`;
  return [title, '', ...runs.map((run) => `- ${timeText(run, zone ?? 'UTC')}`)].join('\n');
}

/** `Sat, 3 Jan 2026, 03:00`. */
function timeText(time: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  return format.format(time);
}
