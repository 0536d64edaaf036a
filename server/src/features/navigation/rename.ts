import type { Range } from 'vscode-languageserver-types';
import type { Analysis } from '../../analyzer.ts';
import { splicesOf } from '../../analyzer-fixes.ts';
import { isBlockScalar } from '../../yaml/leaves.ts';
import { nodeAt } from '../../yaml/route.ts';
import type { Patch, PlacedDocument, Route, Splice, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { namedAt } from './named.ts';
import type { Named, Occurrence, Places } from './occurrence.ts';
import { nameSpan, rangeOf } from './occurrence.ts';

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

/** The name at an offset, where it can be changed, or why it can't be; undefined where nothing is named. */
export function prepareRename(analysis: Analysis, offset: number, places: Places): Renamable | { readonly problem: string } | undefined {
  const named = namedAt(analysis, offset);
  const place = named && places.placeOf(named.here.resource);
  if (!named || !place || TEMPLATE.test(named.name)) return undefined;
  if (named.fixed !== undefined) return { problem: named.fixed };
  return { range: rangeOf(named.here, place.placed), placeholder: named.name };
}

/** The edits that give what is named at an offset another name, in every file that names it. */
export function rename(analysis: Analysis, offset: number, newName: string, places: Places): Renaming {
  const named = namedAt(analysis, offset);
  if (!named || TEMPLATE.test(named.name)) return { problem: 'Nothing that can be renamed stands here.' };
  if (newName === named.name) return { splices: new Map() };
  const fault = newName === '' ? 'it is empty' : named.fault(newName);
  if (named.fixed !== undefined) return { problem: named.fixed };
  if (fault !== undefined) return { problem: `"${newName}" can be no name of this ${named.title}, because ${fault}.` };
  if (named.isTaken(newName)) return { problem: `There is a ${named.title} "${newName}" in this workspace already.` };
  return splicesByFile(named, newName, places);
}

/** The occurrences in one document. */
interface Group {
  readonly uri: string;
  readonly placed: PlacedDocument;
  readonly found: readonly Occurrence[];
}

function splicesByFile({ name, occurrences }: Named, newName: string, places: Places): Renaming {
  const byFile = new Map<string, readonly Splice[]>();
  for (const { uri, placed, found } of byDocument(occurrences, places)) {
    const own = splicesIn(placed, found, name, newName);
    if (!own) return { problem: `"${name}" can't be renamed, because ${fileOf(uri)} ${obstacleIn(placed.document)}.` };
    byFile.set(
      uri,
      [...(byFile.get(uri) ?? []), ...own].toSorted((a, b) => a.start - b.start),
    );
  }
  return { splices: byFile };
}

function byDocument(occurrences: readonly Occurrence[], places: Places): Iterable<Group> {
  const groups = new Map<PlacedDocument['document'], Group>();
  for (const one of occurrences) {
    const place = places.placeOf(one.resource);
    if (!place) continue;
    const group = groups.get(place.placed.document) ?? { ...place, found: [] };
    groups.set(place.placed.document, { ...group, found: [...group.found, one] });
  }
  return groups.values();
}

/** Inside a block of text only the names themselves are touched; other values are written anew, in case a name needs quotes. */
function splicesIn(placed: PlacedDocument, found: readonly Occurrence[], oldName: string, newName: string): readonly Splice[] | undefined {
  const { document, offset } = placed;
  const isInBlock = ({ route, part }: Occurrence) => part === 'value' && isBlockAt(document, route);
  const spans = found.filter(isInBlock).map((one) => nameSpan(one, document));
  if (spans.some((span) => !span || document.text.slice(span.start, span.end) !== oldName)) return undefined;
  const inBlocks = spans.flatMap((span) => (span ? [{ start: span.start + offset, end: span.end + offset, text: newName }] : []));
  const patches = patchesFor(
    found.filter((one) => !isInBlock(one)),
    document,
    { oldName, newName },
  );
  const others = patches && splicesOf(placed, patches);
  return others && [...inBlocks, ...others];
}

function isBlockAt(document: YamlDocument, route: Route): boolean {
  const node = nodeAt(document, route);
  return node !== undefined && isBlockScalar(node);
}

/** One patch for each value and key; several names in one value are replaced from its end, so that the offsets of those before stay. */
function patchesFor(
  found: readonly Occurrence[],
  document: YamlDocument,
  { oldName, newName }: { readonly oldName: string; readonly newName: string },
): readonly Patch[] | undefined {
  const texts = new Map<string, { readonly at: Route; readonly value: string }>();
  const keys: Patch[] = [];
  for (const { route, part, within } of found.toSorted((a, b) => (b.within?.start ?? 0) - (a.within?.start ?? 0))) {
    if (part === 'key') {
      keys.push({ op: 'rename', at: route, to: newName });
      continue;
    }
    const value = texts.get(route.join('\n'))?.value ?? valueAt(document, route);
    // A name that YAML reads as a number is a name all the same.
    const text = typeof value === 'number' ? String(value) : value;
    const { start, end } = within ?? { start: 0, end: typeof text === 'string' ? text.length : 0 };
    if (typeof text !== 'string' || text.slice(start, end) !== oldName) return undefined;
    texts.set(route.join('\n'), { at: route, value: text.slice(0, start) + newName + text.slice(end) });
  }
  return [...[...texts.values()].map(({ at, value }): Patch => ({ op: 'set', at, value })), ...keys];
}

function obstacleIn({ problems }: YamlDocument): string {
  return problems.length > 0 ? 'has a syntax error' : 'has it behind an anchor, or written with escapes';
}

function fileOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
