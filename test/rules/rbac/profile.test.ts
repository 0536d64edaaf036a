// What the rules about rights report together in the recommended profile: one cause is one finding, and controllers are judged as such.
import { describe, expect, test } from 'vitest';
import clusterAdmin from '../../../server/src/rules/rbac/cluster-admin.ts';
import escalation from '../../../server/src/rules/rbac/escalation.ts';
import podCreation from '../../../server/src/rules/rbac/pod-creation.ts';
import secretsAccess from '../../../server/src/rules/rbac/secrets-access.ts';
import tampering from '../../../server/src/rules/rbac/tampering.ts';
import wildcard from '../../../server/src/rules/rbac/wildcard.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../check.ts';

const rules: readonly Rule[] = [clusterAdmin, escalation, podCreation, secretsAccess, tampering, wildcard];

const URI = 'file:///workspace/rbac.yaml';

/** The findings, as `level rule`. */
function reported(text: string, settings: Settings = defaultSettings): readonly string[] {
  return findingsOf(analyze([{ uri: URI, text }], rules, settings), URI).map(({ finding }) => `${finding.level} ${finding.rule}`);
}

/** A ClusterRole with these rules. */
function role(name: string, ...grants: readonly string[]): string {
  const head = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: ${name}}\nrules:\n`;
  return `${head}${grants.map((grant) => `  - {${grant}}\n`).join('')}`;
}

const EVERYTHING = 'apiGroups: ["*"], resources: ["*"], verbs: ["*"]';
const SECRETS = 'apiGroups: [""], resources: [secrets], verbs: [get, list, watch]';
const WEBHOOKS = 'apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update]';
const PODS = 'apiGroups: [""], resources: [pods], verbs: [create]';

describe('one cause is one finding', () => {
  test.each([
    ['everything', EVERYTHING, ['error rbac/wildcard']],
    ['a `*` among the verbs of what holds Secrets', 'apiGroups: [""], resources: [secrets], verbs: ["*"]', ['warning rbac/wildcard']],
    ['a `*` among the verbs of pods', 'apiGroups: [""], resources: [pods], verbs: ["*"]', ['warning rbac/wildcard']],
    [
      'a `*` that leads to more rights',
      'apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: ["*"]',
      ['error rbac/escalation'],
    ],
    [
      'workloads to create and to change',
      'apiGroups: [apps], resources: [deployments], verbs: [create, patch]',
      ['info rbac/pod-creation'],
    ],
    ['workloads to change', 'apiGroups: [apps], resources: [deployments], verbs: [get, patch]', ['info rbac/tampering']],
  ])('%s', (_, grant, findings) => {
    expect(reported(role('api', grant))).toEqual(findings);
  });

  test('the other grants of a role speak for themselves', () => {
    expect(reported(role('api', 'apiGroups: [apps], resources: [deployments], verbs: ["*"]', SECRETS))).toEqual([
      'warning rbac/wildcard',
      'warning rbac/secrets-access',
    ]);
  });
});

describe('controllers are judged as such', () => {
  test.each([
    ['api', ['warning rbac/secrets-access', 'error rbac/escalation', 'info rbac/pod-creation']],
    ['sandbox-operator', ['info rbac/secrets-access', 'warning rbac/escalation']],
    ['manager-role', ['info rbac/secrets-access', 'warning rbac/escalation']],
    ['cert-manager-controller', []],
    ['tool-runner', ['warning rbac/secrets-access', 'error rbac/escalation', 'info rbac/pod-creation']],
  ])('%s', (name, findings) => {
    expect(reported(role(name, SECRETS, WEBHOOKS, PODS))).toEqual(findings);
  });

  test('by their labels as well', () => {
    const text = role('runtime', SECRETS).replace(
      '{name: runtime}',
      '{name: runtime, labels: {app.kubernetes.io/name: kube-state-metrics}}',
    );
    expect(reported(text)).toEqual([]);
  });

  test('a GitOps controller may do everything, another one may not', () => {
    expect(reported(role('argocd-application-controller', EVERYTHING))).toEqual([]);
    expect(reported(role('sandbox-controller', EVERYTHING))).toEqual(['warning rbac/wildcard']);
  });

  test("custom resources are an operator's own", () => {
    const sandboxes = 'apiGroups: [sandboxes.example.com], resources: ["*"], verbs: ["*"]';
    expect(reported(role('sandbox-operator', sandboxes))).toEqual([]);
    expect(reported(role('api', sandboxes))).toEqual(['info rbac/wildcard']);
  });
});

describe('who may be an administrator is an option', () => {
  const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: deployers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: gitops-deployer, namespace: gitops}]
`;

  test.each([
    [['gitops-*'], []],
    [['gitops.*'], ['error rbac/cluster-admin']],
    [[], ['error rbac/cluster-admin']],
  ])('%j', (breakGlass, findings) => {
    expect(reported(binding, { ...defaultSettings, rules: { 'rbac/cluster-admin': { breakGlass } } })).toEqual(findings);
  });
});
