import type { Resource } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { movedSpan } from '../yaml/moved.ts';
import { nodeAt } from '../yaml/route.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import type { Found } from './covered.ts';
import { holds } from './covered.ts';
import { ruleFailed } from './engine-rules.ts';
import { toFinding } from './finding.ts';
import type { Outcome } from './outcomes.ts';
import type { Part } from './part.ts';
import type { Finding, Rule } from './types.ts';

/**
 * What rules gave on the parts of a document as findings in it. Those in an object that was not touched are taken over: an edit before it has
 * moved them all by as much.
 * @param objects those that the parts are of, from the second part on
 */
export function placeParts(
  parts: readonly Part[],
  objects: readonly Resource[],
  document: YamlDocument,
  settings: Settings,
): readonly Found[] {
  if (parts.every(({ outcomes }) => outcomes.length === 0)) return NOTHING;
  const loose: Outcome[] = [];
  const found: Found[] = [];
  parts.forEach((part, index) => {
    if (part.outcomes.length === 0) return;
    const object = objects[index - 1];
    if (object === undefined || !isRigid(part, object)) loose.push(...part.outcomes);
    else found.push(...placedIn(part, nodeAt(document, object.route)?.start ?? 0, document, settings));
  });
  return [...placeOutcomes(loose, document, settings), ...found];
}

const NOTHING: readonly Found[] = [];

/** True where all that the findings point at is within the object, so that it moves as one. */
function isRigid({ outcomes }: Part, { route }: Resource): boolean {
  return outcomes.every(
    ({ problems, error }) =>
      error === undefined && problems.every(({ at, span, related = [] }) => span === undefined && related.length === 0 && holds(route, at)),
  );
}

/** @param start where the object begins in the document */
function placedIn(part: Part, start: number, document: YamlDocument, settings: Settings): readonly Found[] {
  const { placed } = part;
  if (placed?.outcomes === part.outcomes && placed.start === start) return placed.found;
  const found =
    placed?.outcomes === part.outcomes ? movedBy(placed.found, start - placed.start) : placeOutcomes(part.outcomes, document, settings);
  part.placed = { outcomes: part.outcomes, start, found };
  return found;
}

function movedBy(found: readonly Found[], by: number): readonly Found[] {
  return found.map((one) => ({ ...one, finding: { ...one.finding, span: movedSpan(one.finding.span, by) } }));
}

/** What rules gave as findings at their places in the document. That a rule threw is told once. */
function placeOutcomes(outcomes: readonly Outcome[], document: YamlDocument, settings: Settings): readonly Found[] {
  const found: Found[] = [];
  const failed = new Set<Rule>();
  const add = (finding: Finding | undefined, subject: Route, coveredBy: string | undefined): void => {
    if (finding !== undefined) found.push({ finding, subject, coveredBy });
  };
  for (const { rule, at, problems, error } of outcomes) {
    if (error !== undefined && !failed.has(rule)) add(failureOf(rule, error, at, document, settings), at, undefined);
    if (error !== undefined) failed.add(rule);
    for (const problem of problems) add(toFinding(rule, problem, document, settings), at, problem.coveredBy);
  }
  return found;
}

/** A rule that threw, as a finding at the place of its subject. */
export function failureOf(rule: Rule, error: string, at: Route, document: YamlDocument, settings: Settings): Finding | undefined {
  return toFinding(ruleFailed, { at, message: 'failed', data: { rule: rule.id, error } }, document, settings);
}
