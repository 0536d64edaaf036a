// What the rules about service accounts and sandboxes report together in the recommended profile.
import { expect, test } from 'vitest';
import defaultServiceAccount from '../../../server/src/rules/security/default-service-account.ts';
import serviceAccountToken from '../../../server/src/rules/security/service-account-token.ts';
import toolSandbox from '../../../server/src/rules/security/tool-sandbox.ts';
import userNamespace from '../../../server/src/rules/security/user-namespace.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll, strictSettings } from '../check.ts';

const rules: readonly Rule[] = [defaultServiceAccount, serviceAccountToken, toolSandbox, userNamespace];

const URI = 'file:///workspace/pod.yaml';

/** A pod with more lines in its specification. */
function pod(name: string, ...lines: readonly string[]): string {
  const more = lines.map((line) => `  ${line}\n`).join('');
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec:\n${more}  containers:\n    - name: main\n      image: registry.example.com/main:1.0.0\n`;
}

function reported(text: string, settings: Settings = defaultSettings): readonly string[] {
  return findingsOf(analyze([{ uri: URI, text }], rules, settings), URI).map(({ finding }) => `${finding.level} ${finding.rule}`);
}

function fixed(text: string, rule: string): string {
  const files = [{ uri: URI, text }];
  return fixAll(analyze(files, rules, defaultSettings), files, rule)[0] ?? '';
}

test('a pod that says nothing of its account is one finding, and its fix leaves none', () => {
  expect(reported(pod('api'))).toEqual(['info security/service-account-token']);
  expect(reported(fixed(pod('api'), 'security/service-account-token'))).toEqual([]);
});

test('a pod that asks for the token of the default account is told of the account', () => {
  expect(reported(pod('api', 'automountServiceAccountToken: true'))).toEqual(['info security/default-service-account']);
});

test('a tool executor is one finding, and its fix leaves none', () => {
  expect(reported(pod('tool-runner'))).toEqual(['warning security/tool-sandbox']);
  expect(reported(fixed(pod('tool-runner'), 'security/tool-sandbox'))).toEqual([]);
});

test('components that configure their nodes need their token', () => {
  expect(reported(pod('kube-proxy', 'serviceAccountName: kube-proxy'))).toEqual([]);
});

test.each([
  ['1.32', false],
  ['v1.32.4', false],
  ['1.33', true],
  ['1.36', true],
])('Kubernetes %s has user namespaces: %s', (kubernetesVersion, has) => {
  const findings = reported(pod('tool-runner'), { ...strictSettings, kubernetesVersion });
  expect(findings.includes('info security/user-namespace')).toBe(has);
});

test('the runtime class that is written is an option', () => {
  const settings = { ...defaultSettings, rules: { 'security/tool-sandbox': { runtimeClass: 'kata-qemu' } } };
  const files = [{ uri: URI, text: pod('tool-runner') }];
  expect(fixAll(analyze(files, rules, settings), files, 'security/tool-sandbox')[0]).toContain('runtimeClassName: kata-qemu');
});
