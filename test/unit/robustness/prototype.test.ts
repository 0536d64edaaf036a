import { describe, expect, test } from 'vitest';
import { allRules } from '../../../server/src/rules/registry.ts';
import { analyze, findingsOf } from '../../rules/check.ts';

const uri = 'file:///workspace/a.yaml';
const messagesOf = (text: string) =>
  findingsOf(analyze([{ uri, text }], allRules), uri).map(({ finding }) => `${finding.rule}: ${finding.message}`);

describe.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is a name like any other', (name) => {
  test('as a value where something else is wanted', () => {
    const messages = messagesOf(`apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  restartPolicy: ${name}
  hostNetwork: ${name}
  priority: ${name}
  containers:
    - name: a
      image: a:1
      resources: {requests: {cpu: ${name}}}
`);
    expect(messages.filter((message) => message.startsWith('internal/'))).toEqual([]);
    for (const place of ['restartPolicy', 'hostNetwork', 'priority', 'CPU request']) {
      expect(messages).toContainEqual(expect.stringMatching(`^schema/.*${place}.*"?${name}"?`));
    }
  });

  test('as a key', () => {
    const messages = messagesOf(`apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${name}: a}, annotations: {${name}: b}, ${name}: 1}
spec:
  ${name}: {a: 1}
  containers:
    - name: a
      image: a:1
      resources: {${name}: {cpu: 1}, requests: {cpu: 1, memory: 1Gi, ${name}: 2}, limits: {cpu: 1, memory: 1Gi, ${name}: 1}}
`);
    expect(messages.filter((message) => /^internal|function|\[native|\[object/.test(message))).toEqual([]);
    for (const owner of ['metadata', 'spec', 'resources']) {
      expect(messages).toContainEqual(expect.stringMatching(`^schema/unknown-property: .*${owner}\` has no property \`${name}\``));
    }
    expect(messages).toContainEqual(expect.stringContaining(`requests 2 of ${name} but is limited to 1`));
  });

  test('as a kind', () => {
    expect(messagesOf(`apiVersion: ${name}\nkind: ${name}\nmetadata: {name: a}\n`)).toEqual([
      `schema/unknown-kind: No schema is known for kind ${name} in ${name}, so it is not validated.`,
    ]);
  });
});
