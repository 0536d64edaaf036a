import { describe, expect, test } from 'vitest';
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../../rules/check.ts';
import { autoscaler, deployment } from './manifests.ts';
import { autoscaledRule, imageRule, kindRule, throwingRule, twinRule, undeclaredRule } from './sample-rules.ts';

const uri = 'file:///workspace/app.yaml';

function check(text: string, rules: readonly Rule[], settings: Partial<Settings> = {}): readonly string[] {
  const analyzer = analyze([{ uri, text }], rules, { ...defaultSettings, ...settings });
  return findingsOf(analyzer, uri).map(({ finding }) => `${finding.level} ${finding.rule}: ${finding.message}`);
}

describe('a rule', () => {
  test('gives findings with their sentence, place, object and fixes', () => {
    const text = deployment('api');
    const [found] = findingsOf(analyze([{ uri, text }], [imageRule], defaultSettings), uri);
    expect(found?.finding).toMatchObject({
      rule: 'sample/image',
      level: 'warning',
      message: 'Container "api" runs registry.example.com/app:1.0.0.',
      resource: { kind: 'Deployment', name: 'api' },
      fixes: [{ id: 'tag', title: 'Set another image for "api"', safe: true }],
    });
    expect(text.slice(found?.span.start, found?.span.end)).toBe('registry.example.com/app:1.0.0');
  });

  test('that throws becomes one finding, keeps what it had found, and hides no other', () => {
    const container = '        - name: second\n          image: registry.example.com/second:1\n';
    const findings = check(deployment('api', 'app:1', container), [throwingRule, imageRule]);
    expect(findings).toEqual([
      'info internal/rule-failed: The rule `sample/throwing` could not check this because of a defect in Plimsoll (the unexpected); all other rules have run.',
      'warning sample/throwing: Before it throws.',
      'warning sample/image: Container "api" runs app:1.',
      'warning sample/throwing: Before it throws.',
      'warning sample/image: Container "second" runs registry.example.com/second:1.',
    ]);
  });

  test('that reads the workspace without declaring it fails, so that no stale finding can come of it', () => {
    expect(check(deployment('api'), [undeclaredRule])).toEqual([expect.stringContaining('`workspace: true`')]);
  });

  test('of the strict profile reports in that profile alone, as information', () => {
    expect(check(deployment('api'), [kindRule])).toEqual([]);
    expect(check(deployment('api'), [kindRule], { profile: 'strict' })).toEqual(['info sample/kind: This is a Deployment.']);
  });

  test('of the strict profile reports in any profile where the settings give it a level', () => {
    const findings = check(deployment('api'), [kindRule], { rules: { 'sample/kind': 'error' } });
    expect(findings).toEqual(['error sample/kind: This is a Deployment.']);
  });

  test('has the level of the settings, with or without options, and none where it is off', () => {
    const levelOf = (rule: Settings['rules'][string]) => check(deployment('api'), [imageRule], { rules: { 'sample/image': rule } });
    expect(levelOf('error')).toEqual([expect.stringMatching(/^error /)]);
    expect(levelOf({ level: 'info' })).toEqual([expect.stringMatching(/^info /)]);
    expect(levelOf({ wanted: '3.0.0' })).toEqual([expect.stringMatching(/^warning /)]);
    expect(levelOf('off')).toEqual([]);
  });

  test('that reports what a schema rejects is off where schemas are left to another extension', () => {
    const rule = defineRule({ ...imageRule, bySchema: true });
    expect(check(deployment('api'), [rule], { schemas: { enable: 'auto' } })).toHaveLength(1);
    expect(check(deployment('api'), [rule], { schemas: { enable: 'off' }, rules: { 'sample/image': 'error' } })).toEqual([]);
  });

  test('of the strict profile is run where its problems are reported, and nowhere else', () => {
    let runs = 0;
    const rule = defineRule({
      ...kindRule,
      *check({ route }) {
        runs += 1;
        yield { at: route, message: 'found', data: { kind: 'thing' } };
      },
    });
    const settings = [
      {},
      { profile: 'strict' },
      { rules: { 'sample/kind': 'warning' } },
      { rules: { 'sample/kind': 'off' }, profile: 'strict' },
    ] as const;
    const found = settings.map((each) => check(deployment('api'), [rule], each).length);
    expect({ found, runs }).toEqual({ found: [0, 1, 1, 0], runs: 2 });
  });

  test("may give a problem another level than its own, and the settings' level wins over both", () => {
    const rule = defineRule({
      ...kindRule,
      raises: true,
      *check({ route }) {
        yield { at: route, message: 'found', data: { kind: 'thing' }, level: 'error' };
        yield { at: route, message: 'found', data: { kind: 'rarity' }, level: 'strict' };
      },
    });
    expect(check(deployment('api'), [rule])).toEqual(['error sample/kind: This is a thing.']);
    expect(check(deployment('api'), [rule], { rules: { 'sample/kind': 'warning' } })).toEqual([
      'warning sample/kind: This is a thing.',
      'warning sample/kind: This is a rarity.',
    ]);
  });

  test('gets its options as the settings have them, or their defaults', () => {
    const rule = defineRule({
      ...imageRule,
      *check({ route }, { options: { wanted } }) {
        yield { at: route, message: 'found', data: { name: 'x', image: wanted } };
      },
    });
    const text = deployment('api');
    expect(check(text, [rule])).toEqual([expect.stringContaining('2.0.0')]);
    expect(check(text, [rule], { rules: { 'sample/image': { wanted: '7.0.0' } } })).toEqual([expect.stringContaining('7.0.0')]);
    expect(check(text, [rule], { rules: { 'sample/image': { wanted: 7 } } })).toEqual([expect.stringContaining('2.0.0')]);
  });
});

