import type { Range } from 'vscode-languageserver-types';
import type { Analysis } from '../../analyzer.ts';
import { splicesOf } from '../../analyzer-fixes.ts';
import type { Patch, PlacedDocument, Splice } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { namedAt } from './named.ts';
import type { Occurrence, Places } from './occurrence.ts';
import { rangeOf } from './occurrence.ts';

/** A name that can be changed, and where it stands. */
export interface Renamable {
  readonly range: Range;
  readonly placeholder: string;
}

/** What a rename makes of the workspace: splices by file, or why it can't be. */
export type Renaming =
  | { readonly splices: ReadonlyMap<string, readonly Splice[]>; readonly problem?: undefined }
  | { readonly problem: string };

/** Text that is filled in later is nobody's name yet. */
const TEMPLATE = /\$\{|\$\(|\{\{/;

/** The name at an offset, where it can be changed. */
export function prepareRename(analysis: Analysis, offset: number, places: Places): Renamable | undefined {
  const named = namedAt(analysis, offset);
  const place = named && places.placeOf(named.here.resource);
  if (!named || !place || TEMPLATE.test(named.name)) return undefined;
  return { range: rangeOf(named.here, place.placed), placeholder: named.name };
}

/** The edits that give what is named at an offset another name, in every file that names it. */
export function rename(analysis: Analysis, offset: number, newName: string, places: Places): Renaming {
  const named = namedAt(analysis, offset);
  if (!named || TEMPLATE.test(named.name)) return { problem: 'Nothing that can be renamed stands here.' };
  if (newName === named.name) return { splices: new Map() };
  const fault = newName === '' ? 'it is empty' : named.fault(newName);
  if (fault !== undefined) return { problem: `"${newName}" can be no name of this ${named.title}, because ${fault}.` };
  if (named.isTaken(newName)) return { problem: `There is a ${named.title} "${newName}" in this workspace already.` };
  return { splices: splicesByFile(named.occurrences, named.name, newName, places) };
}

function splicesByFile(
  occurrences: readonly Occurrence[],
  oldName: string,
  newName: string,
  places: Places,
): ReadonlyMap<string, readonly Splice[]> {
  const byDocument = new Map<PlacedDocument['document'], { uri: string; placed: PlacedDocument; patches: Patch[] }>();
  for (const { found, place } of latestFirst(occurrences, places)) {
    const group = byDocument.get(place.placed.document) ?? { ...place, patches: [] };
    const patch = patchFor(found, group.placed, oldName, newName, group.patches);
    if (patch) byDocument.set(place.placed.document, { ...group, patches: [...group.patches, patch] });
  }
  const byFile = new Map<string, readonly Splice[]>();
  for (const { uri, placed, patches } of byDocument.values()) {
    const splices = [...(byFile.get(uri) ?? []), ...(splicesOf(placed, patches) ?? [])];
    byFile.set(
      uri,
      splices.toSorted((a, b) => a.start - b.start),
    );
  }
  return byFile;
}

/** Several names in one value are replaced from its end, so that the offsets of those before stay. */
function latestFirst(occurrences: readonly Occurrence[], places: Places) {
  return occurrences
    .flatMap((found) => {
      const place = places.placeOf(found.resource);
      return place ? [{ found, place }] : [];
    })
    .toSorted((a, b) => (b.found.within?.start ?? 0) - (a.found.within?.start ?? 0));
}

function patchFor(
  { route, part, within }: Occurrence,
  { document }: PlacedDocument,
  oldName: string,
  newName: string,
  earlier: Patch[],
): Patch | undefined {
  if (part === 'key') return { op: 'rename', at: route, to: newName };
  const pending = earlier.findIndex((patch) => patch.op === 'set' && patch.at.join('\n') === route.join('\n'));
  const [own] = pending < 0 ? [] : earlier.splice(pending, 1);
  const text = own?.op === 'set' ? own.value : valueAt(document, route);
  if (typeof text !== 'string') return undefined;
  const { start, end } = within ?? { start: 0, end: text.length };
  if (text.slice(start, end) !== oldName) return undefined;
  return { op: 'set', at: route, value: text.slice(0, start) + newName + text.slice(end) };
}
