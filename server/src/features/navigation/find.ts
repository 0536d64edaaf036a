import type { DocumentHighlight, Location } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { Analysis } from '../../analyzer.ts';
import { namedAt } from './named.ts';
import type { Occurrence, Places } from './occurrence.ts';
import { isSamePlace, locationOf } from './occurrence.ts';

/** Where what is named at an offset is defined. On the definition itself: everything that refers to it, as editors expect. */
export function definitions(analysis: Analysis, offset: number, places: Places): Location[] {
  const named = namedAt(analysis, offset);
  if (!named) return [];
  const { here, occurrences } = named;
  const defined = occurrences.filter(({ isDefinition }) => isDefinition);
  const others = defined.filter((one) => !isSamePlace(one, here));
  return locations(
    here.isDefinition ? (others.length > 0 ? others : occurrences.filter((one) => !isSamePlace(one, here))) : defined,
    places,
  );
}

/** All places that name what is named at an offset. */
export function references(analysis: Analysis, offset: number, includeDeclaration: boolean, places: Places): Location[] {
  const { occurrences = [] } = namedAt(analysis, offset) ?? {};
  return locations(
    occurrences.filter(({ isDefinition }) => includeDeclaration || !isDefinition),
    places,
  );
}

/** The places of the file itself that name what is named at an offset. */
export function highlights(analysis: Analysis, offset: number, places: Places): DocumentHighlight[] {
  const { occurrences = [] } = namedAt(analysis, offset) ?? {};
  return occurrences.flatMap((one) => {
    const location = locationOf(one, places);
    if (location?.uri !== analysis.uri) return [];
    return [{ range: location.range, kind: one.isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read }];
  });
}

function locations(found: readonly Occurrence[], places: Places): Location[] {
  return found
    .map((one) => locationOf(one, places))
    .filter((location) => location !== undefined)
    .toSorted((a, b) => (a.uri === b.uri ? a.range.start.line - b.range.start.line : a.uri < b.uri ? -1 : 1));
}
