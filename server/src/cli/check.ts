import type { Analysis, PlacedFinding } from '../analyzer.ts';
import { readVersion } from '../node/assets.ts';
import { allRules } from '../rules/registry.ts';
import type { Severity } from '../rules/types.ts';
import type { PlacedDocument } from '../yaml/types.ts';
import { EXIT } from './exit.ts';
import { dryRun, fixFiles } from './fix.ts';
import type { Streams } from './output.ts';
import type { Progress } from './progress.ts';
import { progressOn } from './progress.ts';
import { githubReport } from './report/github.ts';
import { jsonReport } from './report/json.ts';
import { junitReport } from './report/junit.ts';
import { prettyReport } from './report/pretty.ts';
import type { Report, ReportedFinding, ReportedFix } from './report/report.ts';
import { replacementsOf, reportFinding, summarize } from './report/report.ts';
import { sarifReport } from './report/sarif.ts';
import type { Session, SessionFile, SessionOptions } from './session.ts';
import { analysisOf, openSession, tell } from './session.ts';

export const CHECK_FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit'] as const;
type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The formats that carry the edits of fixes. */
const WITH_EDITS: readonly CheckFormat[] = ['json', 'sarif'];

export interface CheckOptions extends SessionOptions {
  readonly format: CheckFormat;
  readonly failOn: Severity;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** `plimsoll check`: reports the findings of paths, mends what is safe where asked to, and gives the exit code. */
export async function check(paths: readonly string[], options: CheckOptions, streams: Streams): Promise<number> {
  const progress = progressOn(streams);
  const session = await openSession(paths, options, progress);
  tell(session, streams);
  if (options.fixDryRun) return dryRun(session, streams);
  const unwritten = options.fix ? fixFiles(session, streams) : [];
  for (const problem of unwritten) streams.err(`plimsoll: ${problem}\n`);
  const report = reportOf(session, WITH_EDITS.includes(options.format), progress, unwritten);
  // Standard input mended goes to standard output, so the findings make way.
  const findingsTo = options.fix && session.files.some((file) => file.path === undefined) ? streams.err : streams.out;
  findingsTo(REPORTERS[options.format](report, streams));
  if (report.problems.length > 0) return EXIT.failure;
  return report.findings.some((finding) => RANK[finding.level] >= RANK[options.failOn]) ? EXIT.findings : EXIT.clean;
}

const REPORTERS: Readonly<Record<CheckFormat, (report: Report, streams: Streams) => string>> = {
  pretty: (report, { colors }) => prettyReport(report, colors),
  json: jsonReport,
  sarif: (report) => sarifReport(report, allRules, readVersion()),
  github: githubReport,
  junit: junitReport,
};

function reportOf(session: Session, withEdits: boolean, progress: Progress, unwritten: readonly string[]): Report {
  let documents = 0;
  const findings = session.files.flatMap((file, index) => {
    progress.step('Checking', index, session.files.length);
    const analysis = analysisOf(session, file);
    documents += analysis.documents.length;
    return analysis.findings().map((found) => reported(session, file, analysis, found, withEdits));
  });
  progress.end();
  return {
    findings,
    files: session.files.map(({ name }) => name),
    summary: summarize(findings, session.files.length, documents),
    problems: [...session.problems, ...unwritten],
  };
}

function reported(session: Session, file: SessionFile, analysis: Analysis, found: PlacedFinding, withEdits: boolean): ReportedFinding {
  const document = analysis.documents[found.documentIndex];
  if (document === undefined) throw new Error(`Finding ${found.finding.rule} points behind the documents of ${file.name}`);
  return reportFinding(file.name, document.placed, found, mendingOf(session, file, document.placed, found, withEdits));
}

/** Longest document, in characters, whose fixes are worked out one by one: each is tried on the whole of it. */
const LONGEST_EDITED = 100_000;

/** The fixes that apply, and whether `--fix` does one of them; only those are looked at where nobody asks for the edits. */
function mendingOf(
  session: Session,
  file: SessionFile,
  placed: PlacedDocument,
  found: PlacedFinding,
  withEdits: boolean,
): Pick<ReportedFinding, 'fixes' | 'fixable'> {
  const wanted = found.finding.fixes.filter(({ safe }) => safe || withEdits);
  if (placed.document.text.length > LONGEST_EDITED) return { fixes: [], fixable: wanted.some(({ safe }) => safe) };
  const fixes = wanted
    .map((fix): ReportedFix => ({ ...fix, replacements: replacementsOf(placed, session.analyzer.fix(file.uri, found, fix.id) ?? []) }))
    .filter(({ replacements }) => replacements.length > 0);
  return { fixes, fixable: fixes.some(({ safe }) => safe) };
}
