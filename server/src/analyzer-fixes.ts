import type { FixSelection, PlacedFinding } from './analyzer.ts';
import type { Inventory } from './resources/types.ts';
import { fixPatches, joinFixes } from './rules/fix.ts';
import type { Finding, Rule } from './rules/types.ts';
import type { Settings } from './settings.ts';
import { applyPatches } from './yaml/edit.ts';
import type { Patch, PlacedDocument, Splice, YamlDocument } from './yaml/types.ts';

/** What fixes of a file need. */
export interface FixSource {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly documents: readonly PlacedDocument[];
}

/** The edits of one fix of a finding, in offsets of the file; undefined where it doesn't apply. */
export function fixSplices(source: FixSource, { finding, documentIndex }: PlacedFinding, fixId: string): readonly Splice[] | undefined {
  const placed = source.documents[documentIndex];
  const rule = source.rules.get(finding.rule);
  if (placed === undefined || rule === undefined) return undefined;
  const patches = fixPatches(rule, fixId, finding, { settings: source.settings, inventory: source.inventory, document: placed.document });
  return patches && splicesOf(placed, patches);
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

function selectedFix(
  { rules, settings, inventory }: FixSource,
  finding: Finding,
  document: YamlDocument,
  { safe, rule }: FixSelection,
): readonly Patch[] | undefined {
  const declared = rules.get(finding.rule);
  if (declared === undefined || (rule !== undefined && rule !== finding.rule)) return undefined;
  for (const fix of finding.fixes) {
    const patches = safe && !fix.safe ? undefined : fixPatches(declared, fix.id, finding, { document, settings, inventory });
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
