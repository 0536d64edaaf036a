import { describe, expect, test } from 'vitest';
import gracefulShutdown from '../../../server/src/rules/availability/graceful-shutdown.ts';
import rollback from '../../../server/src/rules/availability/rollback.ts';
import unhealthyEviction from '../../../server/src/rules/availability/unhealthy-eviction.ts';
import type { RuleSetting } from '../../../server/src/rules/rule-setting.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, findingsOf, strictSettings } from '../check.ts';

const uri = 'file:///workspace/sync.yaml';

const SYNC = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: realtime-sync}
spec:
  serviceName: realtime-sync
  replicas: 3
  selector: {matchLabels: {app: realtime-sync}}
  template:
    metadata: {labels: {app: realtime-sync}}
    spec:
      terminationGracePeriodSeconds: 90
      containers:
        - name: sync
          image: registry.example.com/assistant/sync:Golden
`;

const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: sync}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: sync}}
`;

/** The findings of a rule under its setting, and the text after the first fix of the first of them. */
function check(rule: Rule, setting: RuleSetting, text: string, kubernetesVersion = strictSettings.kubernetesVersion) {
  const analyzer = analyze([{ uri, text }], [rule], { ...strictSettings, kubernetesVersion, rules: { [rule.id]: setting } });
  const findings = findingsOf(analyzer, uri);
  const [first] = findings;
  const splices = first && analyzer.fix(uri, first, first.finding.fixes[0]?.id ?? '');
  return { messages: findings.map(({ finding }) => finding.message), fixed: splices === undefined ? '' : applySplices(text, splices) };
}

describe('the seconds that open connections need are an option', () => {
  test('90 are enough by default', () => {
    expect(check(gracefulShutdown, {}, SYNC).fixed).toContain('terminationGracePeriodSeconds: 90');
  });

  test('and are raised where 300 are wanted', () => {
    const { messages, fixed } = check(gracefulShutdown, { drainSeconds: 300 }, SYNC);
    expect(messages.join()).toContain('drain for 300 s');
    expect(fixed).toContain('terminationGracePeriodSeconds: 300');
  });
});

describe('the hook is written as the version of Kubernetes understands it', () => {
  test.each([
    ['1.36', 'sleep:\n                seconds: 10'],
    ['1.29', 'command:\n                  - sleep\n                  - "10"'],
  ])('%s', (version, hook) => {
    expect(check(gracefulShutdown, {}, SYNC, version).fixed).toContain(hook);
  });
});

test('words of moving tags are an option', () => {
  expect(check(rollback, {}, SYNC).messages).toEqual([]);
  expect(check(rollback, { movingTags: ['golden'] }, SYNC).messages.join()).toContain('the tag Golden moves');
});

test('a version without the eviction policy is not asked for it', () => {
  expect(check(unhealthyEviction, {}, BUDGET, '1.26').messages).toEqual([]);
  expect(check(unhealthyEviction, {}, BUDGET, '1.27').messages).toHaveLength(1);
});
