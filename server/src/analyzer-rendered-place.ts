import { resourceAt, resourcesOf } from './resources/resource.ts';
import type { Resource } from './resources/types.ts';
import type { Finding } from './rules/types.ts';
import { equals, getAt, isList, isMap, stringAt } from './yaml/json.ts';
import { nodeAt, spanOf } from './yaml/route.ts';
import { endOfLineFrom, startOfLineFrom } from './yaml/spans.ts';
import { aroundIn, overlaps } from './yaml/template-read.ts';
import type { Json, PlacedDocument, Route, Span, YamlDocument, YamlFile } from './yaml/types.ts';

/** Where in a template something is that was found in what it renders. */
export interface TemplatePlace {
  readonly documentIndex: number;
  /** Relative to the document. */
  readonly span: Span;
  /** False where the template only writes something around the place, or may not write it there at all. */
  readonly isExact: boolean;
}

/**
 * The place in a template that wrote what a finding is about: the object by its kind and name, then along the route as far as the template's
 * text goes. Where it isn't known for sure which of the template's objects it is, it is the file's only line with that kind, or its first.
 */
export function placeInTemplate({ at }: Finding, rendered: YamlDocument, file: YamlFile): TemplatePlace {
  const object = resourceAt(rendered, at);
  const origin = object && originOf(object, file);
  if (object === undefined || origin === undefined) return firstLine(file, object?.kind);
  const { document } = origin.placed;
  const { route, isExact } = follow(at.slice(object.route.length), object.value, origin.resource);
  return { documentIndex: origin.index, span: spanOf(document, route), isExact };
}

interface Origin {
  readonly placed: PlacedDocument;
  readonly index: number;
  readonly resource: Resource;
}

/** The one object of a template that can have become this one: among several, the one of whose name more is written out. */
function originOf({ kind, name = '' }: Resource, { documents }: YamlFile): Origin | undefined {
  const all = documents.flatMap((placed, index) => resourcesOf(placed.document).map((resource) => ({ placed, index, resource })));
  const possible = all.filter(({ resource }) => resource.kind === kind && mayBecome(resource.name ?? '', name));
  return mostPlain(possible, ({ resource }) => resource.name ?? '');
}

/** The one of whose name more is written out than of the others'; undefined where there is none. */
function mostPlain<T>(candidates: readonly T[], nameOf: (candidate: T) => string): T | undefined {
  const lengths = candidates.map((candidate) => nameOf(candidate).split(ACTION).join('').length);
  const best = candidates.filter((_, index) => lengths[index] === Math.max(...lengths));
  return best.length === 1 ? best[0] : undefined;
}

const ACTION = /\{\{[\s\S]*?\}\}/;

/** True where a text with actions may be rendered as another. */
function mayBecome(template: string, text: string): boolean {
  const parts = template.split(ACTION);
  const [first = ''] = parts;
  if (parts.length === 1) return first === text;
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  return parts.slice(1, -1).every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= text.length - last.length;
  });
}

function nameIn(item: Json | undefined): string {
  return stringAt(item, ['name']) ?? '';
}

/** A route of the template's document, and whether it leads to what was asked for. */
interface Followed {
  readonly route: Route;
  readonly isExact: boolean;
}

/** Goes along a route of the rendered object in the object's template, as far as the two agree. */
function follow(steps: Route, rendered: Json, { document, route: start, value }: Resource): Followed {
  let [now, then, route]: [Json | undefined, Json | undefined, Route] = [rendered, value, start];
  for (const step of steps) {
    const next = getAt(now, [step]);
    // What the rendered object lacks is shown where it is missing.
    if (next === undefined) return { route, isExact: true };
    if (isHole(then)) return { route, isExact: true };
    const same: string | number | undefined = typeof step === 'number' ? indexIn(document, route, now, then, step) : step;
    const written: Json | undefined = same === undefined ? undefined : getAt(then, [same]);
    if (same === undefined || written === undefined) return { route, isExact: false };
    [now, then, route] = [next, written, [...route, same]];
  }
  return agree(now, then) ? { route, isExact: true } : { route: route.slice(0, -1), isExact: false };
}

function isHole(value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes('{{');
}

function agree(rendered: Json | undefined, template: Json | undefined): boolean {
  if (typeof template === 'string' && typeof rendered === 'string') return mayBecome(template, rendered);
  return isHole(template) || isMap(template) || isList(template) || equals(rendered ?? null, template ?? null);
}

/** Which item of a template's list became an item of the rendered one: by its name, or by its place where the list is as it is written. */
function indexIn(
  document: YamlDocument,
  route: Route,
  rendered: Json | undefined,
  template: Json | undefined,
  index: number,
): number | undefined {
  if (!isList(rendered) || !isList(template)) return undefined;
  const name = stringAt(rendered, [index, 'name']);
  const asWritten = isAsWritten(document, route);
  if (name === undefined) return asWritten && template.length === rendered.length ? index : undefined;
  const mayBe = (from: Json | undefined, item: Json | undefined) => mayBecome(nameIn(from), nameIn(item));
  const origin = mostPlain(
    template.flatMap((item, at) => (mayBe(item, rendered[index]) ? [at] : [])),
    (at) => nameIn(template[at]),
  );
  if (origin === undefined) return undefined;
  // Where actions add items, a name that an action writes may be that of any of them.
  const isOnly = rendered.filter((item) => mayBe(template[origin], item)).length === 1;
  return isOnly || asWritten ? origin : undefined;
}

/** True where no action adds items to a list, or leaves some out. What is indented as far as an item is a part of that. */
function isAsWritten(document: YamlDocument, route: Route): boolean {
  const { template, text } = document;
  const list = nodeAt(document, route);
  if (template === undefined || list?.kind !== 'seq') return template === undefined;
  const around = aroundIn(template, list);
  const column = columnOf(text, list.items[0]?.start ?? list.start);
  const between = [...template.gaps, ...template.branches].filter((span) => overlaps(span, around));
  return between.every(({ start, end }) => around.start <= start && end <= around.end && columnOf(text, start) >= column);
}

/** Column of the first character on the line of an offset that is neither blank nor the dash of an item. */
function columnOf(text: string, offset: number): number {
  const line = startOfLineFrom(text, offset);
  return /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(line, endOfLineFrom(text, offset)))?.[0].length ?? 0;
}

/** The only line of a file that says a kind, or its first one. */
function firstLine({ documents }: YamlFile, kind: string | undefined): TemplatePlace {
  const lines = documents.flatMap(({ document: { text } }, documentIndex) =>
    [...text.matchAll(/^kind:[ \t]*["']?(\w+)/gm)]
      .filter(([, word]) => word === kind)
      .map(({ index }) => lineOf(text, index, documentIndex)),
  );
  return lines.length === 1 && lines[0] ? lines[0] : lineOf(documents[0]?.document.text ?? '', 0, 0);
}

function lineOf(text: string, start: number, documentIndex: number): TemplatePlace {
  return { documentIndex, span: { start, end: endOfLineFrom(text, start) }, isExact: false };
}
