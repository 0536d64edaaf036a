import { expect, test } from 'vitest';
import { fillMessage, placeholdersOf } from '../../../server/src/rules/fill-message.ts';

test('fills placeholders with texts, numbers and lists', () => {
  const data = { name: 'api', count: 3, ports: ['http', 8080], ready: false, nothing: null };
  expect(fillMessage('{name} has {count} ports: {ports} ({ready}, {nothing})', data)).toBe('api has 3 ports: http, 8080 (false, null)');
});

test('leaves what it has no data for, and does not fill what data brings in', () => {
  expect(fillMessage('{name} {constructor} {missing}', { name: '{missing}' })).toBe('{missing} {constructor} {missing}');
});

test('takes braces around anything but a name for text', () => {
  expect(fillMessage('{{ .Values.x }} {} {a-b}', { a: 1 })).toBe('{{ .Values.x }} {} {a-b}');
});

test('lists the placeholders of a template once each', () => {
  expect(placeholdersOf('{a} and {b}, again {a}')).toEqual(['a', 'b']);
});
