import type { Report, ReportedFinding } from './report.ts';

/** A test case: its opening tag's attributes, and what went wrong. */
interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error';
  readonly type?: string;
  readonly message?: string;
  readonly text?: string;
}

/**
 * Findings as JUnit XML, as CI servers read it (https://github.com/testmoapp/junitxml): a test suite for each file, in it a failed test case
 * for each finding or one that passed, and a suite for what could not be read or written.
 */
export function junitReport(report: Report): string {
  const byFile = new Map(report.files.map((file): [string, ReportedFinding[]] => [file, []]));
  for (const finding of report.findings) byFile.get(finding.file)?.push(finding);
  const suites = [...byFile].map(([file, findings]) => suiteOf(file, findings.map(failureOf)));
  if (report.problems.length > 0) suites.push(suiteOf('plimsoll', report.problems.map(errorOf)));
  const failures = report.findings.length;
  const errors = report.problems.length;
  const tests = suites.reduce((total, suite) => total + suite.tests, 0);
  const open = `<testsuites ${attributes({ name: 'plimsoll', tests, failures, errors })}>`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', open, ...suites.map(({ xml }) => xml), '</testsuites>', ''].join('\n');
}

function failureOf(finding: ReportedFinding): TestCase {
  const { rule, level, message, line, column, file } = finding;
  return {
    name: `${rule} (${line}:${column})`,
    outcome: 'failure',
    type: level,
    message,
    text: `${file}:${line}:${column}\n${finding.source.join('\n')}`,
  };
}

function errorOf(problem: string): TestCase {
  return { name: problem, outcome: 'error', message: problem };
}

function suiteOf(name: string, found: readonly TestCase[]): { readonly tests: number; readonly xml: string } {
  const cases: readonly TestCase[] = found.length > 0 ? found : [{ name: 'no findings', outcome: 'passed' }];
  const having = (outcome: TestCase['outcome']) => cases.filter((testCase) => testCase.outcome === outcome).length;
  const open = attributes({ name, tests: cases.length, failures: having('failure'), errors: having('error') });
  return {
    tests: cases.length,
    xml: [`  <testsuite ${open}>`, ...cases.map((testCase) => caseXml(name, testCase)), '  </testsuite>'].join('\n'),
  };
}

function caseXml(suite: string, { name, outcome, type, message, text = '' }: TestCase): string {
  const open = `    <testcase ${attributes({ classname: suite, name })}`;
  if (outcome === 'passed') return `${open}/>`;
  const result = `<${outcome} ${attributes({ type, message })}>${escapeXml(text)}</${outcome}>`;
  return `${open}>\n      ${result}\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${escapeAttribute(String(value))}"`]))
    .join(' ');
}

/** Line breaks in attributes would be read back as spaces (XML 1.0, 3.3.3). */
function escapeAttribute(text: string): string {
  return escapeXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');
}

/** Without the characters that no XML document may hold, not even escaped (XML 1.0, 2.2). */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
