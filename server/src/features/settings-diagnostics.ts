import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { parseSettings } from '../settings.ts';
import { parseFile } from '../yaml/parse.ts';
import { spanOf } from '../yaml/route.ts';
import type { Span } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { SOURCE } from './diagnostics.ts';
import { rangeIn } from './positions.ts';

/** What is wrong with a configuration file: its syntax, or else settings that can't be used. */
export function settingsDiagnostics(text: string): Diagnostic[] {
  const [placed] = parseFile(text).documents;
  if (!placed) return [];
  const { document } = placed;
  const toDiagnostic = (span: Span, message: string, severity: DiagnosticSeverity): Diagnostic => {
    return { range: rangeIn(placed, span), severity, code: 'settings', source: SOURCE, message };
  };
  if (document.problems.length > 0) {
    return document.problems.map((problem) => toDiagnostic(problem, problem.message, DiagnosticSeverity.Error));
  }
  return parseSettings(valueOf(document)).problems.map(({ at, message }) =>
    toDiagnostic(spanOf(document, at, 'key'), message, DiagnosticSeverity.Warning),
  );
}
