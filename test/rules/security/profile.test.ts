// What the rules about privileges report together in the recommended profile: one cause is one finding, and what is meant to be so is quiet.
import { expect, test } from 'vitest';
import apparmor from '../../../server/src/rules/security/apparmor.ts';
import capabilities from '../../../server/src/rules/security/capabilities.ts';
import hostNamespaces from '../../../server/src/rules/security/host-namespaces.ts';
import hostPath from '../../../server/src/rules/security/host-path.ts';
import hostProcess from '../../../server/src/rules/security/host-process.ts';
import privilegeEscalation from '../../../server/src/rules/security/privilege-escalation.ts';
import privileged from '../../../server/src/rules/security/privileged.ts';
import readOnlyRoot from '../../../server/src/rules/security/read-only-root.ts';
import runAsNonRoot from '../../../server/src/rules/security/run-as-non-root.ts';
import seccomp from '../../../server/src/rules/security/seccomp.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll } from '../check.ts';

const rules: readonly Rule[] = [
  apparmor,
  capabilities,
  hostNamespaces,
  hostPath,
  hostProcess,
  privilegeEscalation,
  privileged,
  readOnlyRoot,
  runAsNonRoot,
  seccomp,
];

const URI = 'file:///workspace/manifest.yaml';

/** A workload whose pod has these lines. */
function workload(kind: string, name: string, pod: string): string {
  const lines = pod.trim().split('\n');
  const head = `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n`;
  return `${head}${lines.map((line) => `      ${line}\n`).join('')}`;
}

/** The findings in the recommended profile, as `level rule`. */
function reported(text: string, uri = URI): readonly string[] {
  const analyzer = analyze([{ uri, text }], rules, defaultSettings);
  return findingsOf(analyzer, uri).map(({ finding }) => `${finding.level} ${finding.rule}`);
}

function fixed(text: string, rule: string): string {
  const files = [{ uri: URI, text }];
  return fixAll(analyze(files, rules, defaultSettings), files, rule)[0] ?? '';
}

const bare = workload('Deployment', 'api', 'containers:\n  - name: api\n    image: registry.example.com/api:1.0.0');

test('a container that nothing limits is one finding, and its fix leaves none', () => {
  expect(reported(bare)).toEqual(['warning security/run-as-non-root']);
  expect(reported(fixed(bare, 'security/run-as-non-root'))).toEqual([]);
});

test('where nobody asks who runs it, the others speak for themselves', () => {
  const settings = { ...defaultSettings, rules: { 'security/run-as-non-root': 'off' as const } };
  const analyzer = analyze([{ uri: URI, text: bare }], rules, settings);
  expect(findingsOf(analyzer, URI).map(({ finding }) => finding.rule)).toEqual([
    'security/capabilities',
    'security/privilege-escalation',
    'security/read-only-root',
    'security/seccomp',
  ]);
});

test('what a pod says of its containers but not of their privileges leaves them one finding each', () => {
  const pod = workload('Deployment', 'api', 'securityContext: {fsGroup: 10001}\ncontainers:\n  - name: api\n  - name: proxy');
  expect(reported(pod)).toEqual(['warning security/run-as-non-root', 'warning security/run-as-non-root']);
});

test('a container that is limited in part is told what else is missing', () => {
  const part = workload('Deployment', 'api', 'containers:\n  - name: api\n    securityContext: {runAsNonRoot: true}');
  expect(reported(part)).toEqual([
    'warning security/capabilities',
    'warning security/privilege-escalation',
    'info security/read-only-root',
    'info security/seccomp',
  ]);
});

test('a privileged container is not told of what has no effect, and removing the privilege adds nothing', () => {
  const pod = workload('Deployment', 'api', 'containers:\n  - name: api\n    securityContext: {privileged: true}');
  expect(reported(pod)).toEqual(['warning security/run-as-non-root', 'error security/privileged']);
  expect(reported(fixed(pod, 'security/privileged'))).toEqual(['warning security/run-as-non-root']);
});

test('no fix gives what the API server rejects: escalation denied to a privileged container, or beside CAP_SYS_ADMIN', () => {
  const containers = [
    'containers:',
    '  - name: builder\n    securityContext: {privileged: true}',
    '  - name: mounter\n    securityContext: {capabilities: {add: [CAP_SYS_ADMIN], drop: [ALL]}}',
  ].join('\n');
  const text = workload('Deployment', 'builder', containers);
  const repaired = [runAsNonRoot, privilegeEscalation, readOnlyRoot, seccomp].reduce((now, { id }) => fixed(now, id), text);
  expect(repaired).toContain('runAsNonRoot: true');
  expect(repaired).not.toContain('allowPrivilegeEscalation');
});

test('an init container is told one level milder', () => {
  const pod = workload('Deployment', 'api', 'initContainers:\n  - name: setup\ncontainers:\n  - name: api');
  expect(reported(pod)).toEqual(['info security/run-as-non-root', 'warning security/run-as-non-root']);
});

const HOST = `
hostNetwork: true
hostPID: true
containers:
  - name: main
    securityContext: {runAsUser: 65534, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL], add: [SYS_TIME]}}
    volumeMounts: [{name: root, mountPath: /host, readOnly: true}]
volumes:
  - name: root
    hostPath: {path: /}
`;

test.each([
  ['DaemonSet', 'node-exporter', []],
  ['DaemonSet', 'log-collector', []],
  ['DaemonSet', 'cilium', []],
  ['DaemonSet', 'warmer', ['warning', 'error', 'info', 'warning', 'warning']],
  ['Deployment', 'node-exporter', ['error', 'error', 'info', 'warning', 'warning']],
])('of a %s named %s, what looks at the node is as quiet as it should be', (kind, name, levels) => {
  expect(reported(workload(kind, name, HOST)).map((finding) => finding.split(' ')[0])).toEqual(levels);
});

test.each([
  ['csi-node', []],
  ['node-exporter', ['warning']],
  ['fine-tuned-model', ['error']],
])('a privileged DaemonSet named %s', (name, levels) => {
  const text = workload('DaemonSet', name, 'containers:\n  - name: main\n    securityContext: {privileged: true, runAsUser: 10001}');
  expect(reported(text).map((finding) => finding.split(' ')[0])).toEqual(levels);
});

test('Windows pods have none of the Linux fields', () => {
  const pod = workload('Deployment', 'web', 'os: {name: windows}\ncontainers:\n  - name: iis');
  expect(reported(pod)).toEqual([]);
});

test('a Compose service that nothing limits is one finding', () => {
  const uri = 'file:///workspace/compose.yaml';
  expect(reported('services:\n  api:\n    image: registry.example.com/api:1.0.0\n', uri)).toEqual(['info security/run-as-non-root']);
});
