import { describe, expect, test } from 'vitest';
import type { CodeAction, CodeActionContext, TextEdit } from 'vscode-languageserver-types';
import type { Analyzer } from '../../../server/src/analyzer.ts';
import type { ActionContext, DeferredFix, DeferredSuppression, FileFix } from '../../../server/src/features/code-actions.ts';
import { codeActions, fileFixEdit, fixEdit, suppressionEdit } from '../../../server/src/features/code-actions.ts';
import { diagnosticsOf } from '../../../server/src/features/diagnostics.ts';
import { offsetAt } from '../../../server/src/features/positions.ts';
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, deployment, URI } from './support.ts';

/** Wants three replicas; knows a careful and a safe way to get there. */
const replicas = defineRule({
  id: 'scaling/three',
  level: 'warning',
  scope: 'resource',
  docs: { summary: '', why: '', fix: '' },
  messages: { found: 'It has no three replicas.' },
  *check(resource) {
    const spec = resource.value.spec as { replicas?: number };
    if (spec.replicas !== 3) yield { at: ['spec', 'replicas'], message: 'found' };
  },
  fixes: {
    remove: { title: 'Remove the replicas', safe: false, patches: ({ at }) => [{ op: 'remove', at }] },
    set: { title: 'Set three replicas', safe: true, patches: ({ at }) => [{ op: 'set', at, value: 3 }] },
  },
}) as unknown as Rule;

const name = defineRule({
  id: 'schema/nameless',
  level: 'info',
  scope: 'resource',
  docs: { summary: '', why: '', fix: '' },
  messages: { found: 'It has a name.' },
  *check() {
    yield { at: ['metadata', 'name'], message: 'found' };
  },
}) as unknown as Rule;

const everything = { analysisOf: () => undefined, clientUri: (uri: string) => uri, relatedInformation: true, shows: () => true };

function setUp(text: string) {
  const { analysis, analyzer } = analyze(text, { rules: [replicas, name] });
  const diagnostics = diagnosticsOf(analysis, everything);
  const context: ActionContext = {
    fixer: analyzer,
    target: { uri: URI, version: 7, versioned: true },
    resolves: false,
    asksReasons: false,
  };
  const ask = (request: Partial<CodeActionContext> = {}, overrides: Partial<ActionContext> = {}) =>
    codeActions(analysis, { diagnostics, ...request }, { ...context, ...overrides });
  return { analysis, analyzer, diagnostics, context, ask };
}

function applied(analyzer: Analyzer, action: CodeAction | undefined): string {
  const { file } = analyzer.analysisOf(URI)!;
  const [change] = action?.edit?.documentChanges ?? [];
  const edits = change && 'edits' in change ? (change.edits as TextEdit[]) : [];
  const splices = edits.map(({ range, newText }) => ({
    start: offsetAt(file, range.start),
    end: offsetAt(file, range.end),
    text: newText,
  }));
  return applySplices(file.text, splices);
}

describe('quick fixes', () => {
  test('come from what the diagnostic carries, the best first, and the first safe one is preferred', () => {
    const { ask, diagnostics } = setUp(deployment());
    const fixes = ask().filter(({ title }) => !title.startsWith('Ignore'));
    expect(fixes.map(({ title, kind, isPreferred }) => ({ title, kind, isPreferred }))).toEqual([
      { title: 'Remove the replicas', kind: 'quickfix', isPreferred: undefined },
      { title: 'Set three replicas', kind: 'quickfix', isPreferred: true },
      { title: 'Fix all safely fixable problems in this file', kind: 'source.fixAll.plimsoll', isPreferred: undefined },
    ]);
    expect(fixes[0]?.diagnostics).toEqual([diagnostics.find(({ code }) => code === 'scaling/three')]);
  });

  test('change what they say, and name the version they are for', () => {
    const { ask, analyzer } = setUp(deployment());
    const fix = ask().find(({ title }) => title === 'Set three replicas');
    expect(applied(analyzer, fix)).toBe(deployment({ replicas: 'replicas: 3' }));
    expect(fix?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: URI, version: 7 } }]);
  });

  test('are plain changes for a client that knows no versions', () => {
    const { ask } = setUp(deployment());
    const [fix] = ask({}, { target: { uri: URI, version: 7, versioned: false } });
    expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([URI]);
  });

  test('are found by rule and place for a client that drops the data', () => {
    const { ask, diagnostics } = setUp(deployment());
    const bare = diagnostics.map(({ data: _, ...rest }) => rest);
    expect(ask({ diagnostics: bare }).map(({ title }) => title)).toEqual(ask().map(({ title }) => title));
  });

  test('are not offered for the diagnostics of others, nor for documents that are gone', () => {
    const { ask, diagnostics } = setUp(deployment());
    const foreign = diagnostics.map((diagnostic) => ({ ...diagnostic, source: 'yaml' }));
    expect(ask({ diagnostics: foreign, only: ['quickfix'] })).toEqual([]);
    const gone = diagnostics.map((diagnostic) => ({ ...diagnostic, data: { ...diagnostic.data, document: 9 } }));
    expect(ask({ diagnostics: gone, only: ['quickfix'] })).toEqual([]);
  });
});

