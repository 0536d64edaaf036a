import path from 'node:path';
import type { KnownFinding } from './baseline.ts';
import { keyOf, readBaseline, writeBaseline } from './baseline.ts';
import type { AcceptedFindings, CheckedFile } from './check-files.ts';
import { baselineNameOf } from './check-files.ts';
import { errorCode } from './exit.ts';
import type { Streams } from './output.ts';
import { count } from './output.ts';
import type { Session } from './session.ts';

/** The options that this is about, as the user gave them. */
interface BaselineOptions {
  readonly cwd: string;
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
  readonly only?: readonly string[] | undefined;
}

/** A baseline that was read. */
interface ReadBaseline {
  readonly findings: readonly KnownFinding[];
  readonly accepted: AcceptedFindings;
}

/**
 * The baseline of `--baseline`, before anything else is done; undefined without it, and where a new one takes its place.
 * @throws UsageError where it can't be used
 */
export function baselineToRead({ cwd, baseline, writeBaseline }: BaselineOptions): ReadBaseline | undefined {
  if (baseline === undefined || writeBaseline !== undefined) return undefined;
  const findings = readBaseline(baseline, cwd);
  return { findings, accepted: { baseline: path.resolve(cwd, baseline), keys: new Set(findings.map(keyOf)) } };
}

/** What `--write-baseline` accepts: all findings, unless some files can't be read, since theirs would be new later. */
export function baselineToWrite(
  { cwd, writeBaseline }: BaselineOptions,
  problems: readonly string[],
  streams: Streams,
): AcceptedFindings | undefined {
  if (writeBaseline === undefined) return undefined;
  if (problems.length === 0) return { baseline: path.resolve(cwd, writeBaseline), keys: 'all' };
  streams.err(`plimsoll: ${writeBaseline} was not written, since not everything could be read.\n`);
  return undefined;
}

/**
 * Writes the known findings to a baseline.
 * @returns a sentence where that can't be done
 */
export function writeKnown(
  baseline: string,
  checked: readonly CheckedFile[],
  { writeBaseline: given = baseline }: BaselineOptions,
  streams: Streams,
): readonly string[] {
  const known = checked.flatMap((file) => file.known);
  try {
    writeBaseline(baseline, known);
    streams.err(`Wrote ${count(known.length, 'finding')} to ${given}; --baseline ${given} leaves them out.\n`);
    return [];
  } catch (error) {
    const problem = `${given} cannot be written: ${errorCode(error)}.`;
    streams.err(`plimsoll: ${problem}\n`);
    return [problem];
  }
}

/** Says how many findings of a baseline are no longer there, among the files and rules of this run. */
export function tellGone(
  { findings, accepted }: ReadBaseline,
  checked: readonly CheckedFile[],
  { files }: Session,
  { baseline, only }: BaselineOptions,
  streams: Streams,
): void {
  const found = new Set(checked.flatMap(({ known }) => known).map(keyOf));
  const names = new Set(files.map((file) => baselineNameOf(file, accepted.baseline)));
  const gone = findings.filter(
    (finding) => names.has(finding.file) && (only?.includes(finding.rule) ?? true) && !found.has(keyOf(finding)),
  ).length;
  if (gone === 0) return;
  streams.err(
    `plimsoll: ${count(gone, 'finding')} of ${baseline} ${gone === 1 ? 'is' : 'are'} no longer there; --write-baseline ${baseline} forgets what is gone.\n`,
  );
}
