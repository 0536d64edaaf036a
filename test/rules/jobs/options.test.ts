import { expect, test } from 'vitest';
import deadline from '../../../server/src/rules/jobs/deadline.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll } from '../check.ts';

const URI = 'file:///workspace/job.yaml';

const job = `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  backoffLimit: 4
  template: {spec: {restartPolicy: Never, containers: [{name: migrate}]}}
`;

function analyzed(options: { readonly deadlineSeconds?: number; readonly keepSeconds?: number; readonly retries?: number }, text = job) {
  return analyze([{ uri: URI, text }], [deadline], { ...defaultSettings, rules: { 'jobs/deadline': options } });
}

function fixed(options: Parameters<typeof analyzed>[0], text = job): string {
  return fixAll(analyzed(options, text), [{ uri: URI, text }], 'jobs/deadline')[0] ?? '';
}

test('the deadline and the time to live that are written are options', () => {
  expect(fixed({ deadlineSeconds: 600, keepSeconds: 0 })).toMatch(/activeDeadlineSeconds: 600\n {2}ttlSecondsAfterFinished: 0\n/);
});

test('the retries that are too many are an option', () => {
  const messages = findingsOf(analyzed({ retries: 3 }), URI).map(({ finding }) => finding.message);
  expect(messages).toContain(
    'Job "migrate" is retried up to 4 times, with waits that double up to six minutes, so a run that cannot succeed goes on for long; at most 3 are wanted.',
  );
});

test.each([
  ['*/5 * * * *', 300],
  ['0 3 * * *', 3600],
  ['@every 5m', 3600],
  ['not a schedule', 3600],
])('the deadline of a CronJob at %s is %s s', (schedule, seconds) => {
  const cronJob = `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "${schedule}"\n  jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}\n`;
  expect(fixed({}, cronJob)).toContain(`activeDeadlineSeconds: ${seconds}`);
});
