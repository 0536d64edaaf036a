import { getAt, isList } from './json.ts';
import { removedRoute } from './patch-json.ts';
import type { Json, Patch, Route } from './types.ts';

/** What a patch did to the places of other things: entries gone, items inserted, a key renamed. */
export type Move =
  | { readonly kind: 'removed'; readonly at: Route; readonly fromList: boolean }
  | { readonly kind: 'inserted'; readonly at: Route }
  | { readonly kind: 'renamed'; readonly at: Route; readonly to: string };

/** A patch of something that is there, or is to be there. */
export type RoutedPatch = Exclude<Patch, { op: 'append' }>;

/**
 * A patch whose route is that of the original document, with the route that the same place has after the moves. `gone` where a patch
 * removes what is removed already; undefined where anything else is to be done to it.
 */
export function translate(patch: RoutedPatch, moves: readonly Move[]): RoutedPatch | 'gone' | undefined {
  const at = translateRoute(patch.at, moves);
  if (at === undefined) return patch.op === 'remove' ? 'gone' : undefined;
  if (patch.op !== 'insert' || patch.index === undefined) return { ...patch, at };
  const item = translateRoute([...patch.at, patch.index], moves, true);
  const index = item?.at(-1);
  return typeof index === 'number' ? { ...patch, at, index } : undefined;
}

/** Notes what a patch, whose route is the present one, does to `before`, the data as they were. */
export function noteMove(moves: Move[], patch: RoutedPatch, before: Json): void {
  if (patch.op === 'remove') {
    const at = removedRoute(before, patch.at, patch.prune === true);
    if (at !== undefined) moves.push({ kind: 'removed', at, fromList: isList(getAt(before, at.slice(0, -1))) });
  } else if (patch.op === 'insert' && patch.index !== undefined) {
    moves.push({ kind: 'inserted', at: [...patch.at, patch.index] });
  } else if (patch.op === 'rename') {
    moves.push({ kind: 'renamed', at: patch.at, to: patch.to });
  }
}

/** `gap`: the route is a place between items, which stays where the item itself is removed. */
function translateRoute(route: Route, moves: readonly Move[], gap = false): Route | undefined {
  let at: Route | undefined = route;
  for (const move of moves) {
    if (at === undefined) return undefined;
    at = moved(at, move, gap);
  }
  return at;
}

function moved(route: Route, move: Move, gap: boolean): Route | undefined {
  const depth = move.at.length - 1;
  const step = route[depth];
  const last = move.at[depth];
  if (step === undefined || !move.at.slice(0, depth).every((part, index) => String(part) === String(route[index]))) return route;
  if (typeof step === 'number' && typeof last === 'number') return shifted(route, depth, step, last, move, gap);
  if (String(step) !== String(last)) return route;
  if (move.kind === 'renamed') return route.toSpliced(depth, 1, move.to);
  return move.kind === 'removed' ? undefined : route;
}

function shifted(route: Route, depth: number, step: number, last: number, move: Move, gap: boolean): Route | undefined {
  if (move.kind === 'inserted') return step >= last ? route.toSpliced(depth, 1, step + 1) : route;
  if (move.kind !== 'removed') return route;
  if (step === last && !(gap && depth === route.length - 1)) return undefined;
  if (!move.fromList || step <= last) return route;
  return route.toSpliced(depth, 1, step - 1);
}
