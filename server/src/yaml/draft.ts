import type { Plan } from './edit-plan.ts';
import { planPatch } from './edit-plan.ts';
import { editDocument } from './parse.ts';
import { patchJson } from './patch-json.ts';
import type { RoutedPatch } from './patch-routes.ts';
import type { Revision } from './splices.ts';
import { asOne, revise, startRevision } from './splices.ts';
import type { Json, Patch, Splice, YamlDocument } from './types.ts';
import { valueOf } from './value.ts';

/** A document under change. */
export interface Draft {
  /** The document as last read. */
  readonly document: YamlDocument;
  /** What has become of the original text by then. */
  readonly revision: Revision;
  /** What the text must mean once all changes are done. */
  readonly meaning: Json;
  /** What is to be done to the document's text next, all at once. */
  readonly pending: readonly Splice[];
}

/** A draft that nothing is changed in yet. */
export function startDraft(document: YamlDocument): Draft {
  return { document, revision: startRevision(document.text), meaning: valueOf(document) ?? null, pending: [] };
}

/**
 * The draft with one more change, planned on the document as it was last read. `later` where that has to wait until what is pending is
 * done; undefined where it can't be done at all.
 */
export function changeDraft(draft: Draft, patch: RoutedPatch): Draft | 'later' | undefined {
  const meaning = patchJson(draft.meaning, patch);
  const plan = meaning === undefined ? undefined : planPatch(draft.document, patch);
  if (meaning === undefined || plan === undefined) return undefined;
  if ('splices' in plan) return touches(draft, plan.splices) ? 'later' : { ...withSplices(draft, plan.splices), meaning };
  if (draft.pending.length > 0) return 'later';
  const changed = runSteps(draft, plan.steps);
  return changed && { ...changed, meaning };
}

/** The draft with all that is pending done and its text read again; undefined where that broke it. */
export function settleDraft(draft: Draft): Draft | undefined {
  if (draft.pending.length === 0) return draft;
  const splices = draft.pending.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const revision = splices.reduceRight(revise, draft.revision);
  const document = editDocument(draft.document, asOne(draft.document.text, splices));
  return document.problems.length > 0 ? undefined : { ...draft, document, revision, pending: [] };
}

/** Does patches one after the other, each planned on the text that the one before has left. */
function runSteps(draft: Draft, steps: readonly Patch[]): Draft | undefined {
  let current: Draft | undefined = draft;
  for (const step of steps) {
    const plan: Plan | undefined = planPatch(current.document, step);
    if (plan === undefined) return undefined;
    current = 'steps' in plan ? runSteps(current, plan.steps) : settleDraft(withSplices(current, plan.splices));
    if (current === undefined) return undefined;
  }
  return current;
}

function withSplices(draft: Draft, splices: readonly Splice[]): Draft {
  return { ...draft, pending: [...draft.pending, ...splices] };
}

function touches({ pending }: Draft, splices: readonly Splice[]): boolean {
  return splices.some((splice) => pending.some((other) => splice.start <= other.end && other.start <= splice.end));
}
