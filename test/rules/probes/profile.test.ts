// What the rules about probes report together: one cause is one finding, and a fix calls for no other.
import { expect, test } from 'vitest';
import liveness from '../../../server/src/rules/probes/liveness.ts';
import livenessDependency from '../../../server/src/rules/probes/liveness-dependency.ts';
import readiness from '../../../server/src/rules/probes/readiness.ts';
import sameEndpoint from '../../../server/src/rules/probes/same-endpoint.ts';
import startup from '../../../server/src/rules/probes/startup.ts';
import timing from '../../../server/src/rules/probes/timing.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll } from '../check.ts';

const rules: readonly Rule[] = [liveness, livenessDependency, readiness, sameEndpoint, startup, timing];
const uri = 'file:///workspace/api.yaml';

/** An API server whose container has these probes. */
function api(probes: string): string {
  const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n';
  const lines = ['name: api', 'ports: [{containerPort: 50051, name: grpc}]', ...probes.split('\n')];
  return head + lines.map((line, index) => `        ${index === 0 ? '- ' : '  '}${line}\n`).join('');
}

function reported(text: string): readonly string[] {
  return findingsOf(analyze([{ uri, text }], rules, defaultSettings), uri).map(({ finding }) => `${finding.level} ${finding.rule}`);
}

test('a check of the dependencies for both is told as the liveness probe that it should not be', () => {
  const probe = '{httpGet: {path: /ready, port: 8080}}';
  expect(reported(api(`livenessProbe: ${probe}\nreadinessProbe: ${probe}`))).toEqual(['warning probes/liveness-dependency']);
});

test.each([
  ['livenessProbe', 'probes/readiness'],
  ['readinessProbe', 'probes/liveness'],
])('the probe that is added beside a %s by gRPC is no finding of its own', (field, rule) => {
  const files = [{ uri, text: api(`${field}: {grpc: {port: 50051}}`) }];
  expect(reported(files[0]?.text ?? '')).toEqual([`warning ${rule}`]);
  expect(reported(fixAll(analyze(files, rules, defaultSettings), files, rule)[0] ?? '')).toEqual([]);
});

test('a startup probe takes the place of the delay and is in order', () => {
  const probes =
    'livenessProbe: {httpGet: {path: /live, port: 8080}, initialDelaySeconds: 90, timeoutSeconds: 8}\nreadinessProbe: {tcpSocket: {port: 8080}}';
  const files = [{ uri, text: api(probes) }];
  expect(reported(files[0]?.text ?? '')).toEqual(['info probes/startup']);
  expect(reported(fixAll(analyze(files, rules, defaultSettings), files, 'probes/startup')[0] ?? '')).toEqual([]);
});
