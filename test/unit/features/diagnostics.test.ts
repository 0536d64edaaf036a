import { expect, test } from 'vitest';
import type { DiagnosticsContext } from '../../../server/src/features/diagnostics.ts';
import { diagnosticsOf, sameDiagnostics } from '../../../server/src/features/diagnostics.ts';
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import { rulePage } from '../../../server/src/rules/pages.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { analyze, deployment, URI } from './support.ts';

/** Finds fault with every container's image, and points at the workload's name. */
const image = defineRule({
  id: 'images/any',
  level: 'warning',
  scope: 'container',
  docs: { summary: '', why: '', fix: '' },
  messages: { found: 'Container {name} has an image.' },
  *check(container) {
    yield {
      at: [...container.route, 'image'],
      message: 'found',
      data: { name: container.name },
      tags: ['deprecated'],
      related: [{ at: ['metadata', 'name'], message: 'It belongs to this.' }],
    };
  },
  fixes: { drop: { title: 'Drop the image of {name}', safe: true, patches: ({ at }) => [{ op: 'remove', at }] } },
}) as unknown as Rule;

const replicas = defineRule({
  id: 'scaling/any',
  level: 'error',
  scope: 'resource',
  docs: { summary: '', why: '', fix: '' },
  messages: { found: 'It has replicas.' },
  *check() {
    yield { at: ['spec', 'replicas'], message: 'found' };
  },
}) as unknown as Rule;

const context: DiagnosticsContext = {
  analysisOf: () => undefined,
  clientUri: (uri) => uri,
  relatedInformation: true,
  shows: () => true,
};

test('a finding is a diagnostic at its place, with all that a client can show of it', () => {
  const { analysis } = analyze(`# first\n---\n${deployment()}`, { rules: [image] });
  expect(diagnosticsOf(analysis, context)).toEqual([
    {
      range: { start: { line: 16, character: 17 }, end: { line: 16, character: 41 } },
      severity: 2,
      code: 'images/any',
      codeDescription: { href: rulePage('images/any') },
      source: 'plimsoll',
      message: 'Container main has an image.',
      tags: [2],
      relatedInformation: [
        {
          location: { uri: URI, range: { start: { line: 5, character: 8 }, end: { line: 5, character: 18 } } },
          message: 'It belongs to this.',
        },
      ],
      data: {
        rule: 'images/any',
        document: expect.any(Number),
        at: ['spec', 'template', 'spec', 'containers', 0, 'image'],
        data: { name: 'main' },
        fixes: [{ id: 'drop', title: 'Drop the image of main', safe: true }],
      },
    },
  ]);
});

test('related information is left out for a client that cannot show it', () => {
  const { analysis } = analyze(deployment(), { rules: [image] });
  expect(diagnosticsOf(analysis, { ...context, relatedInformation: false })[0]).not.toHaveProperty('relatedInformation');
});

test('related information can be in another file', () => {
  const other = defineRule({
    id: 'scaling/elsewhere',
    level: 'warning',
    scope: 'resource',
    workspace: true,
    docs: { summary: '', why: '', fix: '' },
    messages: { found: 'See there.' },
    *check(resource, { inventory }) {
      const [service] = inventory.ofKind('Service');
      if (!service || resource.kind !== 'Deployment') return;
      yield { at: ['kind'], message: 'found', related: [{ in: service.resource, at: ['metadata', 'name'], message: 'There.' }] };
    },
  }) as unknown as Rule;
  const service = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: api\n';
  const uri = 'file:///shop/service.yaml';
  const { analysis, analyzer } = analyze(deployment(), { rules: [other], others: { [uri]: service } });
  const [diagnostic] = diagnosticsOf(analysis, { ...context, analysisOf: (wanted) => analyzer.analysisOf(wanted) });
  expect(diagnostic?.relatedInformation).toEqual([
    { location: { uri, range: { start: { line: 8, character: 8 }, end: { line: 8, character: 11 } } }, message: 'There.' },
  ]);
});

test('of too many the worst are shown, and one more says how many there are', () => {
  const text = [1, 2, 3].map((index) => deployment({ name: `api-${index}` })).join('---\n');
  const all = analyze(text, { rules: [image, replicas] }).analysis;
  const analysis = { ...all, settings: { ...all.settings, maxProblems: 3 } };
  const shown = diagnosticsOf(analysis, context);
  expect(shown.map(({ code }) => code)).toEqual(['scaling/any', 'scaling/any', 'scaling/any', 'internal/more-problems']);
  expect(shown.at(-1)).toMatchObject({
    severity: 3,
    message: expect.stringContaining('3 more problems'),
    range: { start: { line: 0, character: 0 } },
  });
});

test('findings that the context withholds are not counted either', () => {
  const all = analyze(deployment(), { rules: [image, replicas] }).analysis;
  const analysis = { ...all, settings: { ...all.settings, maxProblems: 1 } };
  expect(diagnosticsOf(analysis, { ...context, shows: (rule) => rule === 'images/any' }).map(({ code }) => code)).toEqual(['images/any']);
});

test('YAML that is none of ours has none', () => {
  expect(diagnosticsOf(analyze('jobs:\n  build: [\n', { rules: [image] }).analysis, context)).toEqual([]);
});

test('diagnostics are recognised as the same until one of them moves or says something else', () => {
  const { analysis, analyzer } = analyze(deployment(), { rules: [image, replicas] });
  const before = diagnosticsOf(analysis, context);
  expect(sameDiagnostics(before, diagnosticsOf(analysis, context))).toBe(true);
  analyzer.edit(URI, [{ start: 0, end: 0, text: '# moved\n' }]);
  const moved = diagnosticsOf(analyzer.analysisOf(URI)!, context);
  expect(sameDiagnostics(before, moved)).toBe(false);
  expect(sameDiagnostics(before, before.slice(1))).toBe(false);
});
