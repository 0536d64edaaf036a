import { memo } from '../yaml/memo.ts';
import type { Bundle } from './bundle.ts';
import { own } from './bundle.ts';
import { nearest } from './suggest.ts';
import type { KindInfo, KindName, RemovedKind } from './types.ts';
import { compareVersions, within } from './versions.ts';

/** What is known of a kind, in whatever version; undefined where it is unknown or was removed before the oldest version known. */
export function kindInfo(bundle: Bundle, { apiVersion, kind }: KindName, version: string): KindInfo | undefined {
  const entry = own(bundle.kinds, `${apiVersion}/${kind}`);
  if (entry === undefined) return undefined;
  const { namespaced, since, until } = entry;
  return {
    namespaced,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    served: within(version, entry),
  };
}

/** When an API version of a kind was or will be removed, and what replaces it. */
export function removedKind(bundle: Bundle, { apiVersion, kind }: KindName): RemovedKind | undefined {
  const gone = own(bundle.removed, `${apiVersion}/${kind}`);
  if (gone !== undefined) return { removedIn: gone.removedIn, replacement: gone.replacement };
  const until = own(bundle.kinds, `${apiVersion}/${kind}`)?.until;
  if (until === undefined) return undefined;
  const removedIn = bundle.versions.find((version) => compareVersions(version, until) > 0) ?? until;
  const group = groupOf(apiVersion);
  const successors = kindNames(bundle, removedIn).filter((name) => name.kind === kind && groupOf(name.apiVersion) === group);
  return { removedIn, replacement: best(successors)?.apiVersion };
}

/** Whether a group is one of Kubernetes' own, today's or yesterday's; the core group is the empty text. */
export function isKnownGroup(bundle: Bundle, group: string): boolean {
  return groups(bundle).has(group);
}

/**
 * The kind that a misspelt one surely means: the same kind in the API version that has it, else a near kind of the same API version, else
 * a near kind anywhere. A group that isn't Kubernetes' own is left alone unless it is misspelt itself, since kinds in other groups may
 * well be called like Kubernetes'.
 */
export function nearestKind(bundle: Bundle, { apiVersion, kind }: KindName, version: string): KindName | undefined {
  const group = groupOf(apiVersion);
  const foreign = group.includes('.') && !isKnownGroup(bundle, group);
  const meant = foreign ? nearest(group, [...groups(bundle)], LIKELY_EDITS) : undefined;
  if (foreign && meant === undefined) return undefined;
  const known = kindNames(bundle, version).filter((name) => meant === undefined || groupOf(name.apiVersion) === meant);
  const same = known.filter((name) => name.kind.toLowerCase() === kind.toLowerCase());
  const preferred = [
    same.filter((name) => groupOf(name.apiVersion) === group),
    same,
    ...(foreign
      ? []
      : [
          nearKinds(
            kind,
            known.filter((name) => name.apiVersion === apiVersion),
          ),
          nearKinds(kind, known),
        ]),
  ];
  return best(preferred.find((candidates) => candidates.length > 0) ?? []);
}

/** As many edits in a group are a slip, if it has the kind; more are somebody else's group. */
const LIKELY_EDITS = 3;

function nearKinds(kind: string, known: readonly KindName[]): KindName[] {
  const near = nearest(kind, [...new Set(known.map((name) => name.kind))]);
  return known.filter((name) => name.kind === near);
}

/** The kinds that a version serves. */
export function kindNames(bundle: Bundle, version: string): KindName[] {
  return Object.entries(bundle.kinds)
    .filter(([, entry]) => within(version, entry))
    .map(([name]) => split(name));
}

function split(name: string): KindName {
  const slash = name.lastIndexOf('/');
  return { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1) };
}

const groups: (bundle: Bundle) => ReadonlySet<string> = memo((bundle) => {
  const all = [...Object.keys(bundle.kinds), ...Object.keys(bundle.removed)];
  return new Set(all.map((name) => groupOf(split(name).apiVersion)));
});

/** The group of an API version; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The most stable and newest API version: v2 before v1, v1 before v1beta2, that before v1beta1 and alphas. */
function best(known: readonly KindName[]): KindName | undefined {
  return known.reduce<KindName | undefined>((first, next) => (first === undefined || rank(next) > rank(first) ? next : first), undefined);
}

function rank({ apiVersion }: KindName): number {
  const match = /v(\d+)(?:(alpha|beta)(\d+))?$/.exec(apiVersion);
  if (!match) return 0;
  const stability = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return stability * 10_000 + Number(match[1]) * 100 + Number(match[3] ?? 0);
}
