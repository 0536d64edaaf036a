import { describe, expect, test } from 'vitest';
import { ruleOf } from '../../../server/src/rules/registry.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../check.ts';

const uri = 'file:///workspace/manifest.yaml';

/** The findings of a rule for a target version. */
function findings(id: string, kubernetesVersion: string, text: string) {
  const rules = [ruleOf(id)].filter((rule) => rule !== undefined);
  return findingsOf(analyze([{ uri, text }], rules, { ...defaultSettings, kubernetesVersion }), uri).map(({ finding }) => finding);
}

describe('the target version decides', () => {
  const budget =
    'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: api}\nspec: {selector: {matchLabels: {app: api}}}\n';

  test.each([
    ['1.24', 'warning', 'which Kubernetes 1.25 stops serving'],
    ['1.25', 'error', 'which Kubernetes 1.25 and later no longer serve'],
  ])('an API version that ends with 1.25 is in %s a finding of level %s', (version, level, text) => {
    const [finding, ...others] = findings('schema/deprecated-api', version, budget);
    expect(others).toEqual([]);
    expect(finding?.level).toBe(level);
    expect(finding?.message).toContain(text);
  });

  test('an API version is no finding long before its end', () => {
    expect(findings('schema/deprecated-api', '1.20', budget)).toEqual([]);
  });

  const annotated =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: api, annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}}\n' +
    'spec: {containers: [{name: api, image: "api:1"}]}\n';

  test.each([
    ['1.26', 0],
    ['1.27', 1],
  ])('an annotation that 1.27 ignores gives in %s findings: %i', (version, count) => {
    expect(findings('schema/deprecated-field', version, annotated)).toHaveLength(count);
  });

  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: 1password}\nspec: {ports: [{port: 80}]}\n';
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec: {containers: [{name: api, image: "api:1", env: [{name: "Log:Level", value: info}]}]}\n';

  test.each([
    ['1.35', service, ['it begins with a digit']],
    ['1.36', service, []],
    ['1.31', pod, ['":" is not allowed']],
    ['1.32', pod, []],
  ])('names in %s: %j', (version, text, faults) => {
    const messages = findings('schema/name', version, text).map(({ message }) => message);
    expect(messages).toHaveLength(faults.length);
    for (const [index, fault] of faults.entries()) expect(messages[index]).toContain(fault);
  });
});
