import { expect, test } from 'vitest';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { createSchemas } from '../../../server/src/schema/schemas.ts';
import { defaultSettings } from '../../../server/src/settings.ts';

const URI = 'file:///workspace/list.yaml';
/** As many as it takes for a document that isn't simply read again as a whole. */
const NAMES = Array.from({ length: 1000 }, (_, index) => `object-${index}`);
const TEXT = `apiVersion: v1
kind: List
items:
${NAMES.map((name) => `  - apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: ${name}\n    data:\n      key: ${name}\n`).join('')}`;

/** Reports the name of every object; `asked` is told for which it was run. */
function naming(asked: string[]): Rule {
  return defineRule({
    id: 'test/name',
    level: 'warning',
    scope: 'resource',
    docs: { summary: 'A name', why: 'It is a test.', fix: 'None.' },
    messages: { named: 'It is called {name}.' },
    *check(resource) {
      asked.push(resource.name ?? '');
      yield { at: [...resource.route, 'metadata', 'name'], message: 'named', data: { name: resource.name ?? '' } };
    },
  });
}

test('what was found in the objects of a List that an edit leaves alone is kept, at its new place', () => {
  const asked: string[] = [];
  const schemas = createSchemas(() => undefined);
  const analyzer = new Analyzer({ schemas, settingsFor: () => defaultSettings, rules: [naming(asked)] });
  const found = () => {
    const { file, findings } = analyzer.analysisOf(URI) ?? { file: { text: '' }, findings: () => [] };
    return findings().map(({ span }) => file.text.slice(span.start, span.end));
  };
  analyzer.set(URI, TEXT);
  expect(found()).toEqual(NAMES);
  asked.length = 0;
  const at = TEXT.indexOf('key: object-500\n') + 'key: '.length;
  analyzer.edit(URI, [{ start: at, end: at, text: 'new-' }]);
  expect(found()).toEqual(NAMES);
  expect(asked).toEqual(['object-500']);
});
