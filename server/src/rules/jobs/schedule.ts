import type { ScheduleFault } from '../../resources/schedule.ts';
import { neverFires, parseSchedule, SCHEDULE_DESCRIPTORS, timeZoneNamed } from '../../resources/schedule.ts';
import type { Workload } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';

type Message =
  | 'count'
  | 'descriptor'
  | 'duration'
  | 'prefix'
  | 'unreadable'
  | 'outside'
  | 'backwards'
  | 'step'
  | 'never'
  | 'zone'
  | 'zoneCase';

export default defineRule({
  id: 'jobs/schedule',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A CronJob whose schedule Kubernetes does not read, or that never fires, or whose time zone is unknown',
    why:
      'Schedules that other crons take are rejected by the API server: seconds, `L`, `W` and `#`, Sunday as 7, a time zone before the ' +
      'fields. One that no date meets is accepted, and nothing ever runs.',
    fix:
      'Write five fields (minute, hour, day of the month, month, day of the week), one of @yearly, @monthly, @weekly, @daily and ' +
      '@hourly, or @every with a duration such as 1h30m. A time zone belongs in `timeZone`, by its IANA name. Hover over the ' +
      'schedule for its next runs.',
    exceptions: 'Silent for schedules and time zones that are filled in later.',
    sources: [
      'Kubernetes documentation, CronJob: schedule syntax; TZ and CRON_TZ are rejected since 1.29',
      'The standard parser of robfig/cron, with which Kubernetes reads schedules',
      'IANA Time Zone Database',
    ],
  },
  messages: {
    count:
      '{workload} has a schedule of {count} fields ("{schedule}"); Kubernetes wants five (minute, hour, day of the month, month, day ' +
      'of the week) and rejects it.',
    descriptor: '{workload} has the schedule "{schedule}", which Kubernetes does not know; it knows {known}.',
    duration: '{workload} has the schedule "{schedule}", whose duration "{duration}" Kubernetes cannot read; one such as 1h30m is wanted.',
    prefix: '{workload} has a time zone in its schedule, which Kubernetes rejects; the field timeZone is the place for "{zone}".',
    unreadable:
      '{workload} has "{part}" as {field} in its schedule, which Kubernetes cannot read: it takes {allowed}, lists, ranges and steps ' +
      'of them, and none of the letters L, W, # and H of other crons.',
    outside: '{workload} has "{part}" as {field} in its schedule, which Kubernetes rejects: it takes {allowed}.',
    backwards: '{workload} has the range "{part}" as {field} in its schedule, which ends before it starts, so Kubernetes rejects it.',
    step: '{workload} has "{part}" as {field} in its schedule, whose step is no number above 0, so Kubernetes rejects it.',
    never: '{workload} has the schedule "{schedule}", which never fires: none of its months has such a day.',
    zone:
      '{workload} has the time zone "{zone}", which Kubernetes does not know; the name of the IANA database is wanted, such as ' +
      '{suggestion}.',
    zoneCase:
      '{workload} has the time zone "{zone}", which Kubernetes does not know, since it minds upper and lower case: {suggestion} is wanted.',
  },
  *check(workload) {
    if (workload.kind !== 'CronJob') return;
    yield* scheduleProblems(workload);
    yield* zoneProblems(workload);
  },
});

function* scheduleProblems({ resource }: Workload): Iterable<Problem<Message, never>> {
  const schedule = stringAt(resource.value, ['spec', 'schedule']);
  if (schedule === undefined || isPlaceholder(schedule)) return;
  const at = [...resource.route, 'spec', 'schedule'];
  const data: Data = { workload: titleOf(resource), schedule };
  const parsed = parseSchedule(schedule);
  if ('fault' in parsed) yield { at, part: 'value', message: messageOf(parsed), data: { ...data, ...detailsOf(parsed) } };
  else if (neverFires(parsed)) yield { at, part: 'value', message: 'never', data };
}

function messageOf({ fault }: ScheduleFault): Message {
  return fault === 'zone' ? 'prefix' : fault;
}

function detailsOf(fault: ScheduleFault): Data {
  switch (fault.fault) {
    case 'zone':
      return { zone: fault.zone };
    case 'descriptor':
      return { known: `${SCHEDULE_DESCRIPTORS.join(', ')}, and @every with a duration` };
    case 'duration':
      return { duration: fault.duration };
    case 'count':
      return { count: fault.count };
    default:
      return { part: fault.part, field: fault.field, allowed: allowedIn(fault) };
  }
}

function allowedIn({ field, min, max }: Extract<ScheduleFault, { part: string }>): string {
  switch (field) {
    case 'day of the week':
      return `${min} (Sunday) to ${max} (Saturday) and SUN to SAT`;
    case 'month':
      return `${min} to ${max} and JAN to DEC`;
    default:
      return `${min} to ${max}`;
  }
}

function* zoneProblems({ resource }: Workload): Iterable<Problem<Message, never>> {
  const zone = stringAt(resource.value, ['spec', 'timeZone']);
  const known = zone === undefined ? undefined : timeZoneNamed(zone);
  if (zone === undefined || isPlaceholder(zone) || zone === known) return;
  const suggestion = known ?? nearest(zone, Intl.supportedValuesOf('timeZone')) ?? 'Europe/Berlin or Etc/UTC';
  yield {
    at: [...resource.route, 'spec', 'timeZone'],
    part: 'value',
    message: known === undefined ? 'zone' : 'zoneCase',
    data: { workload: titleOf(resource), zone, suggestion },
  };
}
