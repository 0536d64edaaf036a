import { appendDocument } from './edit-append.ts';
import { planPatch } from './edit-plan.ts';
import { equals } from './json.ts';
import { parseDocument, parseFile } from './parse.ts';
import { patchJson } from './patch-json.ts';
import type { Move } from './patch-routes.ts';
import { noteMove, translate } from './patch-routes.ts';
import type { Revision } from './splices.ts';
import { revise, splicesOf, startRevision } from './splices.ts';
import type { Json, Patch, Splice, YamlDocument } from './types.ts';
import { valueOf } from './value.ts';

/** A document under change: what its text has become, and what that text must mean. */
interface Draft {
  readonly document: YamlDocument;
  readonly revision: Revision;
  readonly meaning: Json;
}

/**
 * Turns changes of a document's data into splices of its text, in the style of their neighbours: in order, not overlapping, and no longer
 * than needed. All routes are those of the document as given, whatever the patches before have moved; they may also lead into what an
 * earlier patch has made. Every other byte stays as it is.
 *
 * The result is read again and must mean exactly what was intended. Undefined where that can't be had: the document is broken or a
 * template, a route goes through an alias or a single value, a change of an anchored value would show elsewhere too.
 */
export function applyPatches(document: YamlDocument, patches: readonly Patch[]): Splice[] | undefined {
  if (document.templated || document.problems.length > 0) return undefined;
  const moves: Move[] = [];
  let draft: Draft = { document, revision: startRevision(document.text), meaning: valueOf(document) ?? null };
  for (const patch of patches) {
    if (patch.op === 'append') continue;
    const moved = translate(patch, moves);
    if (moved === 'gone') continue;
    const next = moved && applyPatch(draft, moved);
    if (next === undefined) return undefined;
    if (moved !== undefined) noteMove(moves, moved, draft.meaning);
    draft = next;
  }
  if (!equals(valueOf(draft.document) ?? null, draft.meaning)) return undefined;
  const added = patches.flatMap((patch) => (patch.op === 'append' ? [patch.value] : []));
  return withDocuments(draft, added);
}

/** The text with the splices done; they must be in order and must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  for (const splice of splices) {
    result += text.slice(from, splice.start) + splice.text;
    from = splice.end;
  }
  return result + text.slice(from);
}

function applyPatch(draft: Draft, patch: Patch): Draft | undefined {
  const meaning = patchJson(draft.meaning, patch);
  if (meaning === undefined) return undefined;
  let { document, revision } = draft;
  const steps: Patch[] = [patch];
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const plan = planPatch(document, step);
    if (plan === undefined) return undefined;
    steps.unshift(...(plan.steps ?? []));
    const splices = plan.splices ?? [];
    if (splices.length === 0) continue;
    document = parseDocument(applySplices(document.text, splices), document.dialect);
    if (document.problems.length > 0) return undefined;
    for (const splice of splices.toReversed()) revision = revise(revision, splice);
  }
  return { document, revision, meaning };
}

/** Adds documents behind the draft's, and checks that a file of it all reads as these documents. */
function withDocuments({ document, revision }: Draft, values: readonly Json[]): Splice[] | undefined {
  if (values.length === 0) return splicesOf(revision);
  const splice = appendDocument(document, values);
  const file = parseFile(applySplices(document.text, [splice]));
  const added = file.documents.slice(-values.length).map((placed) => placed.document);
  // A document of nothing but comments becomes the head of the first one added.
  const own = document.root === undefined ? Math.min(1, file.documents.length - values.length) : 1;
  const exact = file.documents.length === values.length + own && added.every((one, index) => equals(valueOf(one) ?? null, values[index]));
  return exact ? splicesOf(revise(revision, splice)) : undefined;
}