describe('quick fixes in a long document', () => {
  const long = `${deployment()}${'# A line that says nothing.\n'.repeat(1000)}`;

  test('are written when one is chosen, as they would be at once', () => {
    const { ask, analysis, context } = setUp(long);
    const atOnce = ask({ only: ['quickfix'] }).filter(({ title }) => !title.startsWith('Ignore'));
    const listed = ask({ only: ['quickfix'] }, { resolves: true }).filter(({ title }) => !title.startsWith('Ignore'));
    expect(listed.map(({ edit, ...action }) => ({ ...action, edit, data: undefined }))).toEqual(
      atOnce.map((action) => ({ ...action, edit: undefined, data: undefined })),
    );
    expect(atOnce.length).toBeGreaterThan(0);
    expect(listed.map(({ data }) => fixEdit(analysis, data as DeferredFix, context))).toEqual(atOnce.map(({ edit }) => edit));
  });

  test('come with their edits for a client that cannot ask for them', () => {
    const { ask } = setUp(long);
    const fixes = ask({ only: ['quickfix'] }).filter(({ title }) => !title.startsWith('Ignore'));
    expect(fixes.map(({ edit }) => edit === undefined)).toEqual(fixes.map(() => false));
  });

  test('are not offered where they cannot be written', () => {
    const { ask } = setUp(long.replace('replicas: 2', 'replicas: &count 2\n  revisionHistoryLimit: *count'));
    const titles = (resolves: boolean) => ask({ only: ['quickfix'] }, { resolves }).map(({ title }) => title);
    expect(titles(true)).toEqual(titles(false));
  });
});

describe('actions for a whole file', () => {
  const two = `${deployment({ name: 'a' })}---\n${deployment({ name: 'b' })}`;

  test('fix all problems of a rule where there are several', () => {
    const { ask, analyzer, diagnostics } = setUp(two);
    const fix = ask({ diagnostics: diagnostics.slice(0, 2) }).find(
      ({ title }) => title === 'Fix all 2 `scaling/three` problems in this file',
    );
    expect(applied(analyzer, fix)).not.toContain('replicas: 2');
    expect(
      setUp(deployment())
        .ask()
        .some(({ title }) => title.startsWith('Fix all 1')),
    ).toBe(false);
  });

  test('apply all safe fixes', () => {
    const { ask, analyzer } = setUp(two);
    const [fix, ...others] = ask({ diagnostics: [], only: ['source.fixAll'] });
    expect(others).toEqual([]);
    expect(fix?.kind).toBe('source.fixAll.plimsoll');
    expect(applied(analyzer, fix)).toBe(two.replaceAll('replicas: 2', 'replicas: 3'));
  });

  test('get their edit when they are chosen, where the client can wait for it', () => {
    const { ask, analysis, analyzer, context } = setUp(two);
    const [fix] = ask({ diagnostics: [], only: ['source.fixAll.plimsoll'] }, { resolves: true });
    expect(fix?.edit).toBeUndefined();
    const edit = fileFixEdit(analysis, fix?.data as FileFix, context)!;
    expect(applied(analyzer, { ...fix!, edit })).toBe(two.replaceAll('replicas: 2', 'replicas: 3'));
  });

  test('are not offered where nothing can be fixed safely', () => {
    const { ask } = setUp(deployment({ replicas: 'replicas: 3' }));
    expect(ask({ only: ['source.fixAll'] })).toEqual([]);
  });
});

describe('the kinds that a client asks for', () => {
  test.each([
    [['quickfix'], ['quickfix']],
    [['source'], ['source.fixAll.plimsoll']],
    [['source.fixAll.plimsoll'], ['source.fixAll.plimsoll']],
    [['source.fixAll.eslint'], []],
    [['refactor'], []],
    [['quick'], []],
  ])('%j', (only, kinds) => {
    const found = setUp(deployment()).ask({ only });
    expect([...new Set(found.map(({ kind }) => kind))]).toEqual(kinds);
  });
});

test('a finding can be ignored on its line and in its file, and is gone then', () => {
  const { ask, analyzer, diagnostics } = setUp(deployment());
  const three = diagnostics.filter(({ code }) => code === 'scaling/three');
  const suppressions = ask({ diagnostics: three }).filter(({ title }) => title.startsWith('Ignore'));
  expect(suppressions.length).toBeGreaterThanOrEqual(2);
  for (const action of suppressions) {
    const after = analyze(applied(analyzer, action), { rules: [replicas, name] }).analysis;
    expect(after.findings().map(({ finding }) => finding.rule)).toEqual(['schema/nameless']);
  }
});

test('a finding is ignored by an edit that comes when the action is chosen, where the client can wait for it', () => {
  const { ask, analysis, analyzer, context, diagnostics } = setUp(deployment());
  const three = diagnostics.filter(({ code }) => code === 'scaling/three');
  const suppressions = ask({ diagnostics: three }, { resolves: true }).filter(({ title }) => title.startsWith('Ignore'));
  expect(suppressions.map(({ title }) => title)).toEqual(
    ask({ diagnostics: three }).flatMap(({ title }) => (title.startsWith('Ignore') ? [title] : [])),
  );
  for (const action of suppressions) {
    expect(action.edit).toBeUndefined();
    const edit = suppressionEdit(analysis, action.data as DeferredSuppression, context)!;
    const after = analyze(applied(analyzer, { ...action, edit }), { rules: [replicas, name] }).analysis;
    expect(after.findings().map(({ finding }) => finding.rule)).toEqual(['schema/nameless']);
  }
});
