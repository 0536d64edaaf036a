import { describe, expect, test } from 'vitest';
import { ruleOf } from '../../../server/src/rules/registry.ts';
import type { RuleSetting } from '../../../server/src/rules/rule-setting.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, findingsOf } from '../check.ts';

const uri = 'file:///workspace/api.yaml';

/** Findings of one rule under its setting, and the text after the first fix of the first of them. */
function check(id: string, setting: RuleSetting, container: string) {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: registry.example.com/assistant/api:2.4.1
          ports: [{containerPort: 8080}]
${container}`;
  const rules = [ruleOf(id)].filter((rule) => rule !== undefined);
  const analyzer = analyze([{ uri, text }], rules, { ...defaultSettings, rules: { [id]: setting } });
  const findings = findingsOf(analyzer, uri);
  const [first] = findings;
  const splices = first && analyzer.fix(uri, first, first.finding.fixes[0]?.id ?? '');
  return { findings, fixed: splices === undefined ? undefined : applySplices(text, splices) };
}

describe('the path that a probe is inserted with is an option', () => {
  test.each(['probes/readiness', 'probes/liveness'])('%s', (id) => {
    expect(check(id, { path: '/healthz' }, '').fixed).toContain('path: /healthz');
    expect(check(id, {}, '').fixed).not.toContain('path: /healthz');
  });
});

describe('the time that liveness must tolerate is an option', () => {
  const probe = '          livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 5, failureThreshold: 3}\n';

  test('15 s are enough by default', () => {
    expect(check('probes/timing', {}, probe).findings).toEqual([]);
  });

  test('and not where 60 s are wanted', () => {
    const { findings, fixed } = check('probes/timing', { toleratedSeconds: 60 }, probe);
    expect(findings.map(({ finding }) => finding.message).join()).toMatch(/after 15 s .* below 60 s/);
    expect(fixed).toContain('failureThreshold: 12');
  });
});

test('a level set by the user holds for helpers, too', () => {
  const helper = '        - {name: reloader, image: "registry.example.com/platform/config-reloader:0.7.0"}\n';
  const levels = (setting: RuleSetting) => check('probes/liveness', setting, helper).findings.map(({ finding }) => finding.level);
  expect(levels({})).toEqual(['warning', 'info']);
  expect(levels({ level: 'error' })).toEqual(['error', 'error']);
});
