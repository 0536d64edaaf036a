import { expect, test } from 'vitest';
import { decodeBase64 } from '../../../server/src/resources/base64.ts';

test.each([
  ['', ''],
  ['Zg==', 'f'],
  ['Zm8=', 'fo'],
  ['Zm8', 'fo'],
  ['Zm9v', 'foo'],
  ['Zm9v\nYmFy', 'foobar'],
  ['/+8=', '\u00ff\u00ef'],
])('%j stands for %j', (text, decoded) => {
  expect(decodeBase64(text)).toBe(decoded);
});

test.each(['Z', 'Zm9v!', 'Zm=v', 'Zmö=', '-----BEGIN'])('%j is no base64', (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
