import { expect, test } from 'vitest';
import { tokenHours } from '../../../server/src/rules/api/token-lifetime.ts';
import { durationOf, secondsOf } from '../../../server/src/rules/tls/go-duration.ts';

test.each([
  ['JWT_EXPIRES_IN', '7d', 168],
  ['jwtExpiration', '3600', 1],
  ['JWT_EXPIRATION', '86400000', 24],
  ['ACCESS_TOKEN_EXPIRE_MINUTES', '90', 1.5],
  ['AUTH_TOKEN_TTL', '2 weeks', 336],
  ['jwt.ttl.hours', '48', 48],
])('%s of %s is good for %d hours', (name, text, hours) => {
  expect(tokenHours(name, text)).toBeCloseTo(hours);
});

test.each([
  ['JWT_REFRESH_EXPIRES_IN', '30d'],
  ['PASSWORD_RESET_TOKEN_TTL', '3d'],
  ['JWT_SECRET', '604800'],
  ['JWT_EXPIRES_IN', 'never'],
  ['JWT_EXPIRES_IN', '7 moons'],
  ['SESSION_TIMEOUT', '604800'],
])('%s of %s says nothing of it', (name, text) => {
  expect(tokenHours(name, text)).toBeUndefined();
});

test.each([
  ['2160h', 7_776_000],
  ['1h30m', 5400],
  ['360h0m0s', 1_296_000],
])('Go reads %s as %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test.each(['', '90d', '1 h', 'h1'])('Go does not read "%s"', (text) => {
  expect(secondsOf(text)).toBeUndefined();
});

test('a duration is rounded up to whole hours, and below one to whole minutes', () => {
  expect([durationOf(7_776_000 / 3), durationOf(3601), durationOf(1190)]).toEqual(['720h', '2h', '20m']);
});
