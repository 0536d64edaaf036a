import { createHash } from 'node:crypto';
import type { Finding } from '../../rules/types.ts';
import { isList, isMap, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** Length of a fingerprint in hexadecimal digits: 64 bits, so that two of a million findings are alike once in forty million runs. */
const DIGITS = 16;

/** What a finding's fingerprint is made of. */
export type FingerprintedFinding = Pick<Finding, 'rule' | 'resource' | 'at' | 'data'>;

/** A finding, and the value of the document that it stands in. */
export interface FindingInDocument {
  readonly finding: FingerprintedFinding;
  readonly value: Json | undefined;
}

/**
 * The fingerprints of a file's findings, in their order. A fingerprint holds what a finding says, not where: its rule, its object's kind and name,
 * its data, and its route with the names of list items in place of their indexes. So it outlives moved lines, sorted lists and other wording; it
 * does not outlive another value. The file's name is no part of it. Findings that are alike in all this are counted, in order.
 */
export function fingerprintsOf(findings: readonly FindingInDocument[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ finding: { rule, resource, at, data }, value }) => {
    const key = JSON.stringify([rule, resource?.kind ?? null, resource?.name ?? null, stableRoute(at, value), sorted(data)]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash('sha256').update(`${key}#${before}`).digest('hex').slice(0, DIGITS);
  });
}

/** The route with each index as the item's name, `[name=api]`; as `[*]` where it has none. */
function stableRoute(route: Route, root: Json | undefined): readonly string[] {
  return route.map((step, index) => {
    if (typeof step === 'string') return step;
    const name = stringAt(root, [...route.slice(0, index + 1), 'name']);
    return name === undefined ? '[*]' : `[name=${name}]`;
  });
}

/** The same data with the keys of all its mappings in one order. */
function sorted(json: Json): unknown {
  if (isList(json)) return json.map(sorted);
  return isMap(json) ? sortedEntries(json) : json;
}

function sortedEntries(map: JsonMap): readonly (readonly [string, unknown])[] {
  return Object.keys(map)
    .sort()
    .map((key) => [key, sorted(map[key] ?? null)] as const);
}
