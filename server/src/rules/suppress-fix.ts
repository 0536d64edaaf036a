import { resourceAt } from '../resources/resource.ts';
import { exists, routeAt } from '../yaml/route.ts';
import type { Patch, Route, YamlDocument } from '../yaml/types.ts';
import { IGNORE_ANNOTATION } from './directives.ts';
import type { Finding } from './types.ts';

/** How far a suppression written for someone reaches. */
export type SuppressionReach = 'line' | 'object' | 'file';

/** A suppression that can be written for a finding. */
export interface Suppression {
  readonly reach: SuppressionReach;
  readonly title: string;
  readonly patches: readonly Patch[];
}

/** Stands where the reason belongs until someone gives it. */
const NO_REASON_YET = 'say why';

/**
 * The suppressions that can be written for a finding. `line` and `object` are patches of its own document, `file` of the file's first one,
 * `first`. Without a reason they are written with a text in its place that asks for one.
 */
export function suppressionsOf(
  finding: Finding,
  document: YamlDocument,
  first: YamlDocument,
  reason: string | undefined,
): readonly Suppression[] {
  const { rule } = finding;
  const text = `${rule}: ${onOneLine(reason ?? '') || NO_REASON_YET}`;
  const line = entryAt(document, finding.span.start);
  const top = firstEntry(first);
  const resource = resourceAt(document, finding.at);
  const all: readonly (Suppression | undefined)[] = [
    line && { reach: 'line', title: `Ignore ${rule} on this line`, patches: [commentAbove(line, `plimsoll-ignore ${text}`)] },
    resource && {
      reach: 'object',
      title: `Ignore ${rule} for this ${resource.kind}`,
      patches: [annotate(resource.route, resource.annotations[IGNORE_ANNOTATION], text)],
    },
    top && { reach: 'file', title: `Ignore ${rule} in this file`, patches: [commentAbove(top, `plimsoll-ignore-file ${text}`)] },
  ];
  return all.filter((suppression) => suppression !== undefined);
}

function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function commentAbove(at: Route, text: string): Patch {
  return { op: 'comment', at, text, place: 'above' };
}

/** A semicolon in the reason could be taken for the one between two suppressions. */
function annotate(route: Route, existing: string | undefined, text: string): Patch {
  const own = text.replaceAll(';', ',');
  const value = existing === undefined || existing.trim() === '' ? own : `${existing}; ${own}`;
  return { op: 'set', at: [...route, 'metadata', 'annotations', IGNORE_ANNOTATION], value };
}

/** The entry that a place is in, which a comment can stand above; none at the document's root. */
function entryAt(document: YamlDocument, offset: number): Route | undefined {
  const route = routeAt(document, offset)?.route;
  return route === undefined || route.length === 0 || !exists(document, route) ? undefined : route;
}

function firstEntry(document: YamlDocument): Route | undefined {
  const { root } = document;
  const key = root?.kind === 'map' ? root.pairs[0]?.key : undefined;
  return key?.kind === 'scalar' ? [String(key.value)] : undefined;
}
