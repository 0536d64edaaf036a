import { describe, expect, test } from 'vitest';
import { ruleFailed } from '../../../server/src/rules/engine-rules.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { isTried, someOf } from '../../fuzz.ts';
import { analyze, findingsOf } from '../../rules/check.ts';
import { fixturesOf, rulesWithFixtures } from '../../rules/fixtures.ts';

/** Lines at which each file is cut, in the middle: a person types at the end of a line. */
const CUTS = 6;

describe.each(rulesWithFixtures().filter(isTried))('half-typed fixtures of %s', (rule) => {
  test('make no rule fail', () => {
    const failed = someOf(fixturesOf(rule), rule).flatMap(({ files }) => {
      const analyzer = analyze(files, allRules);
      return files.flatMap(({ uri, text }) => {
        const failures = someOf(placesIn(text), text).flatMap((end) => {
          analyzer.set(uri, text.slice(0, end));
          analyzer.fixAll(uri, { safe: false });
          const broken = findingsOf(analyzer, uri).filter(({ finding }) => finding.rule === ruleFailed.id);
          return broken.map(({ finding }) => `${uri} cut at ${end}: ${finding.message}`);
        });
        analyzer.set(uri, text);
        return failures;
      });
    });
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
