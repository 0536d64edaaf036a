import type { Report, ReportedFinding } from './report.ts';

/** Findings for programs; the shape is schemas/check.schema.json. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify({ findings: report.findings.map(withoutSource), summary: report.summary }, null, 2)}\n`;
}

function withoutSource({ source: _source, ...finding }: ReportedFinding): Omit<ReportedFinding, 'source'> {
  return finding;
}
