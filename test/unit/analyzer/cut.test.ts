import { describe, expect, test } from 'vitest';
import { ruleFailed } from '../../../server/src/rules/engine-rules.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { analyze, findingsOf } from '../../rules/check.ts';
import { fixturesOf, rulesWithFixtures } from '../../rules/fixtures.ts';

/** Lines at which each file is cut, in the middle: a person types at the end of a line. */
const CUTS = 6;

describe.each(rulesWithFixtures())('half-typed fixtures of %s', (rule) => {
  test('make no rule fail', () => {
    const failed = fixturesOf(rule).flatMap(({ files }) =>
      files.flatMap((file) => {
        const analyzer = analyze(files, allRules);
        return placesIn(file.text).flatMap((end) => {
          analyzer.set(file.uri, file.text.slice(0, end));
          analyzer.fixAll(file.uri, { safe: false });
          const broken = findingsOf(analyzer, file.uri).filter(({ finding }) => finding.rule === ruleFailed.id);
          return broken.map(({ finding }) => `${file.uri} cut at ${end}: ${finding.message}`);
        });
      }),
    );
    expect(failed).toEqual([]);
  });
});

function placesIn(text: string): readonly number[] {
  const lines = text.split('\n');
  const step = Math.max(1, Math.floor(lines.length / CUTS));
  let end = 0;
  const ends = lines.map((line) => {
    const middle = end + Math.ceil(line.length / 2);
    end += line.length + 1;
    return middle;
  });
  return ends.filter((_, index) => index % step === 0);
}
