import { describe, expect, test } from 'vitest';
import type { ScheduleFault } from '../../../server/src/resources/schedule.ts';
import { neverFires, nextRuns, parseSchedule, shortestInterval, timeZoneNamed } from '../../../server/src/resources/schedule.ts';

/** The next runs in UTC, to the minute. */
function runs(schedule: string, timeZone?: string, from = '2026-01-01T00:00:00Z', count = 3): readonly string[] {
  return nextRuns(schedule, timeZone, from, count).map((time) => new Date(time).toISOString().slice(0, 16));
}

function faultOf(text: string): ScheduleFault | undefined {
  const schedule = parseSchedule(text);
  return 'fault' in schedule ? schedule : undefined;
}

describe('schedules are read as Kubernetes reads them', () => {
  test.each([
    '*/15 * * * *',
    '0 0 1,15 * *',
    '0 9-17/2 * * MON-FRI',
    '30 4 ? jan,JUL sun',
    '5/15 * * * *',
    '  0   0 * *\t* ',
    '@daily',
    '@every 1h30m',
    '@every 90s',
  ])('%s is one', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test.each([
    ['', { fault: 'count', count: 0 }],
    ['* * * *', { fault: 'count', count: 4 }],
    ['0 */5 * * * *', { fault: 'count', count: 6 }],
    ['@reboot', { fault: 'descriptor' }],
    ['@Daily', { fault: 'descriptor' }],
    ['@every 5 minutes', { fault: 'duration', duration: '5 minutes' }],
    ['TZ=Europe/Berlin 0 3 * * *', { fault: 'zone', zone: 'Europe/Berlin' }],
    ['CRON_TZ=UTC 0 3 * * *', { fault: 'zone', zone: 'UTC' }],
    ['0 0 L * *', { fault: 'unreadable', part: 'L', field: 'day of the month' }],
    ['0 0 15W * *', { fault: 'unreadable', part: '15W', field: 'day of the month' }],
    ['0 0 * * FRI#2', { fault: 'unreadable', part: 'FRI#2', field: 'day of the week' }],
    ['0 0 * * 1-2-3', { fault: 'unreadable', part: '1-2-3', field: 'day of the week' }],
    ['H * * * *', { fault: 'unreadable', part: 'H', field: 'minute' }],
    ['60 * * * *', { fault: 'outside', part: '60', field: 'minute', min: 0, max: 59 }],
    ['0 24 * * *', { fault: 'outside', part: '24', field: 'hour' }],
    ['0 0 0 * *', { fault: 'outside', part: '0', field: 'day of the month' }],
    ['0 0 * 13 *', { fault: 'outside', part: '13', field: 'month' }],
    ['0 0 * * 7', { fault: 'outside', part: '7', field: 'day of the week', max: 6 }],
    ['99/5 * * * *', { fault: 'outside', part: '99/5', field: 'minute' }],
    ['0 22-6 * * *', { fault: 'backwards', part: '22-6', field: 'hour' }],
    ['*/0 * * * *', { fault: 'step', part: '*/0', field: 'minute' }],
    ['*/x * * * *', { fault: 'step', part: '*/x', field: 'minute' }],
  ])('%s is none', (text, fault) => {
    expect(faultOf(text)).toMatchObject(fault);
  });
});

describe('a schedule that no date meets never fires', () => {
  test.each([
    ['0 0 31 2 *', true],
    ['0 0 30,31 FEB *', true],
    ['0 0 31 4,6,9,11 *', true],
    ['0 0 29 2 *', false],
    ['0 0 31 2,3 *', false],
    // Where days of both kinds are given, either is enough.
    ['0 0 31 2 1', false],
    ['@every 1h', false],
  ])('%s: %s', (text, never) => {
    const schedule = parseSchedule(text);
    expect('fault' in schedule || neverFires(schedule)).toBe(never);
  });
});

describe('the next runs', () => {
  test('are given in their order, behind the time that is handed in', () => {
    expect(runs('*/20 6 * * *')).toEqual(['2026-01-01T06:00', '2026-01-01T06:20', '2026-01-01T06:40']);
    expect(runs('0 * * * *', undefined, '2026-01-01T05:00:00.250Z', 1)).toEqual(['2026-01-01T06:00']);
  });

  test('follow the time zone, over the change to summer time', () => {
    expect(runs('30 7 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual(['2026-03-28T06:30', '2026-03-29T05:30']);
  });

  test('on days of the week, by number and by name', () => {
    expect(runs('0 0 * * 0', undefined, undefined, 2)).toEqual(['2026-01-04T00:00', '2026-01-11T00:00']);
    expect(runs('0 0 * * SUN', undefined, undefined, 2)).toEqual(runs('@weekly', undefined, undefined, 2));
  });

  test('on days of the month or of the week where both are given', () => {
    expect(runs('0 0 13 * 5')).toEqual(['2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00']);
  });

  test('from a minute on, in steps', () => {
    expect(runs('5/25 * * * *')).toEqual(['2026-01-01T00:05', '2026-01-01T00:30', '2026-01-01T00:55']);
  });

  test.each(['nonsense', '0 0 31 2 *', '@every 1h'])('there are none of "%s"', (schedule) => {
    expect(runs(schedule)).toEqual([]);
  });

  test('there are none in a time zone that is none', () => {
    expect(runs('@daily', 'Mars/Olympus')).toEqual([]);
  });
});

test.each([
  ['*/5 * * * *', 300],
  ['0 3 * * *', 86_400],
  ['0,10 * * * *', 600],
  ['@hourly', 3600],
  ['0 0 31 2 *', undefined],
  ['@every 5m', undefined],
])('the closest runs of %s are %s s apart', (schedule, seconds) => {
  expect(shortestInterval(schedule)).toBe(seconds);
});

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['US/Pacific', 'US/Pacific'],
  ['Etc/UTC', 'Etc/UTC'],
  ['UTC', 'UTC'],
  ['Local', undefined],
  ['+01:00', undefined],
  ['Mars/Olympus', undefined],
  ['', undefined],
])('time zone "%s" is %s', (name, known) => {
  expect(timeZoneNamed(name)).toBe(known);
});
