import type { RenderedFinding } from '../analyzer-rendered.ts';
import { readVersion } from '../node/assets.ts';
import { allRules } from '../rules/registry.ts';
import type { Severity } from '../rules/types.ts';
import { baselineToRead, baselineToWrite, tellGone, writeKnown } from './check-baseline.ts';
import type { CheckedFile, Gathering } from './check-files.ts';
import { checkFile } from './check-files.ts';
import { EXIT } from './exit.ts';
import { dryRun, fixFiles } from './fix.ts';
import type { RenderedCharts } from './helm.ts';
import { checkCharts, helmOrUsageError, withTemplates } from './helm.ts';
import type { Streams } from './output.ts';
import type { Progress } from './progress.ts';
import { progressOn } from './progress.ts';
import { githubReport } from './report/github.ts';
import { jsonReport } from './report/json.ts';
import { junitReport } from './report/junit.ts';
import { prettyReport } from './report/pretty.ts';
import type { Report } from './report/report.ts';
import { summarize } from './report/report.ts';
import { sarifReport } from './report/sarif.ts';
import type { Session, SessionFile, SessionOptions } from './session.ts';
import { openSession, tell } from './session.ts';
import { checkValues } from './values.ts';

export const CHECK_FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit'] as const;
type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The formats that carry the edits of fixes. */
const WITH_EDITS: readonly CheckFormat[] = ['json', 'sarif'];

export interface CheckOptions extends SessionOptions {
  readonly format: CheckFormat;
  readonly failOn: Severity;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  /** File of the findings to leave out, as the user gave it. */
  readonly baseline?: string | undefined;
  /** File to write all findings to, which are left out from then on; with it, `baseline` is not read. */
  readonly writeBaseline?: string | undefined;
  /** Whether to render charts, and check that too. */
  readonly helm: boolean;
  /** Files of values for the charts, as the user gave them. */
  readonly helmValues: readonly string[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** `plimsoll check`: reports the findings of paths, mends what is safe where asked to, and gives the exit code. */
export async function check(paths: readonly string[], options: CheckOptions, streams: Streams): Promise<number> {
  const helm = options.helm ? helmOrUsageError() : undefined;
  const baseline = baselineToRead(options);
  const progress = progressOn(streams);
  const settled = !options.fix && !options.fixDryRun && !options.helm;
  const session = await openSession(paths, { ...options, settled }, progress);
  tell(session, streams);
  if (options.fixDryRun) return dryRun(session, streams);
  const unwritten = options.fix ? fixFiles(session, streams) : [];
  const charts = helm === undefined ? NO_CHARTS : await checkCharts(helm, session, options);
  for (const problem of [...unwritten, ...charts.problems]) streams.err(`plimsoll: ${problem}\n`);
  const problems = [...session.problems, ...unwritten, ...charts.problems];
  const written = baselineToWrite(options, problems, streams);
  const accepted = written ?? baseline?.accepted;
  const files = withTemplates(session.files, charts, options.cwd);
  const more = new Map([...checkValues(session), ...charts.findings]);
  const checked = checkAll({ session, files, more }, { withEdits: WITH_EDITS.includes(options.format), accepted }, progress);
  if (written) problems.push(...writeKnown(written.baseline, checked, options, streams));
  else if (baseline) tellGone(baseline, checked, session, options, streams);
  return print(reportOf(files, checked, problems), session, options, streams);
}

const REPORTERS: Readonly<Record<CheckFormat, (report: Report, streams: Streams) => string>> = {
  pretty: (report, { colors }) => prettyReport(report, colors),
  json: jsonReport,
  sarif: (report) => sarifReport(report, allRules, readVersion()),
  github: githubReport,
  junit: junitReport,
};

const NO_CHARTS: RenderedCharts = { findings: new Map(), problems: [] };

interface Subjects {
  readonly session: Session;
  readonly files: readonly SessionFile[];
  /** What was found by other means than the rules, by the files' URIs. */
  readonly more: ReadonlyMap<string, readonly RenderedFinding[]>;
}

function checkAll({ session, files, more }: Subjects, gathering: Gathering, progress: Progress): readonly CheckedFile[] {
  const checked = files.map((file, index) => {
    progress.step('Checking', index, files.length);
    return checkFile(session, file, gathering, more.get(file.uri));
  });
  progress.end();
  return checked;
}

function reportOf(inputs: readonly SessionFile[], checked: readonly CheckedFile[], problems: readonly string[]): Report {
  const sum = (of: (file: CheckedFile) => number) => checked.reduce((total, file) => total + of(file), 0);
  const findings = checked.flatMap((file) => file.findings);
  const files = inputs.map(({ name }) => name);
  const counts = { files: files.length, documents: sum(({ documents }) => documents), known: sum(({ known }) => known.length) };
  return { findings, files, summary: summarize(findings, counts), problems };
}

function print(report: Report, session: Session, { format, fix, failOn }: CheckOptions, streams: Streams): number {
  // Standard input mended goes to standard output, so the findings make way.
  const findingsTo = fix && session.files.some((file) => file.path === undefined) ? streams.err : streams.out;
  findingsTo(REPORTERS[format](report, streams));
  if (report.problems.length > 0) return EXIT.failure;
  return report.findings.some((finding) => RANK[finding.level] >= RANK[failOn]) ? EXIT.findings : EXIT.clean;
}
