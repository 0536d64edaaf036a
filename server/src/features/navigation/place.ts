import type { Analysis } from '../../analyzer.ts';
import { objectsIn } from '../../resources/kustomize.ts';
import type { Resource } from '../../resources/types.ts';
import { routeAt, spanOf } from '../../yaml/route.ts';
import type { Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { documentAround } from '../positions.ts';

/** What the text has at an offset: an object's key or value. */
export interface Spot {
  readonly resource: Resource;
  readonly route: Route;
  readonly part: 'key' | 'value';
  /** Offset in the value's text; undefined where that is written with escapes or over several lines. */
  readonly offset: number | undefined;
}

/** The key or value of an object at an offset of a file; undefined where there is none. */
export function spotAt(analysis: Analysis, offset: number): Spot | undefined {
  const around = documentAround(analysis, offset);
  if (!around) return undefined;
  const { document, offset: start } = around.placed;
  const hit = routeAt(document, offset - start);
  const resource = hit && objectsIn(document, analysis.uri).find(({ route }) => route.every((step, index) => step === hit.route[index]));
  if (!hit || !resource || hit.node.kind !== 'scalar') return undefined;
  const span = spanOf(document, hit.route, hit.part);
  const shown = document.text.slice(span.start, span.end);
  const value = hit.part === 'key' ? String(hit.route.at(-1)) : valueAt(document, hit.route);
  const quotes = shown === value ? 0 : shown.slice(1, -1) === value ? 1 : undefined;
  return {
    resource,
    route: hit.route,
    part: hit.part,
    offset: quotes === undefined ? undefined : offset - start - span.start - quotes,
  };
}

/** True where two routes lead to the same place. */
export function isRoute(a: Route, b: Route): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
