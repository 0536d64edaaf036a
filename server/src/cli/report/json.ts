import type { Report, ReportedFinding } from './report.ts';

/** Findings for programs; the shape is schemas/check.schema.json. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify({ findings: report.findings.map(toJson), summary: report.summary }, null, 2)}\n`;
}

function toJson({ source: _source, fixable: _fixable, ...finding }: ReportedFinding): Omit<ReportedFinding, 'source' | 'fixable'> {
  return finding;
}
