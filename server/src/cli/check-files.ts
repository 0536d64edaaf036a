import { fileURLToPath } from 'node:url';
import type { Analysis, PlacedFinding } from '../analyzer.ts';
import type { RenderedFinding } from '../analyzer-rendered.ts';
import type { Json, PlacedDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { KnownFinding } from './baseline.ts';
import { keyOf, nameInBaseline } from './baseline.ts';
import { fingerprintsOf } from './report/fingerprint.ts';
import type { ReportedFinding, ReportedFix } from './report/report.ts';
import { replacementsOf, reportFinding, resourceName } from './report/report.ts';
import type { Session, SessionFile } from './session.ts';
import { analysisOf, STDIN_NAME } from './session.ts';

/** How the findings of files are gathered; plain data. */
export interface Gathering {
  /** Whether the edits of all fixes are wanted, rather than whether there is a safe one. */
  readonly withEdits: boolean;
  /** The findings that are left out of reports. */
  readonly accepted?: AcceptedFindings | undefined;
}

export interface AcceptedFindings {
  /** Absolute path of the baseline, which its files are named from. */
  readonly baseline: string;
  /** The baseline's findings by their keys; all there are where it is being written. */
  readonly keys: ReadonlySet<string> | 'all';
}

/** What checking one file gave; plain data. */
export interface CheckedFile {
  readonly documents: number;
  readonly findings: readonly ReportedFinding[];
  /** The findings that the baseline accepts. */
  readonly known: readonly KnownFinding[];
}

/**
 * The findings of a file, told apart by the baseline.
 * @param more what was found in it by other means than the rules: in what it renders, or in a chart's values
 */
export function checkFile(
  session: Session,
  file: SessionFile,
  { withEdits, accepted }: Gathering,
  more: readonly RenderedFinding[] = [],
): CheckedFile {
  const analysis = analysisOf(session, file);
  const own = analysis.findings().map((found) => {
    const placed = placedOf(analysis, found, file);
    return { found, placed, value: valueOf(placed.document) };
  });
  const placed = [...own, ...more.filter((one) => !isSaid(one, own)).map(toPlaced)];
  const prints = fingerprintsOf(placed.map(({ found, value }) => ({ finding: found.finding, value })));
  const findings: ReportedFinding[] = [];
  const known: KnownFinding[] = [];
  for (const [index, { found, placed: at }] of placed.entries()) {
    const fingerprint = prints[index] ?? '';
    const accepting = accepted && knownFinding(found, file, fingerprint, accepted);
    if (accepting) known.push(accepting);
    else findings.push(reportFinding(file.name, at, found, { fingerprint, ...mendingOf(session, file, at, found, withEdits) }));
  }
  return { documents: analysis.documents.length, findings: more.length === 0 ? findings : inOrder(findings), known };
}

/** A finding with the document that shows it, and what is meant by the one that it was found in. */
interface FoundAt {
  readonly found: PlacedFinding;
  readonly placed: PlacedDocument;
  readonly value: Json | undefined;
}

function toPlaced({ finding, documentIndex, placed, value }: RenderedFinding): FoundAt {
  const span = { start: finding.span.start + placed.offset, end: finding.span.end + placed.offset };
  return { found: { finding, documentIndex, span }, placed, value };
}

/** True where the template itself has been found to have the same problem at the same place. */
function isSaid({ finding: { rule, span }, documentIndex }: RenderedFinding, own: readonly FoundAt[]): boolean {
  return own.some(
    ({ found }) => found.documentIndex === documentIndex && found.finding.rule === rule && found.finding.span.start === span.start,
  );
}

function inOrder(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** A file of a session as a baseline names it. */
export function baselineNameOf(file: SessionFile, baseline: string): string {
  return file.name === STDIN_NAME ? STDIN_NAME : nameInBaseline(fileURLToPath(file.uri), baseline);
}

/** undefined for a finding that the baseline doesn't accept. */
function knownFinding(
  { finding: { rule, resource } }: PlacedFinding,
  file: SessionFile,
  fingerprint: string,
  { baseline, keys }: AcceptedFindings,
): KnownFinding | undefined {
  const finding = {
    file: baselineNameOf(file, baseline),
    rule,
    ...(resource && { resource: resourceName(resource) }),
    fingerprint,
  };
  return keys === 'all' || keys.has(keyOf(finding)) ? finding : undefined;
}

function placedOf({ documents }: Analysis, { documentIndex, finding }: PlacedFinding, file: SessionFile): PlacedDocument {
  const document = documents[documentIndex];
  if (document === undefined) throw new Error(`Finding ${finding.rule} points behind the documents of ${file.name}`);
  return document.placed;
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
