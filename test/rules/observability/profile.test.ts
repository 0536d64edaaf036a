// What the rules about observability leave to the strict profile, and what their options change.
import { expect, test } from 'vitest';
import alertFor from '../../../server/src/rules/observability/alert-for.ts';
import labels from '../../../server/src/rules/observability/labels.ts';
import logFormat from '../../../server/src/rules/observability/log-format.ts';
import tracing from '../../../server/src/rules/observability/tracing.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll } from '../check.ts';

const rules: readonly Rule[] = [alertFor, labels, logFormat, tracing];
const uri = 'file:///workspace/api.yaml';
const strict: Settings = { ...defaultSettings, profile: 'strict' };

const application = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          ports: [{containerPort: 8080}]
          env: [{name: LOG_FORMAT, value: logfmt}]
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector: {app: api}
`;

function reported(text: string, settings: Settings): readonly string[] {
  return findingsOf(analyze([{ uri, text }], rules, settings), uri).map(({ finding }) => finding.rule);
}

test('an application without labels is one finding, and its Service another in the strict profile', () => {
  expect(reported(application, defaultSettings)).toEqual(['observability/labels']);
  expect(reported(application, strict).filter((rule) => rule === 'observability/labels')).toHaveLength(2);
});

test('the format of logs is an option', () => {
  expect(reported(application, strict)).toContain('observability/log-format');
  const settings: Settings = { ...strict, rules: { 'observability/log-format': { formats: ['logfmt', 'json'] } } };
  expect(reported(application, settings)).not.toContain('observability/log-format');
});

test('where traces go and how long an alert waits are options', () => {
  const files = [{ uri, text: application }];
  const settings: Settings = {
    ...strict,
    rules: { 'observability/tracing': { endpoint: 'http://collector.observability:4318' }, 'observability/alert-for': { duration: '20m' } },
  };
  expect(fixAll(analyze(files, rules, settings), files, 'observability/tracing')[0]).toContain(
    'value: http://collector.observability:4318',
  );
  const alert = {
    uri,
    text: 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n    - rules:\n        - alert: Down\n          expr: up == 0\n',
  };
  expect(fixAll(analyze([alert], rules, settings), [alert], 'observability/alert-for')[0]).toContain('for: 20m');
});
