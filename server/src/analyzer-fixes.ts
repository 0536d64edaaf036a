import type { FixSelection, PlacedFinding } from './analyzer.ts';
import type { Inventory } from './resources/types.ts';
import { fixPatches, joinFixes } from './rules/fix.ts';
import type { Finding, Rule } from './rules/types.ts';
import type { Settings } from './settings.ts';
import { applyPatches, mayApply } from './yaml/edit.ts';
import type { Patch, PlacedDocument, Splice, YamlDocument } from './yaml/types.ts';

/** What fixes of a file need. */
export interface FixSource {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly documents: readonly PlacedDocument[];
}

/** The edits of one fix of a finding, in offsets of the file; undefined where it doesn't apply. */
export function fixSplices(source: FixSource, found: PlacedFinding, fixId: string): readonly Splice[] | undefined {
  const placed = source.documents[found.documentIndex];
  const patches = placed && patchesOf(source, found.finding, placed.document, fixId);
  return patches && splicesOf(placed, patches);
}

/** Whether a fix of a finding applies, as far as that can be told without writing it. */
export function mayFix(source: FixSource, found: PlacedFinding, fixId: string): boolean {
  const document = source.documents[found.documentIndex]?.document;
  if (document === undefined) return false;
  const patches = patchesOf(source, found.finding, document, fixId);
  return patches !== undefined && mayApply(document, patches);
}

/** The edits of the first selected fix of each finding, in offsets of the file, in order. Fixes that would touch the same place are left out. */
export function allFixes(source: FixSource, findings: readonly PlacedFinding[], selection: FixSelection): readonly Splice[] {
  const byDocument = new Map<number, (readonly Patch[])[]>();
  for (const { finding, documentIndex } of findings) {
    const placed = source.documents[documentIndex];
    const patches = placed && selectedFix(source, finding, placed.document, selection);
    if (patches !== undefined) byDocument.set(documentIndex, [...(byDocument.get(documentIndex) ?? []), patches]);
  }
  return source.documents.flatMap((placed, index) => joinedSplices(placed, byDocument.get(index) ?? []));
}

/** A document's patches as splices in offsets of its file; undefined where they can't be applied. */
export function splicesOf({ document, offset }: PlacedDocument, patches: readonly Patch[]): readonly Splice[] | undefined {
  return applyPatches(document, patches)?.map(({ start, end, text }) => ({ start: start + offset, end: end + offset, text }));
}

/** @param document the one that holds the finding */
function patchesOf(
  { rules, settings, inventory }: FixSource,
  finding: Finding,
  document: YamlDocument,
  fixId: string,
): readonly Patch[] | undefined {
  const rule = rules.get(finding.rule);
  return rule && fixPatches(rule, fixId, finding, { document, settings, inventory });
}

function selectedFix(
  source: FixSource,
  finding: Finding,
  document: YamlDocument,
  { safe, rule }: FixSelection,
): readonly Patch[] | undefined {
  if (rule !== undefined && rule !== finding.rule) return undefined;
  for (const fix of finding.fixes) {
    const patches = safe && !fix.safe ? undefined : patchesOf(source, finding, document, fix.id);
    if (patches !== undefined) return patches;
  }
  return undefined;
}

/** The splices of all groups of patches together. Where that can't be had, groups that can't be applied alone are left out, else all but one. */
function joinedSplices(placed: PlacedDocument, groups: readonly (readonly Patch[])[]): readonly Splice[] {
  if (groups.length === 0) return [];
  const splices = splicesOf(placed, joinFixes(groups));
  if (splices !== undefined) return splices;
  const applicable = groups.filter((patches) => applyPatches(placed.document, patches) !== undefined);
  return joinedSplices(placed, applicable.length === groups.length ? applicable.slice(0, 1) : applicable);
}
