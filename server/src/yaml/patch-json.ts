import { getAt, isList, isMap, setOwn } from './json.ts';
import type { Json, Patch, Route } from './types.ts';

/**
 * What a patch makes of data: the measure that edits of the text are held to. Null counts as empty, so a key without a value can be
 * filled. Undefined where the patch makes no sense: through a single value, past the end of a list, a rename onto another key, the root
 * removed.
 */
export function patchJson(json: Json, patch: Patch): Json | undefined {
  switch (patch.op) {
    case 'set':
      return setAt(json, patch.at, patch.value);
    case 'remove':
      return patch.at.length === 0 ? undefined : removeAt(json, patch.at, patch.prune === true);
    case 'insert':
      return insertAt(json, patch.at, patch.value, patch.index);
    case 'rename':
      return renameAt(json, patch.at, patch.to);
    default:
      return json;
  }
}

function setAt(json: Json | undefined, route: Route, value: Json): Json | undefined {
  const [step, ...rest] = route;
  if (step === undefined) return value;
  if (isList(json)) {
    if (typeof step !== 'number' || step > json.length || step < 0) return undefined;
    const item = setAt(json[step], rest, value);
    return item === undefined ? undefined : json.toSpliced(step, 1, item);
  }
  if (json === undefined || json === null) return filled(step, rest, value);
  if (!isMap(json) || (typeof step === 'number' && !Object.hasOwn(json, step))) return undefined;
  const child = setAt(getAt(json, [step]), rest, value);
  return child === undefined ? undefined : withKey(json, String(step), child);
}

/** A new parent for a value: a list for the step 0, else a mapping. */
function filled(step: string | number, rest: Route, value: Json): Json | undefined {
  const child = setAt(undefined, rest, value);
  if (child === undefined || (typeof step === 'number' && step !== 0)) return undefined;
  return step === 0 ? [child] : withKey({}, String(step), child);
}

function removeAt(json: Json, route: Route, prune: boolean): Json {
  const at = removedRoute(json, route, prune);
  if (at === undefined) return json;
  const parent = getAt(json, at.slice(0, -1));
  const left = parent === undefined ? undefined : setAt(json, at.slice(0, -1), without(parent, at.at(-1) as string | number));
  return left ?? json;
}

/** The route of what really goes when something is removed: where parents left empty go too, the outermost of them. The root never goes. */
export function removedRoute(json: Json, route: Route, prune: boolean): Route | undefined {
  if (route.length === 0 || getAt(json, route) === undefined) return undefined;
  let at = route;
  while (prune && at.length > 1 && sizeOf(getAt(json, at.slice(0, -1))) === 1) at = at.slice(0, -1);
  return at;
}

function without(json: Json, step: string | number): Json {
  if (isList(json)) return json.filter((_, index) => index !== step);
  return isMap(json) ? Object.fromEntries(Object.entries(json).filter(([key]) => key !== String(step))) : json;
}

function insertAt(json: Json, route: Route, value: Json, index?: number): Json | undefined {
  const list = getAt(json, route) ?? [];
  if (!isList(list)) return undefined;
  return setAt(json, route, list.toSpliced(index ?? list.length, 0, value));
}

function renameAt(json: Json, route: Route, to: string): Json | undefined {
  const parent = getAt(json, route.slice(0, -1));
  const from = route.at(-1);
  if (from === undefined || !isMap(parent) || !Object.hasOwn(parent, from) || Object.hasOwn(parent, to)) return undefined;
  const renamed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(parent)) setOwn(renamed, key === String(from) ? to : key, value);
  return setAt(json, route.slice(0, -1), renamed);
}

function withKey(map: Json, key: string, value: Json): Json {
  const copy: Record<string, Json> = { ...(map as object) };
  setOwn(copy, key, value);
  return copy;
}

function sizeOf(json: Json | undefined): number {
  if (isList(json)) return json.length;
  return isMap(json) ? Object.keys(json).length : 0;
}
