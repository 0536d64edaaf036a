// What several rules together say of one workload: a cause is one finding in the recommended profile, and the strict one shows them all.
import { describe, expect, test } from 'vitest';
import gracefulShutdown from '../../../server/src/rules/availability/graceful-shutdown.ts';
import nodePinning from '../../../server/src/rules/availability/node-pinning.ts';
import replicas from '../../../server/src/rules/availability/replicas.ts';
import rollout from '../../../server/src/rules/availability/rollout.ts';
import stateless from '../../../server/src/rules/availability/stateless.ts';
import zoneSpread from '../../../server/src/rules/availability/zone-spread.ts';
import hostPath from '../../../server/src/rules/security/host-path.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, strictSettings } from '../check.ts';

const rules = [gracefulShutdown, nodePinning, replicas, rollout, stateless, zoneSpread, hostPath];
const uri = 'file:///workspace/api.yaml';

interface Api {
  /** Fields of the Deployment's spec, each a line. */
  readonly spec?: string;
  /** Fields of its pods' spec, each a line. */
  readonly pod?: string;
  /** Other documents. */
  readonly others?: string;
}

function found({ spec = '', pod = '', others = '' }: Api, settings = defaultSettings): readonly string[] {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
${spec}  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
${pod}      containers:
        - name: api
          image: registry.example.com/assistant/api:2.4.1
          ports: [{containerPort: 8080}]
          readinessProbe: {tcpSocket: {port: 8080}}
          volumeMounts: [{name: data, mountPath: /data}]
${others}`;
  const findings = findingsOf(analyze([{ uri, text }], rules, settings), uri);
  return findings.map(({ finding }) => finding.rule).sort();
}

function both(api: Api): { readonly recommended: readonly string[]; readonly strict: readonly string[] } {
  return { recommended: found(api), strict: found(api, strictSettings) };
}

describe('what follows from a single replica is told by its rule alone', () => {
  test('of a bare Deployment', () => {
    expect(both({})).toEqual({
      recommended: ['availability/replicas'],
      strict: ['availability/graceful-shutdown', 'availability/replicas'],
    });
  });

  test('and of one whose rollouts take its pod away', () => {
    const { recommended, strict } = both({ spec: '  replicas: 1\n  strategy: {rollingUpdate: {maxUnavailable: 1}}\n' });
    expect(recommended).toEqual(['availability/replicas']);
    expect(strict).toContain('availability/rollout');
  });
});

test('with two replicas their rules speak for themselves', () => {
  expect(found({ spec: '  replicas: 2\n' })).toEqual(['availability/graceful-shutdown', 'availability/zone-spread']);
});

test('pods that are pinned to a node have no zones to be spread over', () => {
  const { recommended, strict } = both({ spec: '  replicas: 2\n', pod: '      nodeName: worker-1\n' });
  expect(recommended).toEqual(['availability/graceful-shutdown', 'availability/node-pinning']);
  expect(strict).toContain('availability/zone-spread');
});

test('a claim that several pods cannot share is one finding, and not one of its rollouts', () => {
  const pod = '      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n';
  const others = '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce]}\n';
  const { recommended, strict } = both({ spec: '  replicas: 2\n', pod, others });
  expect(recommended).toContain('availability/stateless');
  expect(recommended).not.toContain('availability/rollout');
  expect(strict).toContain('availability/rollout');
});

test('a folder of the node is a matter of security first', () => {
  const { recommended, strict } = both({ spec: '  replicas: 2\n', pod: '      volumes: [{name: data, hostPath: {path: /srv/data}}]\n' });
  expect(recommended).toContain('security/host-path');
  expect(recommended).not.toContain('availability/stateless');
  expect(strict).toContain('availability/stateless');
});
