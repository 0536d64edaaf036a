import { isList, isMap } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { namedArgument } from './credential-argument.ts';
import { credentialNamed } from './credential-value.ts';

/** A credential at its place. */
export interface PlacedCredential {
  readonly at: Route;
  /** Of its key, or in its own text (`NAME=value`). */
  readonly name: string;
  /** As a sentence names it. */
  readonly what: string;
}

/**
 * The credentials in all texts at and below a value.
 * @param name the key that the value stands under
 */
export function* credentialsBelow(value: Json | undefined, route: Route, name: string): Iterable<PlacedCredential> {
  if (isMap(value)) for (const [key, entry] of Object.entries(value)) yield* credentialsBelow(entry, [...route, key], key);
  else if (isList(value)) for (const [index, item] of value.entries()) yield* credentialsBelow(item, [...route, index], name);
  else {
    const text = textOf(value);
    const named = text === undefined ? undefined : (namedArgument(text, undefined) ?? { name, value: text });
    const what = named && credentialNamed(named.name, named.value);
    if (named && what !== undefined) yield { at: route, name: named.name, what };
  }
}

/** A password of digits may have lost its quotes. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Of a whole file the key is enough to find it by. */
export function partOf(text: string): 'key' | 'value' {
  return text.includes('\n') ? 'key' : 'value';
}
