import type { Location, Range } from 'vscode-languageserver-types';
import type { Resource } from '../../resources/types.ts';
import { spanOf } from '../../yaml/route.ts';
import type { PlacedDocument, Route, Span, YamlFile } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { rangeIn } from '../positions.ts';

/** A place where something is named. */
export interface Occurrence {
  /** The object that holds it. */
  readonly resource: Resource;
  readonly route: Route;
  /** Whether the name is the key or the value at the route. */
  readonly part: 'key' | 'value';
  /** Where in the value's text the name stands, half-open; undefined where it is the whole text. */
  readonly within: Span | undefined;
  /** True where the name is given, rather than used. */
  readonly isDefinition: boolean;
}

/** Something that has a name, with all places of the workspace that name it. */
export interface Named {
  /** What it is, as a sentence begins: `ConfigMap`, `label`, `port`. */
  readonly title: string;
  readonly name: string;
  /** The place that was asked about. */
  readonly here: Occurrence;
  /** In the order of the workspace, without doubles; the one that was asked about among them. */
  readonly occurrences: readonly Occurrence[];
  /** Why a text can be no such name, as the end of a sentence behind "because"; undefined where it can. */
  readonly fault: (name: string) => string | undefined;
  /** True where something of that name is there already. */
  readonly isTaken: (name: string) => boolean;
}

/** Where files and objects are. */
export interface Places {
  /** A file that is known, by its URI. */
  fileOf(uri: string): YamlFile | undefined;
  /** Where an object is now. */
  placeOf(resource: Resource): { readonly uri: string; readonly placed: PlacedDocument } | undefined;
}

/** An occurrence of a whole value or key. */
export function occurrence(resource: Resource, route: Route, { isDefinition = false, part = 'value' as 'key' | 'value' } = {}): Occurrence {
  return { resource, route, part, within: undefined, isDefinition };
}

/** The range of the name itself, without quotes; undefined where its file isn't known. */
export function locationOf(found: Occurrence, places: Places): Location | undefined {
  const place = places.placeOf(found.resource);
  return place && { uri: place.uri, range: rangeOf(found, place.placed) };
}

/** The range of the name itself in its document. */
export function rangeOf({ route, part, within }: Occurrence, placed: PlacedDocument): Range {
  const whole = spanOf(placed.document, route, part);
  const value = part === 'key' ? String(route.at(-1)) : valueAt(placed.document, route);
  return rangeIn(placed, typeof value === 'string' ? innerSpan(placed.document.text, whole, value, within) : whole);
}

/** Quotes are none of the name. A text with escapes, or over several lines, is taken as a whole. */
function innerSpan(text: string, whole: Span, value: string, within: Span | undefined): Span {
  const shown = text.slice(whole.start, whole.end);
  const quotes = shown === value ? 0 : 1;
  if (quotes === 1 && shown.slice(1, -1) !== value) return whole;
  const start = whole.start + quotes;
  return within === undefined ? { start, end: start + value.length } : { start: start + within.start, end: start + within.end };
}

/** True where two occurrences are one place. */
export function isSamePlace(a: Occurrence, b: Occurrence): boolean {
  return (
    a.resource === b.resource &&
    a.part === b.part &&
    a.within?.start === b.within?.start &&
    a.route.length === b.route.length &&
    a.route.every((step, index) => step === b.route[index])
  );
}

/** Each place once; a definition wins over a use of the same name at the same place. */
export function distinct(found: readonly Occurrence[]): readonly Occurrence[] {
  const sorted = found.toSorted((a, b) => Number(b.isDefinition) - Number(a.isDefinition));
  const kept: Occurrence[] = [];
  const byResource = new Map<Resource, Occurrence[]>();
  for (const one of sorted) {
    const own = byResource.get(one.resource) ?? [];
    if (own.some((other) => isSamePlace(other, one))) continue;
    byResource.set(one.resource, [...own, one]);
    kept.push(one);
  }
  return kept;
}
