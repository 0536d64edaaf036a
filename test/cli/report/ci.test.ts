import { describe, expect, test } from 'vitest';
import { githubReport } from '../../../server/src/cli/report/github.ts';
import { junitReport } from '../../../server/src/cli/report/junit.ts';
import type { Report, ReportedFinding } from '../../../server/src/cli/report/report.ts';

const finding: ReportedFinding = {
  rule: 'scaling/cpu-target',
  level: 'warning',
  message: 'scales at 85%',
  file: 'k8s/hpa.yaml',
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 7,
  resource: undefined,
  fixes: [],
  fixable: false,
  fingerprint: '0123456789abcdef',
  source: ['  a: 85'],
};

function reportOf(findings: readonly ReportedFinding[], problems: readonly string[] = []): Report {
  const summary = { files: 2, documents: 2, errors: 0, warnings: findings.length, infos: 0, fixable: 0, known: 0 };
  return { findings, files: ['k8s/hpa.yaml', 'k8s/clean.yaml'], summary, problems };
}

describe('githubReport', () => {
  test('gives place, rule and message in the runner’s escapes', () => {
    const odd = { ...finding, file: 'a,b:c.yaml', message: '85%\r\n::error::no' };
    expect(githubReport(reportOf([odd])).split('\n')[0]).toBe(
      '::warning file=a%2Cb%3Ac.yaml,line=3,endLine=3,col=5,endColumn=7,title=scaling/cpu-target::85%25%0D%0A::error::no',
    );
  });

  test('leaves columns out over several lines, and calls information a notice', () => {
    expect(githubReport(reportOf([{ ...finding, level: 'info', endLine: 4 }]))).toMatch(
      /^::notice file=k8s\/hpa\.yaml,line=3,endLine=4,title=scaling\/cpu-target::scales at 85%25\n/,
    );
  });

  test('says what could not be read, and ends with the summary', () => {
    expect(githubReport(reportOf([], ['bad.yaml is UTF-16.']))).toBe(
      '::error title=plimsoll::bad.yaml is UTF-16.\nNo findings in 2 files, 2 documents.\n',
    );
  });
});

describe('junitReport', () => {
  test('has a suite for each file, with failed cases or one that passed', () => {
    const xml = junitReport(reportOf([finding]));
    expect(xml).toContain('<testsuites name="plimsoll" tests="2" failures="1" errors="0">');
    expect(xml).toContain('<testsuite name="k8s/hpa.yaml" tests="1" failures="1" errors="0">');
    expect(xml).toContain('<failure type="warning" message="scales at 85%">k8s/hpa.yaml:3:5\n  a: 85</failure>');
    expect(xml).toContain('<testcase classname="k8s/clean.yaml" name="no findings"/>');
  });

  test('escapes markup and line breaks, and drops what XML cannot hold', () => {
    const xml = junitReport(reportOf([{ ...finding, message: '<a> & "b"\n\u0000\u001b[31m\ud800😀' }]));
    expect(xml).toContain('message="&lt;a&gt; &amp; &quot;b&quot;&#10;[31m😀"');
  });

  test('reports what could not be read as an error', () => {
    const xml = junitReport(reportOf([], ['bad.yaml is UTF-16.']));
    expect(xml).toContain('<testsuite name="plimsoll" tests="1" failures="0" errors="1">');
    expect(xml).toContain('<error message="bad.yaml is UTF-16."></error>');
  });
});
