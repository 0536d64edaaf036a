import { expect, test } from 'vitest';
import { describeResult } from '../../../client/src/text.ts';

test.each([
  [{ files: 0, findings: { error: 0, warning: 0, info: 0 } }, 'Plimsoll found no deployment YAML in this workspace.'],
  [{ files: 1, findings: { error: 0, warning: 0, info: 0 } }, 'Plimsoll checked 1 file: nothing found.'],
  [{ files: 12, findings: { error: 1, warning: 3, info: 2 } }, 'Plimsoll checked 12 files: 1 error, 3 warnings, 2 notes.'],
  [{ files: 2, findings: { error: 0, warning: 1, info: 0 } }, 'Plimsoll checked 2 files: 1 warning.'],
  [{ files: 1200, findings: { error: 0, warning: 0, info: 4321 } }, 'Plimsoll checked 1,200 files: 4,321 notes.'],
])('the result of a check of the workspace: %o', (result, sentence) => {
  expect(describeResult(result)).toBe(sentence);
});
