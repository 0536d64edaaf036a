import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../server/src/resources/types.ts';
import { isEngineRule } from '../../../server/src/rules/engine-rules.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import type { Rule, Subjects } from '../../../server/src/rules/types.ts';
import { someOf } from '../../fuzz.ts';
import { analyze, findingsOf } from '../../rules/check.ts';
import { fixturesOf, rulesWithFixtures } from '../../rules/fixtures.ts';

type OnObjects = 'resource' | 'workload' | 'container';

/** Rules that say for which kinds they are, each as a rule of all the others. The engine's own are for none. */
const elsewhere = allRules.flatMap((rule) => (rule.kinds === undefined || isEngineRule(rule.id) ? [] : [onOthers(rule, rule.kinds)]));

/** The rule on the objects that it is kept from. */
function onOthers({ kinds: _, checkCompose: __, ...rule }: Rule, kinds: readonly string[]): Rule {
  return {
    ...rule,
    check: (subject, context) => (kinds.includes(objectOf(subject as Subjects[OnObjects]).kind) ? [] : rule.check(subject, context)),
  };
}

function objectOf(subject: Subjects[OnObjects]): Resource {
  if ('workload' in subject) return subject.workload.resource;
  return 'resource' in subject ? subject.resource : subject;
}

test('rules say for which kinds they are', () => {
  expect(elsewhere.length).toBeGreaterThan(0);
});

describe.each(rulesWithFixtures())('in the fixtures of %s', (id) => {
  test('no rule has anything to say of a kind that it leaves out', () => {
    const found = someOf(fixturesOf(id), id).flatMap(({ files }) => {
      const analyzer = analyze(files, elsewhere);
      const findings = files.flatMap(({ uri }) => findingsOf(analyzer, uri).map(({ finding }) => finding));
      return findings.filter(({ rule }) => elsewhere.some((one) => one.id === rule)).map(({ rule, message }) => `${rule}: ${message}`);
    });
    expect(found).toEqual([]);
  });
});
