import type { Severity } from '../../rules/types.ts';
import { summaryText } from './pretty.ts';
import type { Region, Report, ReportedFinding } from './report.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, which it shows as annotations of the files
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands), and the summary as a line of the log.
 */
export function githubReport(report: Report): string {
  const lines = [...report.findings.map(commandOf), ...report.problems.map((problem) => `::error title=plimsoll::${escapeData(problem)}`)];
  return `${[...lines, summaryText(report.summary)].join('\n')}\n`;
}

function commandOf(finding: ReportedFinding): string {
  const properties = [['file', finding.file], ...placeOf(finding), ['title', finding.rule]] as const;
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${COMMANDS[finding.level]} ${list}::${escapeData(finding.message)}`;
}

/** Annotations have columns within one line only. */
function placeOf({ line, endLine, column, endColumn }: Region): readonly (readonly [string, number])[] {
  const lines = [['line', line] as const, ['endLine', endLine] as const];
  return line === endLine ? [...lines, ['col', column], ['endColumn', endColumn]] : lines;
}

/** The escapes that the runner takes back, in this order so that none is escaped again (actions/toolkit, packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
