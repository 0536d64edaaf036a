// One test for all rules: their declarations, and the fixtures beside this file.
import { afterAll, describe, expect, test } from 'vitest';
import { ruleFiles } from '../../scripts/generate/registry.mts';
import type { Analyzer } from '../../server/src/analyzer.ts';
import { isBroken } from '../../server/src/rules/broken.ts';
import { engineRules, isEngineRule, ruleFailed } from '../../server/src/rules/engine-rules.ts';
import { placeholdersOf } from '../../server/src/rules/fill-message.ts';
import { valueFault } from '../../server/src/rules/options.ts';
import { rulePage } from '../../server/src/rules/pages.ts';
import type { Finding, Rule } from '../../server/src/rules/types.ts';
import { applySplices } from '../../server/src/yaml/edit.ts';
import { parseFile } from '../../server/src/yaml/parse.ts';
import { valueOf } from '../../server/src/yaml/value.ts';
import { isTried, someOf } from '../fuzz.ts';
import type { SourceFile } from './check.ts';
import { analyze, findingsOf, fixAll, placeOf, textOf } from './check.ts';
import type { Expected, Fixture, FixtureFile } from './fixtures.ts';
import { fixturesOf, rulesWithFixtures } from './fixtures.ts';
import { rewritten, suitable } from './variants.ts';

/** The most places at which a file is cut; all of them would take minutes. */
const CUTS = 12;

const declared: readonly Rule[] = await Promise.all(
  ruleFiles().map(async ({ path }) => ((await import(path)) as { readonly default: Rule }).default),
);
const rules = [...declared, ...engineRules];

/** Nobody writes a manifest that makes a rule fail; test/unit/rules has a rule that does. */
const withoutFixtures = new Set([ruleFailed.id]);

test('rules and folders of fixtures are the same', () => {
  const expected = rules.map(({ id }) => id).filter((id) => !withoutFixtures.has(id));
  expect(rulesWithFixtures()).toEqual(expected.toSorted());
});

test('the files of rules say which rules they declare', () => {
  expect(declared.map(({ id }) => id)).toEqual(ruleFiles().map(({ id }) => id));
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  declarationTests(rule);
  if (withoutFixtures.has(id)) return;
  const fixtures = fixturesOf(id);
  afterAll(() => fixtures.forEach(forget));

  test('has a bad and a good fixture', () => {
    expect(fixtures.some(({ bad }) => bad)).toBe(true);
    expect(fixtures.some(({ bad }) => !bad)).toBe(true);
  });

  test('has a bad fixture for each of its messages', () => {
    const messages = fixtures.flatMap((fixture) => ownFindings(rule, fixture)).map(({ message }) => message);
    const unseen = Object.entries(rule.messages).filter(([, template]) => !messages.some((message) => patternOf(template).test(message)));
    expect(unseen.map(([name]) => name)).toEqual([]);
  });

  describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    fixtureTests(rule, fixture);
    if (isTried(fixture.name)) thoroughTests(rule, fixture);
  });
});

