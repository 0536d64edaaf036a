import type { Bundle } from './bundle.ts';
import { kindInfo } from './kinds.ts';
import { deprecationOf } from './lifecycle.ts';
import type { Deprecation, KindInfo, KindName } from './types.ts';

/** What a bundle says of its kinds, found out once for each: rule after rule asks it of every object. */
export interface KnownKinds {
  /** See {@link kindInfo}. */
  info(name: KindName, version: string): KindInfo | undefined;
  /** See {@link deprecationOf}. */
  deprecation(name: KindName, version: string): Deprecation | undefined;
}

/** A bundle's kinds. */
export function knownKinds(bundle: Bundle): KnownKinds {
  return {
    info: remembered((name, version) => kindInfo(bundle, name, version), bundle),
    deprecation: remembered((name, version) => deprecationOf(bundle, name, version), bundle),
  };
}

type Question<T> = (name: KindName, version: string) => T;

/** Remembers answers about kinds that the bundle has; about the others, which may be anything that somebody types, it is asked each time. */
function remembered<T>(ask: Question<T>, { kinds }: Bundle): Question<T> {
  const known = new Map<string, Map<string, Map<string, { readonly answer: T }>>>();
  return (name, version) => {
    const { apiVersion, kind } = name;
    const found = known.get(version)?.get(apiVersion)?.get(kind);
    if (found !== undefined) return found.answer;
    const answer = ask(name, version);
    if (Object.hasOwn(kinds, `${apiVersion}/${kind}`)) within(within(known, version), apiVersion).set(kind, { answer });
    return answer;
  };
}

function within<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const map = new Map<string, V>();
  maps.set(key, map);
  return map;
}
