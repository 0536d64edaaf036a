import { describe, expect, test } from 'vitest';
import { allRules } from '../../../server/src/rules/registry.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { analyze, findingsOf } from '../../rules/check.ts';

const uri = 'file:///workspace/a.yaml';
const codes = (text: string) => parseFile(text).documents.flatMap(({ document }) => document.problems.map(({ code }) => code));

describe('a duplicate key hides no other error', () => {
  test('on its line', () => {
    expect(codes('spec:\n  metrics: []\n  metrics: [\n')).toEqual(['duplicate-key', 'unclosed-bracket']);
    expect(codes('{"a": 1, "a": 2, "b": [}')).toContain('duplicate-key');
  });

  test('behind more of them than anybody looks at', () => {
    const duplicates = Array.from({ length: 200 }, (_, n) => `a${n}: 1\na${n}: 2\n`).join('');
    expect(codes(`${duplicates}b: [\n`)).toContain('unclosed-bracket');
  });

  test('so that nothing is fixed in a text that does not parse', () => {
    const analyzer = analyze([{ uri, text: 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: 1\n  b: []\n  b: [\n' }], allRules);
    expect(findingsOf(analyzer, uri).map(({ finding }) => finding.rule)).toEqual(['schema/syntax', 'schema/syntax']);
    expect(analyzer.fixAll(uri, { safe: true })).toEqual([]);
  });
});
