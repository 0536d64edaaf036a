import type { Draft } from './draft.ts';
import { changeDraft, settleDraft, startDraft } from './draft.ts';
import { appendDocument } from './edit-append.ts';
import { planPatch } from './edit-plan.ts';
import { equals } from './json.ts';
import { parseFile } from './parse.ts';
import { patchJson } from './patch-json.ts';
import type { Move, RoutedPatch } from './patch-routes.ts';
import { noteMove, translate } from './patch-routes.ts';
import { addReach, noReaches } from './reach.ts';
import type { Revision } from './splices.ts';
import { revise, splicesOf } from './splices.ts';
import type { Json, Patch, Splice, YamlDocument } from './types.ts';
import { valueOf } from './value.ts';

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
  let draft: Draft | undefined = startDraft(document);
  let waiting: readonly RoutedPatch[] = patches.filter((patch) => patch.op !== 'append');
  while (waiting.length > 0) {
    const round = doRound(draft, waiting, moves);
    draft = round && settleDraft(round.draft);
    if (round === undefined || draft === undefined) return undefined;
    waiting = round.waiting;
  }
  if (!equals(valueOf(draft.document) ?? null, draft.meaning)) return undefined;
  const added = patches.flatMap((patch) => (patch.op === 'append' ? [patch.value] : []));
  return withDocuments(draft.document, draft.revision, added);
}

/**
 * Whether {@link applyPatches} can be expected to do the patches: all that can be told without writing them, which costs reading the
 * document again.
 */
export function mayApply(document: YamlDocument, patches: readonly Patch[]): boolean {
  if (document.templated || document.problems.length > 0) return false;
  // Where else a change shows is known only once it is made.
  const isShared = ANCHOR.test(document.text) && ALIAS.test(document.text);
  return isShared ? applyPatches(document, patches) !== undefined : canPlan(document, patches);
}

function canPlan(document: YamlDocument, patches: readonly Patch[]): boolean {
  const moves: Move[] = [];
  const reaches = noReaches();
  let meaning: Json | undefined = valueOf(document) ?? null;
  for (const patch of patches) {
    const present = patch.op === 'append' ? 'gone' : translate(patch, moves);
    if (present === undefined) return false;
    if (present === 'gone') continue;
    // One that collides with another is planned on what that leaves.
    if (addReach(reaches, meaning, present) && planPatch(document, present) === undefined) return false;
    noteMove(moves, present, meaning);
    meaning = patchJson(meaning, present);
    if (meaning === undefined) return false;
  }
  return true;
}

/** Every anchor, and every alias, but other texts as well. */
const ANCHOR = /(?:^|[\s,:[{-])&\S/;
const ALIAS = /(?:^|[\s,:[{-])\*\S/;

/** Plans all patches, in order, that do not collide with one before them, and tells which have to wait for the next round. */
function doRound(start: Draft, patches: readonly RoutedPatch[], moves: Move[]): { draft: Draft; waiting: RoutedPatch[] } | undefined {
  let draft = start;
  const waiting: RoutedPatch[] = [];
  const reaches = noReaches();
  for (const patch of patches) {
    const present = translate(patch, moves);
    if (present === undefined) return undefined;
    if (present === 'gone') continue;
    const next = addReach(reaches, draft.meaning, present) ? changeDraft(draft, present) : 'later';
    if (next === undefined) return undefined;
    if (next === 'later') {
      waiting.push(patch);
      continue;
    }
    noteMove(moves, present, draft.meaning);
    draft = next;
  }
  return { draft, waiting };
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

/** Adds documents behind one, and checks that a file of it all reads as these documents. */
function withDocuments(document: YamlDocument, revision: Revision, values: readonly Json[]): Splice[] | undefined {
  if (values.length === 0) return splicesOf(revision);
  const splice = appendDocument(document, values);
  const file = parseFile(applySplices(document.text, [splice]));
  const added = file.documents.slice(-values.length).map((placed) => placed.document);
  // A document of nothing but comments becomes the head of the first one added.
  const own = document.root === undefined ? Math.min(1, file.documents.length - values.length) : 1;
  const exact = file.documents.length === values.length + own && added.every((one, index) => equals(valueOf(one) ?? null, values[index]));
  return exact ? splicesOf(revise(revision, splice)) : undefined;
}
