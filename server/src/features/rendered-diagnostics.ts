import type { Diagnostic } from 'vscode-languageserver-types';
import type { RenderedFinding } from '../analyzer-rendered.ts';
import { rulePage } from '../rules/pages.ts';
import { SEVERITIES, SOURCE } from './diagnostics.ts';
import { rangeIn } from './positions.ts';

/**
 * What was found in what a file renders, or in a chart's values, as diagnostics, but for what its own diagnostics say of the same place.
 * They have no quick fixes.
 */
export function renderedDiagnostics(found: readonly RenderedFinding[], own: readonly Diagnostic[]): Diagnostic[] {
  const said = new Set(own.map(({ code, range: { start } }) => keyOf(code, start)));
  return found
    .map(({ placed, finding: { rule, level, message, span } }) => ({
      range: rangeIn(placed, span),
      severity: SEVERITIES[level],
      code: rule,
      codeDescription: { href: rulePage(rule) },
      source: SOURCE,
      message,
    }))
    .filter(({ code, range: { start } }) => !said.has(keyOf(code, start)));
}

function keyOf(code: Diagnostic['code'], start: Diagnostic['range']['start']): string {
  return JSON.stringify([code, start.line, start.character]);
}
