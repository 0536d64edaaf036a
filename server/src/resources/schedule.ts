import { Cron } from 'croner';

/** A field of a schedule, in the order in which they are written. */
type CronFieldName = 'minute' | 'hour' | 'day of the month' | 'month' | 'day of the week';

/** What a field of a schedule may hold. */
interface CronFieldShape {
  readonly name: CronFieldName;
  readonly min: number;
  readonly max: number;
  /** Names that stand for numbers, the first one for `min`. */
  readonly names: readonly string[];
}

/** The values at which a field lets the schedule fire. */
interface CronField {
  readonly values: readonly number[];
  /** True for `*` and `?`: what the field holds is no condition. */
  readonly any: boolean;
}

/** A schedule as Kubernetes reads it. */
type Schedule =
  | { readonly type: 'cron'; readonly fields: Readonly<Record<CronFieldName, CronField>> }
  /** `@every` with a duration, counted from when the CronJob was created. */
  | { readonly type: 'every'; readonly duration: string };

/** Why Kubernetes does not read a schedule. */
export type ScheduleFault =
  /** A time zone before the fields. */
  | { readonly fault: 'zone'; readonly zone: string }
  | { readonly fault: 'descriptor' }
  | { readonly fault: 'duration'; readonly duration: string }
  | { readonly fault: 'count'; readonly count: number }
  /** A part of a field: no number or name, outside of the bounds, a range that ends before it starts, a step that is none. */
  | {
      readonly fault: 'unreadable' | 'outside' | 'backwards' | 'step';
      readonly part: string;
      readonly field: CronFieldName;
      readonly min: number;
      readonly max: number;
    };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields of robfig/cron's standard parser, which Kubernetes reads schedules with. Unlike in other crons, Sunday is never 7. */
const FIELDS: readonly CronFieldShape[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of the month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of the week', min: 0, max: 6, names: DAYS },
];

/** What stands for a schedule of five fields. */
const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** Words that may stand for a schedule, `@every` aside. */
export const SCHEDULE_DESCRIPTORS: readonly string[] = [...DESCRIPTORS.keys()];

const EVERY = '@every ';

/** A duration of Go, such as `1h30m`. */
const DURATION = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;

/** Most days that each month has. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a schedule as Kubernetes does: five fields, or a descriptor. No seconds, no `L`, `W` and `#`, no time zone. */
export function parseSchedule(text: string): Schedule | ScheduleFault {
  const zone = /^(?:CRON_)?TZ=(\S*)/.exec(text)?.[1];
  if (zone !== undefined) return { fault: 'zone', zone };
  if (text.startsWith(EVERY)) {
    const duration = text.slice(EVERY.length);
    return DURATION.test(duration) ? { type: 'every', duration } : { fault: 'duration', duration };
  }
  const fields = DESCRIPTORS.get(text) ?? text;
  return fields.startsWith('@') ? { fault: 'descriptor' } : parseFields(fields);
}

/** True for a schedule that no date meets, such as the 31st of February. */
export function neverFires(schedule: Schedule): boolean {
  if (schedule.type === 'every') return false;
  const { fields } = schedule;
  if (Object.values(fields).some(({ values }) => values.length === 0)) return true;
  const days = fields['day of the month'];
  // Where both kinds of days are given, one of them is enough.
  if (days.any || !fields['day of the week'].any) return false;
  return !fields.month.values.some((month) => days.values.some((day) => day <= (LONGEST_MONTHS[month - 1] ?? 0)));
}

/**
 * The next times at which a schedule fires, behind `from`; empty where it is none, never fires, or counts from when its CronJob was created
 * (`@every`), and for a time zone that is none.
 * @param timeZone undefined: that of the controller, for which UTC is taken
 * @param from in ISO 8601, in UTC: `2026-03-01T12:00:00Z`
 * @returns milliseconds since 1970
 */
export function nextRuns(schedule: string, timeZone: string | undefined, from: string, count: number): readonly number[] {
  const parsed = parseSchedule(schedule);
  return 'fault' in parsed ? [] : runsAfter(parsed, timeZone ?? 'UTC', from, count);
}