function declarationTests(rule: Rule): void {
  test('is declared in full', () => {
    expect(rule.docs.summary).toMatch(/^\S.*[^.\s]$/);
    expect(rule.docs.why).toMatch(/\.$/);
    expect(rule.docs.fix).toMatch(/\.$/);
    expect(rulePage(rule.id)).toMatch(new RegExp(`/docs/rules/${rule.id}\\.md$`));
  });

  test('has options whose defaults fit them', () => {
    const faults = Object.values(rule.options ?? {}).map((spec) => valueFault(spec, spec.default));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
}

function fixtureTests(rule: Rule, fixture: Fixture): void {
  test('findings equal the markers', () => {
    expect(compare(rule, fixture.files, analyzerOf(rule, fixture))).toEqual({ missing: [], unexpected: [] });
    expect(fixture.files.some(({ expected }) => expected.length > 0)).toBe(fixture.bad);
  });

  test('messages and titles are filled', () => {
    const texts = ownFindings(rule, fixture).flatMap(({ message, fixes }) => [message, ...fixes.map(({ title }) => title)]);
    expect(texts.filter((text) => placeholdersOf(text).length > 0)).toEqual([]);
    expect(texts.filter((text) => /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  if (rule.fixes === undefined || !fixture.bad) return;
  test('the first fix gives the fixed text and no other', () => {
    expect(fixedTexts(rule, fixture)).toEqual(fixture.files.map(({ text, fixed }) => fixed ?? text));
  });
}

/** What costs more than all the rest: many versions of a file, and every rule there is. */
function thoroughTests(rule: Rule, fixture: Fixture): void {
  test.each(suitable(fixture))('findings and fixes are the same %s', (_, variant) => {
    const files = fixture.files.map((file) => rewritten(file, variant));
    const analyzer = analyze(files, rulesFor(rule));
    expect(compare(rule, files, analyzer)).toEqual({ missing: [], unexpected: [] });
    if (rule.fixes === undefined || !fixture.bad) return;
    const texts = fixAll(analyzer, files, rule.id);
    const wanted = files.map(({ text, fixed }) => fixed ?? text);
    if (variant.exact) expect(texts).toEqual(wanted);
    else expect(texts.map(meaningOf)).toEqual(wanted.map(meaningOf));
  });

  test('nothing fails where a file is cut', () => {
    expect(failuresOfCuts(rule, fixture)).toEqual([]);
  });

  if (rule.fixes !== undefined && fixture.bad) thoroughFixTests(rule, fixture);
}

function thoroughFixTests(rule: Rule, fixture: Fixture): void {
  test('a fix removes its findings', () => {
    expect(ownFindings(rule, fixture).length).toBeGreaterThan(0);
    expect(findingsIn(afterFix(rule, fixture), rule)).toHaveLength(unfixable(rule, fixture));
  });

  test('each fix on its own parses and removes its finding', () => {
    expect(lonelyFixes(rule, fixture)).toEqual([]);
  });

  test('a fix adds no findings', () => {
    const added = addedFindings(fixture.files, afterFix(rule, fixture));
    const harmful = Object.values(rule.fixes ?? {}).every(({ safe }) => safe) ? added : added.filter(({ level }) => level === 'error');
    expect(harmful.map(({ rule: id, message }) => `${id}: ${message}`)).toEqual([]);
  });
}

/** Some rules report what others leave over: they need the others beside them. */
function rulesFor(rule: Rule): readonly Rule[] {
  return isEngineRule(rule.id) ? rules : [rule];
}

/** The fixtures as they are, each with the one rule it is for: most tests ask for no more than that. */
const analyzers = new Map<Fixture, Analyzer>();

function analyzerOf(rule: Rule, fixture: Fixture): Analyzer {
  const known = analyzers.get(fixture) ?? analyze(fixture.files, rulesFor(rule));
  analyzers.set(fixture, known);
  return known;
}

/** Texts of fixtures after the first fix of all findings. */
const fixed = new Map<Fixture, readonly string[]>();

function fixedTexts(rule: Rule, fixture: Fixture): readonly string[] {
  const known = fixed.get(fixture) ?? fixAll(analyze(fixture.files, rulesFor(rule)), fixture.files, rule.id);
  fixed.set(fixture, known);
  return known;
}

/** What the tests of a rule have in common is let go when they are over. */
function forget(fixture: Fixture): void {
  analyzers.delete(fixture);
  fixed.delete(fixture);
}

function afterFix(rule: Rule, fixture: Fixture): readonly SourceFile[] {
  const texts = fixedTexts(rule, fixture);
  return fixture.files.map(({ uri, text }, index) => ({ uri, text: texts[index] ?? text }));
}

/** The rule's findings in a fixture as it is. */
function ownFindings(rule: Rule, fixture: Fixture): readonly Finding[] {
  return findingsOfRule(analyzerOf(rule, fixture), fixture.files, rule);
}

/** The rule's findings in other files. */
function findingsIn(files: readonly SourceFile[], rule: Rule): readonly Finding[] {
  return findingsOfRule(analyze(files, rulesFor(rule)), files, rule);
}

function findingsOfRule(analyzer: Analyzer, files: readonly SourceFile[], rule: Rule): readonly Finding[] {
  const findings = files.flatMap(({ uri }) => findingsOf(analyzer, uri).map(({ finding }) => finding));
  return findings.filter((finding) => finding.rule === rule.id);
}

function compare(rule: Rule, files: readonly FixtureFile[], analyzer: Analyzer) {
  const missing: string[] = [];
  const unexpected: string[] = [];
  for (const file of files) {
    const places = findingsOf(analyzer, file.uri).map((found) => ({ place: placeOf(analyzer, file.uri, found), found }));
    const left = places.filter(({ place }) => place.rule === rule.id || place.rule === ruleFailed.id);
    for (const expected of file.expected) {
      const index = left.findIndex(({ place }) => matches(expected, place));
      if (index < 0) missing.push(`${file.uri}:${expected.line + 1} ${expected.rule} ${JSON.stringify(expected.columns ?? '')}`);
      else left.splice(index, 1);
    }
    unexpected.push(
      ...left.map(({ place, found }) => `${file.uri}:${place.line + 1} ${JSON.stringify(place.columns)} ${found.finding.message}`),
    );
  }
  return { missing, unexpected };
}

function matches(expected: Expected, place: Expected): boolean {
  if (expected.rule !== place.rule || expected.line !== place.line) return false;
  const { columns } = expected;
  return columns === undefined || (columns.start === place.columns?.start && columns.end === place.columns.end);
}

function cutsOf(text: string): readonly string[] {
  const step = Math.max(1, Math.floor(text.length / CUTS));
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) => text.slice(0, index * step));
}

/** What goes wrong when a file of the fixture is half-typed: checking it, or applying a fix. */
function failuresOfCuts(rule: Rule, fixture: Fixture): readonly string[] {
  const analyzer = analyze(fixture.files, [rule, ruleFailed]);
  return fixture.files.flatMap(({ uri, text }) => {
    const failures = someOf(cutsOf(text), text).flatMap((cut) => {
      analyzer.set(uri, cut);
      analyzer.fixAll(uri, { safe: false });
      const failed = findingsOf(analyzer, uri).filter(({ finding }) => finding.rule === ruleFailed.id);
      return failed.map(({ finding }) => `${uri} cut at ${cut.length}: ${finding.message}`);
    });
    analyzer.set(uri, text);
    return failures;
  });
}

/** How many findings none of the rule's fixes applies to. */
function unfixable(rule: Rule, fixture: Fixture): number {
  const analyzer = analyzerOf(rule, fixture);
  const findings = fixture.files.flatMap(({ uri }) => findingsOf(analyzer, uri).map((found) => ({ uri, found })));
  return findings.filter(
    ({ uri, found }) => found.finding.rule === rule.id && !found.finding.fixes.some(({ id }) => analyzer.fix(uri, found, id) !== undefined),
  ).length;
}

/** Findings of any rule that are there after and weren't before. */
function addedFindings(before: readonly SourceFile[], after: readonly SourceFile[]): readonly Finding[] {
  const known = everyFinding(before);
  return everyFinding(after).filter((finding) => {
    const index = known.findIndex(({ rule, level }) => rule === finding.rule && level === finding.level);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function everyFinding(files: readonly SourceFile[]): Finding[] {
  const analyzer = analyze(files, rules);
  return files.flatMap(({ uri }) => findingsOf(analyzer, uri).map(({ finding }) => finding));
}

/** What is wrong with fixes that are applied alone, as from the lightbulb. */
function lonelyFixes(rule: Rule, fixture: Fixture): readonly string[] {
  const analyzer = analyzerOf(rule, fixture);
  const before = ownFindings(rule, fixture).length;
  return fixture.files.flatMap(({ uri }) => {
    const own = findingsOf(analyzer, uri).filter(({ finding }) => finding.rule === rule.id);
    const fixes = own.flatMap((found) => found.finding.fixes.map(({ id }) => ({ id, splices: analyzer.fix(uri, found, id) })));
    return fixes.flatMap(({ id, splices }) => {
      if (splices === undefined) return [];
      const text = applySplices(textOf(analyzer, uri), splices);
      const files = fixture.files.map((file) => (file.uri === uri ? { uri, text } : file));
      const faults = [
        ...(isSound(text) ? [] : ['breaks the file']),
        ...(findingsIn(files, rule).length < before ? [] : ['leaves its finding']),
      ];
      return faults.map((fault) => `${uri}: ${id} ${fault}`);
    });
  });
}

function isSound(text: string): boolean {
  return parseFile(text).documents.every(({ document }) => !isBroken(document));
}

function meaningOf(text: string): unknown {
  return parseFile(text).documents.map(({ document }) => valueOf(document));
}

/** Matches the messages that a template makes. */
function patternOf(template: string): RegExp {
  const literals = template.split(/\{[a-zA-Z][a-zA-Z0-9]*\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^]*')}$`);
}
