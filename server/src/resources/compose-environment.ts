import { isList, isMap } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { ComposeVariable } from './types.ts';

/**
 * What Compose reads as a mapping or as a list of `NAME=value`: environment, build arguments, labels.
 * @param route of the mapping or list
 */
export function namedValues(value: Json | undefined, route: Route): readonly ComposeVariable[] {
  if (isMap(value)) return Object.entries(value).flatMap(([name, entry]) => toVariable(name, entry, [...route, name]));
  if (!isList(value)) return [];
  return value.flatMap((item, index) => (typeof item === 'string' ? [fromAssignment(item, [...route, index])] : []));
}

function toVariable(name: string, value: Json, route: Route): readonly ComposeVariable[] {
  if (isMap(value) || isList(value)) return [];
  return [{ route, name, value: value === null ? undefined : String(value) }];
}

function fromAssignment(text: string, route: Route): ComposeVariable {
  const end = text.indexOf('=');
  return end < 0 ? { route, name: text, value: undefined } : { route, name: text.slice(0, end), value: text.slice(end + 1) };
}