/** A time that any schedule can be followed from, where only the distances of its runs matter. */
const SOME_TIME = '2024-01-01T00:00:00Z';
/** Runs to look at for the shortest distance: those of more than a day of an hourly schedule. */
const SOME_RUNS = 30;

/** Seconds between the two closest of a schedule's runs; undefined where it isn't known. */
export function shortestInterval(schedule: string): number | undefined {
  const parsed = parseSchedule(schedule);
  if ('fault' in parsed) return undefined;
  const times = runsAfter(parsed, 'UTC', SOME_TIME, SOME_RUNS);
  const distances = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
  return distances.length === 0 ? undefined : Math.min(...distances);
}

/**
 * The IANA name of a time zone as Kubernetes wants it, which minds upper and lower case where this does not.
 * @returns undefined for what is no time zone: offsets and `Local` among it
 */
export function timeZoneNamed(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name) || /^local$/i.test(name)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // A link such as US/Pacific resolves to another name; as it is written it is fine.
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  } catch {
    return undefined;
  }
}

function runsAfter(schedule: Schedule, timeZone: string, from: string, count: number): readonly number[] {
  if (schedule.type === 'every' || neverFires(schedule) || timeZoneNamed(timeZone) === undefined) return [];
  const pattern = FIELDS.map(({ name }) => patternOf(schedule.fields[name])).join(' ');
  const runs = new Cron(pattern, { mode: '5-part', timezone: timeZone }).nextRuns(count, from);
  return runs.map((run) => run.getTime());
}

/** The field in the words that all crons have in common. */
function patternOf({ values, any }: CronField): string {
  return any ? '*' : values.join(',');
}

function parseFields(text: string): Schedule | ScheduleFault {
  const texts = text.split(/\s+/).filter((field) => field !== '');
  if (texts.length !== FIELDS.length) return { fault: 'count', count: texts.length };
  const fields: Partial<Record<CronFieldName, CronField>> = {};
  for (const [index, shape] of FIELDS.entries()) {
    const field = parseField(texts[index] ?? '', shape);
    if ('fault' in field) return field;
    fields[shape.name] = field;
  }
  return { type: 'cron', fields: fields as Record<CronFieldName, CronField> };
}

function parseField(text: string, shape: CronFieldShape): CronField | ScheduleFault {
  const parts = text.split(',').filter((part) => part !== '');
  const values = new Set<number>();
  for (const part of parts) {
    const found = parsePart(part, shape);
    if (typeof found === 'string') return { fault: found, part, field: shape.name, min: shape.min, max: shape.max };
    for (const value of found) values.add(value);
  }
  return { values: [...values].sort((a, b) => a - b), any: parts.some((part) => /^[*?](?:-[^/]*)?(?:\/0*1)?$/.test(part)) };
}

type PartFault = 'unreadable' | 'outside' | 'backwards' | 'step';

/** The values of `*`, `5`, `1-5`, `MON-FRI` or `0-30/10`; `5/10` goes on to the largest one. */
function parsePart(part: string, { min, max, names }: CronFieldShape): readonly number[] | PartFault {
  const [range = '', step, ...slashes] = part.split('/');
  const [low = '', high, ...hyphens] = range.split('-');
  const isAny = low === '*' || low === '?';
  const start = isAny ? min : numberOf(low, min, names);
  const end = isAny || (high === undefined && step !== undefined) ? max : numberOf(high ?? low, min, names);
  const width = step === undefined ? 1 : numberOf(step, 0, []);
  if (slashes.length > 0 || hyphens.length > 0 || start === undefined || end === undefined) return 'unreadable';
  if (width === undefined || width === 0) return 'step';
  if (start < min || end > max || start > max) return 'outside';
  if (start > end) return 'backwards';
  return Array.from({ length: Math.floor((end - start) / width) + 1 }, (_, index) => start + index * width);
}

function numberOf(text: string, min: number, names: readonly string[]): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return min + index;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
