import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Analyzer } from '../../../server/src/analyzer.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { fuzz } from '../../fuzz.ts';
import { analyze, findingsOf, textOf } from '../../rules/check.ts';
import { autoscaler, deployment } from '../rules/manifests.ts';

const uris = ['file:///workspace/app.yaml', 'file:///workspace/scaling.yaml', 'file:///workspace/kustomization.yaml'];

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n';
const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n  - path: app.yaml\n';

const ports = '          ports:\n            - containerPort: 8080\n';
const documents = [
  deployment('api', 'app', ports),
  deployment('worker'),
  autoscaler('api'),
  autoscaler('worker', 1),
  service,
  kustomization,
];
const snippets = [
  '---\n',
  '# plimsoll-ignore-file images/tag: local\n',
  '  replicas: 1\n',
  '    plimsoll/ignore: probes/liveness\n',
  '"',
  ': ',
  'api',
  '\n',
];

type Step =
  | { readonly kind: 'set'; readonly uri: string; readonly documents: readonly string[] }
  | { readonly kind: 'edit'; readonly uri: string; readonly from: number; readonly length: number; readonly text: string }
  | { readonly kind: 'remove'; readonly uri: string }
  /** Asks for findings in between, or not: what is known then differs. */
  | { readonly kind: 'ask'; readonly uri: string };

const uri = fc.constantFrom(...uris);
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('set' as const), uri, documents: fc.array(fc.constantFrom(...documents), { maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('edit' as const),
      uri,
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(30),
      text: fc.oneof(fc.constantFrom(...documents), fc.constantFrom(...snippets)),
    }),
    fc.record({ kind: fc.constant('remove' as const), uri }),
    fc.record({ kind: fc.constant('ask' as const), uri }),
  ),
  { minLength: 1, maxLength: 12 },
);

test('however a workspace came about, its findings are those of its files', () => {
  fc.assert(
    fc.property(steps, (taken: readonly Step[]) => {
      const analyzer = analyze([], allRules, defaultSettings);
      for (const step of taken) take(analyzer, step);
      const files = [...analyzer.uris()].map((one) => ({ uri: one, text: textOf(analyzer, one) }));
      const fresh = analyze(files, allRules, defaultSettings);
      for (const { uri: one } of files) expect(plain(analyzer, one)).toEqual(plain(fresh, one));
    }),
    fuzz(60),
  );
});

function take(analyzer: Analyzer, step: Step): void {
  if (step.kind === 'set') analyzer.set(step.uri, step.documents.join('---\n'));
  else if (step.kind === 'remove') analyzer.remove(step.uri);
  else if (step.kind === 'ask') findingsOf(analyzer, step.uri);
  else {
    const text = textOf(analyzer, step.uri);
    const start = Math.floor(step.from * text.length);
    analyzer.edit(step.uri, [{ start, end: Math.min(text.length, start + step.length), text: step.text }]);
  }
}

/** Findings without the resources of other files, which are the same things but not the same objects. */
function plain(analyzer: Analyzer, one: string): unknown {
  return findingsOf(analyzer, one).map(({ finding: { related, ...finding }, span, documentIndex }) => ({
    ...finding,
    related: related.map(({ resource, ...rest }) => ({ ...rest, in: `${resource?.kind}/${resource?.name}` })),
    span,
    documentIndex,
  }));
}
