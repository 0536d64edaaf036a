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

/**
 * The suppressions that can be written for a finding. `line` and `object` are patches of its own document, `file` of the file's first one,
 * `first`.
 */
export function suppressionsOf(finding: Finding, document: YamlDocument, first: YamlDocument): readonly Suppression[] {
  const { rule } = finding;
  const line = entryAt(document, finding.span.start);
  const top = firstEntry(first);
  const resource = resourceAt(document, finding.at);
  const all: readonly (Suppression | undefined)[] = [
    line && { reach: 'line', title: `Ignore ${rule} on this line`, patches: [commentAbove(line, `plimsoll-ignore ${rule}`)] },
    resource && {
      reach: 'object',
      title: `Ignore ${rule} for this ${resource.kind}`,
      patches: [annotate(resource.route, resource.annotations[IGNORE_ANNOTATION], rule)],
    },
    top && { reach: 'file', title: `Ignore ${rule} in this file`, patches: [commentAbove(top, `plimsoll-ignore-file ${rule}`)] },
  ];
  return all.filter((suppression) => suppression !== undefined);
}

function commentAbove(at: Route, text: string): Patch {
  return { op: 'comment', at, text, place: 'above' };
}

function annotate(route: Route, existing: string | undefined, rule: string): Patch {
  const value = existing === undefined || existing.trim() === '' ? rule : `${existing}, ${rule}`;
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
