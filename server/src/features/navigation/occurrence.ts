import type { Location, Range } from 'vscode-languageserver-types';
import type { Resource } from '../../resources/types.ts';
import { nodeAt, spanOf } from '../../yaml/route.ts';
import type { PlacedDocument, Route, Span, YamlDocument, YamlFile } from '../../yaml/types.ts';
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
  /** Why it can't have another name, as a sentence; undefined where it can. */
  readonly fixed?: string | undefined;
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

/** The range of the name itself in its document; that of the whole value where the name is written with escapes. */
export function rangeOf(found: Occurrence, placed: PlacedDocument): Range {
  return rangeIn(placed, nameSpan(found, placed.document) ?? spanOf(placed.document, found.route, found.part));
}

/** Where the name itself stands in its document; undefined where it is written with escapes, or folded over several lines. */
export function nameSpan({ route, part, within }: Pick<Occurrence, 'route' | 'part' | 'within'>, document: YamlDocument): Span | undefined {
  const whole = spanOf(document, route, part);
  const value = part === 'key' ? String(route.at(-1)) : valueAt(document, route);
  if (typeof value !== 'string') return whole;
  const name = within ?? { start: 0, end: value.length };
  const node = part === 'key' ? undefined : nodeAt(document, route);
  if (node?.kind === 'scalar' && node.style === 'literal') return spanInBlock(document.text, whole, value, name);
  const shown = document.text.slice(whole.start, whole.end);
  const quotes = shown === value ? 0 : 1;
  if (quotes === 1 && shown.slice(1, -1) !== value) return undefined;
  return { start: whole.start + quotes + name.start, end: whole.start + quotes + name.end };
}

/** Of a `|` block, each line of the value is a line of the text behind the same blanks. */
function spanInBlock(text: string, whole: Span, value: string, name: Span): Span | undefined {
  const lines = value.slice(0, name.start).split('\n');
  const column = lines.at(-1)?.length ?? 0;
  let start = text.indexOf('\n', whole.start) + 1;
  for (let line = 1; line < lines.length; line++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  const shown = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  const inside = value.slice(name.start - column).split('\n', 1)[0] ?? '';
  const at = start + shown.length - inside.length + column;
  const length = name.end - name.start;
  return shown.endsWith(inside) && length <= inside.length - column ? { start: at, end: at + length } : undefined;
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
