import { describe, expect, test } from 'vitest';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { isTried } from '../../fuzz.ts';
import { strictSettings } from '../../rules/check.ts';
import type { Fixture } from '../../rules/fixtures.ts';
import { fixturesOf, rulesWithFixtures } from '../../rules/fixtures.ts';
import { schemas } from '../../schemas.ts';

/** Those of several files, whose findings depend on each other. */
const fixtures = rulesWithFixtures()
  .flatMap(fixturesOf)
  .filter(({ name, files }) => files.length > 1 && isTried(name));

function findingsIn({ files }: Fixture, settled: boolean): readonly string[] {
  const analyzer = new Analyzer({ schemas, settingsFor: () => strictSettings, settled });
  for (const { uri, text } of files) analyzer.set(uri, text);
  return files.flatMap(({ uri }) => {
    const findings = analyzer.analysisOf(uri)?.findings() ?? [];
    return findings.map(({ finding, span }) => `${uri}:${span.start} ${finding.rule}: ${finding.message}`);
  });
}

describe('an analyzer of files that do not change', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('finds the same in %s', (_, fixture) => {
    expect(findingsIn(fixture, true)).toEqual(findingsIn(fixture, false));
  });
});