describe('a document', () => {
  test('that does not parse gets nothing from rules about its objects until it parses again', () => {
    const text = deployment('api');
    expect(check(text.replace('image: ', 'image: "'), [imageRule, kindRule, autoscaledRule()], { profile: 'strict' })).toEqual([]);
    expect(check(text, [imageRule])).toHaveLength(1);
  });

  test('with a key given twice still means something', () => {
    expect(check(deployment('api', 'app:1', '          image: app:2\n'), [imageRule])).toHaveLength(1);
  });

  test('that is a list is checked item by item', () => {
    const items = [deployment('a'), deployment('b')].map((text) =>
      text.replace(/^(?=.)/gm, '    ').replace('    apiVersion', '  - apiVersion'),
    );
    const findings = check(`apiVersion: v1\nkind: List\nitems:\n${items.join('')}`, [imageRule]);
    expect(findings).toEqual([expect.stringContaining('"a"'), expect.stringContaining('"b"')]);
  });
});

describe('a rule about the workspace', () => {
  test('knows what other files hold', () => {
    const analyzer = analyze([{ uri, text: deployment('api') }], [autoscaledRule()], defaultSettings);
    expect(findingsOf(analyzer, uri)).toEqual([]);
    analyzer.set('file:///workspace/scaling.yaml', autoscaler('api', 8));
    expect(findingsOf(analyzer, uri).map(({ finding }) => finding.message)).toEqual(['Scales up to 8.']);
    analyzer.remove('file:///workspace/scaling.yaml');
    expect(findingsOf(analyzer, uri)).toEqual([]);
  });

  test('is asked again only for documents that depend on what was edited', () => {
    const runs: string[] = [];
    const other = 'file:///workspace/scaling.yaml';
    const files = [
      { uri, text: `${deployment('api')}---\n${deployment('worker')}` },
      { uri: other, text: autoscaler('api', 8) },
    ];
    const analyzer = analyze(files, [autoscaledRule(runs)], defaultSettings);
    findingsOf(analyzer, uri);
    expect(runs.splice(0)).toEqual(['api', 'worker']);

    const at = autoscaler('api', 8).indexOf('8');
    analyzer.edit(other, [{ start: at, end: at + 1, text: '9' }]);
    expect(findingsOf(analyzer, uri).map(({ finding }) => finding.message)).toEqual(['Scales up to 9.']);
    expect(runs.splice(0)).not.toContain('worker');

    analyzer.set('file:///workspace/other.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n');
    findingsOf(analyzer, uri);
    expect(runs).toEqual([]);
  });

  test('as a whole shows its findings in the documents that it names', () => {
    const other = 'file:///workspace/copy.yaml';
    const analyzer = analyze([{ uri, text: deployment('api') }], [twinRule], defaultSettings);
    expect(findingsOf(analyzer, uri)).toEqual([]);
    analyzer.set(other, `${deployment('worker')}---\n${deployment('api')}`);
    const [found] = findingsOf(analyzer, other);
    expect(found).toMatchObject({ documentIndex: 1, finding: { message: 'api is there 2 times.' } });
    expect(findingsOf(analyzer, uri)).toHaveLength(1);
    analyzer.remove(other);
    expect(findingsOf(analyzer, uri)).toEqual([]);
  });

  test('as a whole that throws is told of once', () => {
    const rule = defineRule({
      ...twinRule,
      check: () => {
        throw new Error('the unexpected');
      },
    });
    expect(check(`${deployment('api')}---\n${deployment('worker')}`, [rule])).toEqual([expect.stringContaining('the unexpected')]);
  });
});

test('a file that a kustomization uses as a patch is checked as a part of a manifest', () => {
  const rule = defineRule({
    ...kindRule,
    level: 'info',
    *check({ route }, { partial }) {
      yield { at: route, message: 'found', data: { kind: partial ? 'part' : 'whole' } };
    },
  });
  const analyzer = analyze([{ uri, text: deployment('api') }], [rule], defaultSettings);
  const message = () => findingsOf(analyzer, uri).map(({ finding }) => finding.message);
  expect(message()).toEqual(['This is a whole.']);
  analyzer.set(
    'file:///workspace/kustomization.yaml',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n- path: app.yaml\n',
  );
  expect(message()).toEqual(['This is a part.']);
  analyzer.remove('file:///workspace/kustomization.yaml');
  expect(message()).toEqual(['This is a whole.']);
});
