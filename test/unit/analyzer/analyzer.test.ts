import { describe, expect, test } from 'vitest';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, findingsOf, textOf } from '../../rules/check.ts';
import { schemas } from '../../schemas.ts';
import { deployment } from '../rules/manifests.ts';
import { imageRule } from '../rules/sample-rules.ts';

const uri = 'file:///workspace/app.yaml';

/** Tells which documents it has looked at, by the name in them. */
function witness(seen: string[]): Rule {
  return defineRule({
    ...imageRule,
    id: 'sample/witness',
    scope: 'document',
    check: ({ document: { text } }) => {
      seen.push(/name: (\S+)/.exec(text)?.[1] ?? '');
      return [];
    },
  });
}

describe('a file is ours', () => {
  test.each([
    ['a Kubernetes object', uri, deployment('api'), true],
    ['a Kubernetes object in flow style', uri, '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}\n', true],
    ['a Kubernetes object behind another document', uri, `just: data\n---\n${deployment('api')}`, true],
    ['a plan', uri, 'small_team_deployment:\n  api_servers:\n    replicas: 2\n    cpu: 1000m\n    memory: 2Gi\n', true],
    ['a plan by its name', 'file:///workspace/staging.plan.yaml', 'users: 40\n', true],
    ['an object that does not parse', uri, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "a\n', true],
    ['any other YAML', uri, 'name: ci\non: [push]\n', false],
    ['any other YAML that does not parse', uri, 'name: "ci\non: [push]\n', false],
    ['any other YAML that speaks of apiVersion and kind', uri, 'text: the apiVersion and the kind\n', false],
    ['an apiVersion alone', uri, 'apiVersion: v2\nname: chart\nversion: 1.0.0\n', false],
    ['an empty file', uri, '', false],
    ['a file of comments', uri, '# apiVersion and kind\n', false],
  ])('%s', (_, at, text, ours) => {
    expect(analyze([{ uri: at, text }], []).analysisOf(at)?.ours).toBe(ours);
  });

  test('or gets no findings at all', () => {
    const seen: string[] = [];
    expect(findingsOf(analyze([{ uri, text: 'name: "ci\n' }], [witness(seen)]), uri)).toEqual([]);
    expect(seen).toEqual([]);
  });

  test('as soon as it says what it is', () => {
    const analyzer = analyze([{ uri, text: 'name: x\n' }], []);
    analyzer.edit(uri, [
      { start: 0, end: 7, text: 'apiVersion: v1' },
      { start: 15, end: 15, text: 'kind: Pod\n' },
    ]);
    expect(analyzer.analysisOf(uri)?.ours).toBe(true);
    expect(textOf(analyzer, uri)).toBe('apiVersion: v1\nkind: Pod\n');
  });
});

describe('an edit', () => {
  const text = ['a', 'b', 'c'].map((name) => deployment(name)).join('---\n');

  test('costs the document that it is in and no other', () => {
    const seen: string[] = [];
    const analyzer = analyze([{ uri, text }], [witness(seen), imageRule]);
    findingsOf(analyzer, uri);
    expect(seen.splice(0)).toEqual(['a', 'b', 'c']);

    const at = text.indexOf('name: b');
    analyzer.edit(uri, [{ start: at, end: at + 7, text: 'name: bb' }]);
    expect(findingsOf(analyzer, uri)).toHaveLength(3);
    expect(seen).toEqual(['bb']);
  });

  test('moves the findings behind it', () => {
    const analyzer = analyze([{ uri, text }], [imageRule]);
    analyzer.edit(uri, [
      { start: 0, end: 0, text: '# first\n' },
      { start: 0, end: 0, text: '# zeroth\n' },
    ]);
    const places = findingsOf(analyzer, uri).map(({ span }) => textOf(analyzer, uri).slice(span.start, span.end));
    expect(places).toEqual(Array.from({ length: 3 }, () => 'registry.example.com/app:1.0.0'));
  });

  test('gives what the whole text would give', () => {
    const edits = [
      { start: text.indexOf('---'), end: text.indexOf('---') + 4, text: '' },
      { start: 10, end: 40, text: 'x' },
      { start: 0, end: 0, text: '---\n' },
    ];
    const analyzer = analyze([{ uri, text }], [imageRule]);
    for (const edit of edits) {
      analyzer.edit(uri, [edit]);
      const whole = analyze([{ uri, text: textOf(analyzer, uri) }], [imageRule]);
      expect(findingsOf(analyzer, uri)).toEqual(findingsOf(whole, uri));
    }
  });

  test('leaves the analysis before it as it was', () => {
    const analyzer = analyze([{ uri, text }], [imageRule]);
    const before = analyzer.analysisOf(uri);
    analyzer.edit(uri, [{ start: 0, end: text.length, text: '' }]);
    expect(before?.documents).toHaveLength(3);
    expect(before?.findings()).toHaveLength(3);
    expect(findingsOf(analyzer, uri)).toEqual([]);
  });

  test('of a file that it does not know does nothing', () => {
    const analyzer = analyze([], []);
    analyzer.edit(uri, [{ start: 0, end: 0, text: deployment('a') }]);
    expect([...analyzer.uris()]).toEqual([]);
    expect(analyzer.analysisOf(uri)).toBeUndefined();
  });
});

describe('settings', () => {
  test('may switch everything off', () => {
    expect(findingsOf(analyze([{ uri, text: deployment('a') }], [imageRule], { ...defaultSettings, enable: false }), uri)).toEqual([]);
  });

  test('are asked for again when they change', () => {
    let settings: Settings = defaultSettings;
    const analyzer = new Analyzer({ schemas, settingsFor: () => settings, rules: [imageRule] });
    analyzer.set(uri, deployment('a'));
    expect(findingsOf(analyzer, uri)).toHaveLength(1);
    settings = { ...defaultSettings, rules: { 'sample/image': 'off' } };
    analyzer.settingsChanged();
    expect(findingsOf(analyzer, uri)).toEqual([]);
    expect(analyzer.analysisOf(uri)?.settings).toBe(settings);
  });
});

describe('fixes', () => {
  const text = `# Kept.\n${deployment('a')}---\n${deployment('b')}`;

  test('are edits of the file, wherever the document stands', () => {
    const analyzer = analyze([{ uri, text }], [imageRule]);
    const [, second] = findingsOf(analyzer, uri);
    const splices = (second && analyzer.fix(uri, second, 'tag')) ?? [];
    const from = text.lastIndexOf('registry.example.com/app:1.0.0');
    expect(applySplices(text, splices)).toBe(`${text.slice(0, from)}registry.example.com/app:9\n`);
  });

  test('that are unknown, or of a finding that is gone, are none', () => {
    const analyzer = analyze([{ uri, text }], [imageRule]);
    const [, second] = findingsOf(analyzer, uri);
    expect(second && analyzer.fix(uri, second, 'constructor')).toBeUndefined();
    analyzer.set(uri, 'apiVersion: v1\nkind: Pod\n');
    expect(second && analyzer.fix(uri, second, 'tag')).toBeUndefined();
  });

  test('are applied together, and then there are none left', () => {
    const analyzer = analyze([{ uri, text }], [imageRule]);
    analyzer.set(uri, applySplices(text, analyzer.fixAll(uri, { safe: true })));
    expect(textOf(analyzer, uri)).toBe(text.replaceAll('app:1.0.0', 'app:9'));
    expect(analyzer.fixAll(uri, { safe: true })).toEqual([]);
  });

  test('are chosen by safety and by rule', () => {
    const unsafe = defineRule({ ...imageRule, fixes: { tag: { ...imageRule.fixes!.tag, safe: false } } });
    expect(analyze([{ uri, text }], [unsafe]).fixAll(uri, { safe: true })).toEqual([]);
    expect(analyze([{ uri, text }], [unsafe]).fixAll(uri, { safe: false })).toHaveLength(2);
    expect(analyze([{ uri, text }], [imageRule]).fixAll(uri, { safe: true, rule: 'sample/other' })).toEqual([]);
  });

  test('that would touch the same place wait for their turn', () => {
    const tenth = defineRule({
      ...imageRule,
      id: 'sample/tenth',
      fixes: {
        tag: { title: 'Set yet another', safe: true, patches: ({ at }) => [{ op: 'set', at, value: 'registry.example.com/app:10' }] },
      },
    });
    const once = applySplices(text, analyze([{ uri, text }], [imageRule, tenth]).fixAll(uri, { safe: true }));
    expect(once).toBe(text.replaceAll('app:1.0.0', 'app:9'));
  });

  test('that fail are none', () => {
    const failing = defineRule({
      ...imageRule,
      fixes: {
        tag: {
          title: 'Fail',
          safe: true,
          patches: () => {
            throw new Error('the unexpected');
          },
        },
      },
    });
    expect(analyze([{ uri, text }], [failing]).fixAll(uri, { safe: true })).toEqual([]);
  });

  test('that cannot be applied do not keep others from being applied', () => {
    const astray = defineRule({
      ...imageRule,
      id: 'sample/astray',
      fixes: { tag: { title: 'Go astray', safe: true, patches: ({ at }) => [{ op: 'set', at: [...at, 'x', 0], value: 1 }] } },
    });
    const fixed = applySplices(text, analyze([{ uri, text }], [astray, imageRule]).fixAll(uri, { safe: true, rule: 'sample/image' }));
    expect(fixed).toBe(text.replaceAll('app:1.0.0', 'app:9'));
    const both = analyze([{ uri, text }], [imageRule, astray]).fixAll(uri, { safe: true });
    expect(applySplices(text, both)).toBe(fixed);
  });
});
