import { expect, test } from 'vitest';
import { ChangeLog } from '../../../server/src/resources/change-log.ts';

test('tells what has changed since then, and that the whole has', () => {
  const log = new ChangeLog('whole');
  log.note('before');
  const { revision } = log;
  log.note('a');
  log.note('b');
  expect(log.since(revision)).toEqual(new Set(['whole', 'a', 'b']));
});

test('tells of nothing where nothing has changed', () => {
  const log = new ChangeLog('whole');
  log.note('before');
  expect(log.since(log.revision)).toEqual(new Set());
});

test('tells of each moment by itself', () => {
  const log = new ChangeLog('whole');
  const start = log.revision;
  log.note('a');
  expect(log.since(start)).toEqual(new Set(['whole', 'a']));
  log.note('b');
  expect(log.since(start)).toEqual(new Set(['whole', 'a', 'b']));
});

test('says so where it is too long ago to tell', () => {
  const log = new ChangeLog('whole');
  const start = log.revision;
  for (let i = 0; i < 50_000; i += 1) log.note(`key-${i}`);
  const { revision } = log;
  log.note('last');
  expect(log.since(start)).toBeUndefined();
  expect(log.since(revision)).toEqual(new Set(['whole', 'last']));
  expect(revision).toBe(50_000);
});
