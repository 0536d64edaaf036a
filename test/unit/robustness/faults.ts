import type { Analyzer, PlacedFinding } from '../../../server/src/analyzer.ts';
import { isBroken } from '../../../server/src/rules/broken.ts';
import { ruleFailed } from '../../../server/src/rules/engine-rules.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import type { Finding } from '../../../server/src/rules/types.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { analyze, findingsOf, textOf } from '../../rules/check.ts';
import type { Tampered } from './mutations.ts';

/** What these rules' fixes rename or make readable is judged from then on, so that errors come to light which were there before. */
const isRevealing = (rule: string): boolean => rule.startsWith('schema/');

/** What goes wrong when a file is checked and each of its fixes is applied alone, as from the lightbulb; empty where all is well. */
export function faultsOf({ files, uri }: Tampered): readonly string[] {
  const analyzer = analyze(files, allRules);
  const found = findingsOf(analyzer, uri);
  const text = textOf(analyzer, uri);
  const faults = found.flatMap((one) => findingFaults(one, text));
  if (faults.length > 0 || !isSound(analyzer, uri)) return faults;
  const fixes = found.flatMap((one) => one.finding.fixes.map(({ id }) => ({ one, id, splices: analyzer.fix(uri, one, id) })));
  return fixes.flatMap(({ one, id, splices }) => {
    if (splices === undefined) return [];
    analyzer.set(uri, applySplices(text, splices));
    return fixFaults(analyzer, uri, one.finding, found).map((fault) => `${one.finding.rule} ${id} ${fault}`);
  });
}

function findingFaults({ finding, span }: PlacedFinding, text: string): readonly string[] {
  if (finding.rule === ruleFailed.id) return [finding.message];
  const isInside = span.start >= 0 && span.start <= span.end && span.end <= text.length;
  const isFilled = !/\{\w+\}|undefined|NaN|\[object|\[native/.test(withoutQuotes(finding.message));
  return [
    ...(isInside ? [] : [`${finding.rule} is at ${span.start}-${span.end} of ${text.length}`]),
    ...(isFilled ? [] : [`${finding.rule} says: ${finding.message}`]),
  ];
}

/** What a message cites may be anything. */
function withoutQuotes(message: string): string {
  return message.replace(/"[^"]*"|`[^`]*`/g, '');
}

function fixFaults(analyzer: Analyzer, uri: string, fixed: Finding, before: readonly PlacedFinding[]): readonly string[] {
  const after = findingsOf(analyzer, uri);
  const isSame = ({ finding }: PlacedFinding) => keyOf(finding) === keyOf(fixed);
  const others = before.filter(({ finding }) => finding !== fixed);
  return [
    ...(isSound(analyzer, uri) ? [] : ['breaks the file']),
    ...(after.filter(isSame).length < before.filter(isSame).length ? [] : ['leaves its finding']),
    ...(isRevealing(fixed.rule) ? [] : newErrors(others, after)).map((message) => `adds: ${message}`),
  ];
}

function isSound(analyzer: Analyzer, uri: string): boolean {
  return analyzer.analysisOf(uri)?.documents.every(({ placed }) => !isBroken(placed.document)) ?? false;
}

function keyOf({ rule, at, message }: Finding): string {
  return `${rule} ${JSON.stringify(at)} ${message}`;
}

/** Errors of rules that find more of them than before. Their places may have moved, and some cite what the fix has changed. */
function newErrors(before: readonly PlacedFinding[], after: readonly PlacedFinding[]): readonly string[] {
  const errorsOf = (findings: readonly PlacedFinding[]) => findings.map(({ finding }) => finding).filter(({ level }) => level === 'error');
  const left = errorsOf(before).map(({ rule }) => rule);
  const added = errorsOf(after).filter(({ rule }) => {
    const index = left.indexOf(rule);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return added.map(({ rule, message }) => `${rule}: ${message}`);
}
