import type { Colors } from 'picocolors/types';
import type { Severity } from '../../rules/types.ts';
import { count } from '../output.ts';
import type { Report, ReportedFinding, Summary } from './report.ts';

/** Widest part of a source line that a code frame shows, in characters. */
const FRAME_WIDTH = 120;

/** Findings for people: place, level, rule, message, a code frame each, and a summary line. */
export function prettyReport(report: Report, colors: Colors): string {
  const blocks = report.findings.map((finding) => findingBlock(finding, colors));
  // Where nothing could be read, nothing was found wrong, either; that is no news.
  const isEmpty = report.summary.files === 0 && report.problems.length > 0;
  return [...blocks, ...(isEmpty ? [] : [summaryLine(report.summary, colors)])].join('\n');
}

function findingBlock(finding: ReportedFinding, colors: Colors): string {
  const place = `${colors.bold(finding.file)}:${finding.line}:${finding.column}`;
  const safe = finding.fixable ? colors.dim(' (fixable)') : '';
  const head = `${place}  ${levelText(finding.level, colors)}  ${colors.cyan(finding.rule)}${safe}`;
  return [head, `  ${finding.message}`, ...frame(finding, colors), ''].join('\n');
}

function frame(finding: ReportedFinding, colors: Colors): string[] {
  const width = String(finding.line + finding.source.length - 1).length;
  const lines = finding.source.map((text, index) => {
    const number = String(finding.line + index).padStart(width);
    return `  ${colors.dim(`${number} │`)} ${clip(text)}`;
  });
  const underline = `  ${colors.dim(`${' '.repeat(width)} │`)} ${caretLine(finding, colors)}`;
  return [lines[0] ?? '', underline, ...lines.slice(1)].filter((line) => line.trim() !== '');
}

function caretLine(finding: ReportedFinding, colors: Colors): string {
  const text = finding.source[0] ?? '';
  const end = finding.endLine === finding.line ? finding.endColumn : text.length + 1;
  // Tabs stay tabs, so that the carets stand under the text in every terminal.
  const indent = text.slice(0, finding.column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end, FRAME_WIDTH) - finding.column));
  return indent + paint(finding.level, colors)(carets);
}

function clip(text: string): string {
  return text.length > FRAME_WIDTH ? `${text.slice(0, FRAME_WIDTH - 1)}…` : text;
}

function summaryLine(summary: Summary, colors: Colors): string {
  const mark = summaryMark(summary, colors);
  const fixable = summary.fixable > 0 ? `  ${count(summary.fixable, 'finding')} can be fixed with ${colors.bold('--fix')}.` : '';
  return `${mark} ${summaryText(summary)}${fixable}\n`;
}

function summaryMark({ errors, warnings, infos }: Summary, colors: Colors): string {
  if (errors + warnings + infos === 0) return colors.green('✔');
  return errors > 0 ? colors.red('✖') : colors.yellow('▲');
}

/** How many findings of which level in how many files, as a sentence. */
export function summaryText({ errors, warnings, infos, files, documents, known }: Summary): string {
  const checked = `${count(files, 'file')}, ${count(documents, 'document')}`;
  const total = errors + warnings + infos;
  const leftOut = known === 0 ? '' : ` ${count(known, 'known finding')} left out.`;
  if (total === 0) return `No ${known === 0 ? '' : 'new '}findings in ${checked}.${leftOut}`;
  const parts = [count(errors, 'error'), count(warnings, 'warning'), `${infos} info`].join(', ');
  return `${count(total, 'finding')} (${parts}) in ${checked}.${leftOut}`;
}

function levelText(level: Severity, colors: Colors): string {
  return paint(level, colors)(level.padEnd('warning'.length));
}

function paint(level: Severity, colors: Colors): (text: string) => string {
  if (level === 'error') return colors.red;
  return level === 'warning' ? colors.yellow : colors.blue;
}
