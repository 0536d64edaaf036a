import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Analysis, PlacedFinding } from '../analyzer.ts';
import { rulePage } from '../rules/pages.ts';
import type { Data, Finding, Severity } from '../rules/types.ts';
import type { Route } from '../yaml/types.ts';
import { rangeAt, rangeIn } from './positions.ts';

/** Whose diagnostics these are, as the client shows it. */
export const SOURCE = 'plimsoll';

/** What a diagnostic carries along, so that a code action needs no second analysis. */
export interface DiagnosticData {
  readonly rule: string;
  /** Index of the document in its file. */
  readonly document: number;
  readonly at: Route;
  readonly data: Data;
  readonly fixes: Finding['fixes'];
}

/** What diagnostics need besides the analysis itself. */
export interface DiagnosticsContext {
  /** Other files, for related information that is in one of them. */
  readonly analysisOf: (uri: string) => Analysis | undefined;
  /** URI as the client spells it. */
  readonly clientUri: (uri: string) => string;
  /** Whether the client shows related information. */
  readonly relatedInformation: boolean;
  /** Whether findings of this rule are to be reported at all. */
  readonly shows: (rule: string) => boolean;
}

/** The levels of findings as the protocol has them. */
export const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const TAGS: Readonly<Record<Finding['tags'][number], DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};

/** The findings of a file as diagnostics: at most `maxProblems` of them, the worst first, and then one that says how many more there are. */
export function diagnosticsOf(analysis: Analysis, context: DiagnosticsContext): Diagnostic[] {
  if (!analysis.ours) return [];
  const findings = analysis.findings().filter(({ finding }) => context.shows(finding.rule));
  const { maxProblems } = analysis.settings;
  if (findings.length <= maxProblems) return findings.map((placed) => toDiagnostic(analysis, placed, context));
  const worst = findings.toSorted((a, b) => SEVERITIES[a.finding.level] - SEVERITIES[b.finding.level]).slice(0, maxProblems);
  return [...worst.map((placed) => toDiagnostic(analysis, placed, context)), closing(findings.length - maxProblems)];
}

/** Whether two lists of diagnostics say the same. Findings that were not computed again are recognised without looking into them. */
export function sameDiagnostics(some: readonly Diagnostic[], others: readonly Diagnostic[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, index) => {
      const other = others[index];
      return other !== undefined && isSameFinding(one.data, other.data)
        ? isSamePlace(one, other)
        : JSON.stringify(one) === JSON.stringify(other);
    })
  );
}

/** The one diagnostic of a file whose analysis failed. */
export function failureDiagnostic(): Diagnostic {
  return {
    ...atFileStart(
      DiagnosticSeverity.Warning,
      'Plimsoll could not check this file because of an error of its own; its output log has the details.',
    ),
    code: 'internal/analysis-failed',
  };
}

/** The one diagnostic of a file that is too large to be checked. */
export function tooLargeDiagnostic(largest: number): Diagnostic {
  return {
    ...atFileStart(
      DiagnosticSeverity.Information,
      `This file is too large to be checked while it is edited: Plimsoll takes up to ${Math.round(largest / 1e6)} MB. Files as large as this are best split.`,
    ),
    code: 'internal/too-large',
  };
}

function toDiagnostic(analysis: Analysis, placed: PlacedFinding, context: DiagnosticsContext): Diagnostic {
  const { finding } = placed;
  const related = context.relatedInformation ? relatedOf(analysis, placed, context) : [];
  return {
    range: rangeAt(analysis.file, placed.span),
    severity: SEVERITIES[finding.level],
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    source: SOURCE,
    message: finding.message,
    ...(finding.tags.length > 0 && { tags: finding.tags.map((tag) => TAGS[tag]) }),
    ...(related.length > 0 && { relatedInformation: related }),
    data: dataOf(placed),
  };
}

function dataOf({ finding, documentIndex }: PlacedFinding): DiagnosticData {
  return { rule: finding.rule, document: documentIndex, at: finding.at, data: finding.data, fixes: finding.fixes };
}

/** A finding's parts are made once, so their identity tells. */
function isSameFinding(one: DiagnosticData | undefined, other: DiagnosticData | undefined): boolean {
  return (
    one !== undefined && one.at === other?.at && one.data === other.data && one.fixes === other.fixes && one.document === other.document
  );
}

function isSamePlace(one: Diagnostic, other: Diagnostic): boolean {
  return JSON.stringify([one.range, one.relatedInformation]) === JSON.stringify([other.range, other.relatedInformation]);
}

function relatedOf(analysis: Analysis, placed: PlacedFinding, context: DiagnosticsContext): DiagnosticRelatedInformation[] {
  return placed.finding.related.flatMap(({ resource, span, message }) => {
    const place = resource ? placeOf(analysis, resource, context) : { analysis, index: placed.documentIndex };
    const document = place?.analysis.file.documents[place.index];
    if (!place || !document) return [];
    return [{ location: { uri: context.clientUri(place.analysis.uri), range: rangeIn(document, span) }, message }];
  });
}

type Resource = NonNullable<Finding['related'][number]['resource']>;

function placeOf(analysis: Analysis, resource: Resource, context: DiagnosticsContext): { analysis: Analysis; index: number } | undefined {
  const own = analysis.file.documents.findIndex(({ document }) => document === resource.document);
  if (own >= 0) return { analysis, index: own };
  const entry = analysis.inventory.entryOf(resource);
  const other = entry && context.analysisOf(entry.uri);
  return other && { analysis: other, index: entry.index };
}

function closing(more: number): Diagnostic {
  const what = more === 1 ? 'One more problem' : `${more} more problems`;
  return {
    ...atFileStart(
      DiagnosticSeverity.Information,
      `${what} of this file ${more === 1 ? 'is' : 'are'} not shown; \`plimsoll.maxProblems\` sets how many are.`,
    ),
    code: 'internal/more-problems',
  };
}

function atFileStart(severity: DiagnosticSeverity, message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity, source: SOURCE, message };
}
