import path from 'node:path';
import type { PlacedFinding } from '../../analyzer.ts';
import type { Severity } from '../../rules/types.ts';
import type { Position } from '../../yaml/position.ts';
import { positionAt } from '../../yaml/position.ts';
import type { PlacedDocument, Span, Splice } from '../../yaml/types.ts';

/** A place in a file as people count it: lines and columns from 1, columns in UTF-16 code units, the end exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One edit of a fix. */
export interface Replacement extends Region {
  readonly text: string;
}

export interface ReportedFix {
  readonly id: string;
  readonly title: string;
  readonly safe: boolean;
  readonly replacements: readonly Replacement[];
}

/** A finding as the reporters print it. */
export interface ReportedFinding extends Region {
  readonly rule: string;
  readonly level: Severity;
  readonly message: string;
  /** Path with forward slashes, from the working directory where it is inside; `<stdin>` for standard input. */
  readonly file: string;
  readonly resource: { readonly kind: string; readonly name?: string } | undefined;
  readonly fixes: readonly ReportedFix[];
  /** Whether `--fix` mends it. */
  readonly fixable: boolean;
  /** The same for the same finding after lines have moved, and unlike that of any other in its file; see fingerprint.ts. */
  readonly fingerprint: string;
  /** The lines the finding stands on, for a code frame. */
  readonly source: readonly string[];
}

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that `--fix` mends. */
  readonly fixable: number;
  /** Findings that the baseline accepts; the other counts are without them. */
  readonly known: number;
}

/** All that a reporter needs. */
export interface Report {
  readonly findings: readonly ReportedFinding[];
  /** All files checked, in order, named as the findings name them. */
  readonly files: readonly string[];
  readonly summary: Summary;
  /** Sentences about what could not be read or written. */
  readonly problems: readonly string[];
}

/** Most source lines kept of one finding. */
const FRAME_LINES = 3;

/** The finding at its place. `placed` is the document that holds it. */
export function reportFinding(
  file: string,
  placed: PlacedDocument,
  found: PlacedFinding,
  more: Pick<ReportedFinding, 'fixes' | 'fixable' | 'fingerprint'>,
): ReportedFinding {
  const { finding } = found;
  const region = regionOf(placed, finding.span);
  return {
    rule: finding.rule,
    level: finding.level,
    message: finding.message,
    file,
    ...region,
    resource: finding.resource && {
      kind: finding.resource.kind,
      ...(finding.resource.name !== undefined && { name: finding.resource.name }),
    },
    ...more,
    source: sourceLines(placed, finding.span),
  };
}

/** Splices in file offsets as replacements by line and column. */
export function replacementsOf(placed: PlacedDocument, splices: readonly Splice[]): Replacement[] {
  return splices.map((splice) => ({
    ...regionOf(placed, { start: splice.start - placed.offset, end: splice.end - placed.offset }),
    text: splice.text,
  }));
}

/** Counts by level. */
export function summarize(findings: readonly ReportedFinding[], checked: Pick<Summary, 'files' | 'documents' | 'known'>): Summary {
  const ofLevel = (level: Severity) => findings.filter((finding) => finding.level === level).length;
  return {
    ...checked,
    errors: ofLevel('error'),
    warnings: ofLevel('warning'),
    infos: ofLevel('info'),
    fixable: findings.filter(({ fixable }) => fixable).length,
  };
}

/** A file's path as it is printed: from the working directory, or in full where it is outside of it. */
export function displayPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  const isInside = !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
  return (isInside ? relative || path.basename(file) : file).replaceAll(path.sep, '/');
}

/** An object as reports name it: `Deployment/api`. */
export function resourceName({ kind, name }: { readonly kind: string; readonly name?: string | undefined }): string {
  return name === undefined ? kind : `${kind}/${name}`;
}

function regionOf(placed: PlacedDocument, span: Span): Region {
  const start = inFile(placed, positionAt(placed.document, span.start));
  const end = inFile(placed, positionAt(placed.document, span.end));
  return { line: start.line, column: start.character, endLine: end.line, endColumn: end.character };
}

function inFile(placed: PlacedDocument, position: Position): Position {
  return { line: placed.line + position.line + 1, character: position.character + 1 };
}

function sourceLines(placed: PlacedDocument, span: Span): string[] {
  const { text, lineStarts } = placed.document;
  const first = positionAt(placed.document, span.start).line;
  const last = Math.min(positionAt(placed.document, span.end).line, first + FRAME_LINES - 1);
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    lines.push(text.slice(lineStarts[line], lineStarts[line + 1]).replace(/[\r\n]+$/, ''));
  }
  return lines;
}
