import { nearest } from '../schema/suggest.ts';
import type { Settings } from '../settings.ts';
import { lineAt } from '../yaml/position.ts';
import type { YamlDocument } from '../yaml/types.ts';
import { isBroken } from './broken.ts';
import type { Directive } from './directives.ts';
import { isEngineRule, unknownRule, unusedSuppression } from './engine-rules.ts';
import { inOrder, isReported, toFinding } from './finding.ts';
import type { Finding, Problem, Rule } from './types.ts';

/** A document, its suppressions, and what its rules found. */
export interface FoundIn {
  readonly document: YamlDocument;
  readonly directives: readonly Directive[];
  readonly findings: readonly Finding[];
}

/** What suppressions are judged by. */
export interface SuppressOptions {
  /** All rules, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly settings: Settings;
}

/**
 * What is left of the findings of a file's documents, in their order, once its suppressions have been heeded; with a finding for each
 * suppression that names no rule there is, or that suppresses nothing.
 */
export function suppress(documents: readonly FoundIn[], options: SuppressOptions): readonly (readonly Finding[])[] {
  const ofFile = documents.flatMap(({ directives }) => directives.filter(({ reach }) => reach.kind === 'file'));
  const used = new Set<Directive>();
  const kept = documents.map((found) => withoutSuppressed(found, ofFile, used));
  return documents.map((found, index) => {
    const findings = kept[index] ?? [];
    const own = found.directives.flatMap((directive) => judge(directive, used, found.document, options));
    return own.length === 0 ? findings : inOrder([...findings, ...withoutSuppressed({ ...found, findings: own }, ofFile, used)]);
  });
}

function withoutSuppressed(found: FoundIn, ofFile: readonly Directive[], used: Set<Directive>): readonly Finding[] {
  const directives = [...found.directives.filter(({ reach }) => reach.kind !== 'file'), ...ofFile];
  if (directives.length === 0) return found.findings;
  return found.findings.filter((finding) => {
    const heeded = directives.filter((directive) => covers(directive, finding, found.document));
    for (const directive of heeded) used.add(directive);
    return heeded.length === 0;
  });
}

function covers({ rule, reach }: Directive, finding: Finding, document: YamlDocument): boolean {
  if (rule !== finding.rule) return false;
  switch (reach.kind) {
    case 'file':
      return true;
    case 'object':
      return reach.route.every((step, index) => step === finding.at[index]);
    case 'line':
      return lineAt(document, finding.span.start) <= reach.line && reach.line <= lineAt(document, finding.span.end);
  }
}

function judge(directive: Directive, used: ReadonlySet<Directive>, document: YamlDocument, options: SuppressOptions): readonly Finding[] {
  const rule = options.rules.get(directive.rule);
  if (rule === undefined) return report(unknownRule, unknown(directive, options), directive, document, options);
  // Whether it is of use to suppress the engine's own findings is not known before they are.
  // Nor is it in a template, which is judged only as far as its text goes.
  const expected = !isEngineRule(rule.id) && isReported(rule, options.settings) && !isBroken(document) && !document.templated;
  if (used.has(directive) || !expected) return [];
  return report(unusedSuppression, { message: 'unused', data: { rule: directive.rule } }, directive, document, options);
}

function unknown({ rule }: Directive, { rules }: SuppressOptions): Pick<Problem, 'message' | 'data'> {
  if (rule === '') return { message: 'none' };
  const suggestion = similarId(rule, rules.keys());
  return suggestion === undefined ? { message: 'unknown', data: { rule } } : { message: 'similar', data: { rule, suggestion } };
}

/** The id that someone meant who left out or mistook the group, or misspelt it. */
function similarId(written: string, ids: Iterable<string>): string | undefined {
  const all = [...ids];
  const name = nameOf(written.toLowerCase());
  return all.find((id) => nameOf(id) === name) ?? nearest(written, all);
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function report(
  rule: Rule,
  problem: Pick<Problem, 'message' | 'data'>,
  { span }: Directive,
  document: YamlDocument,
  { settings }: SuppressOptions,
): readonly Finding[] {
  const finding = toFinding(rule, { ...problem, at: [], span }, document, settings);
  return finding === undefined ? [] : [finding];
}
