import type { Bundle } from './bundle.ts';
import { own } from './bundle.ts';
import { nearestKind, removedKind } from './kinds.ts';
import type { Deprecation, KindName } from './types.ts';
import { compareVersions, laterVersion, minorVersion } from './versions.ts';

/**
 * Minor releases between the first release of a beta and its deprecation, and again between that and its removal, by Kubernetes'
 * deprecation policy (https://kubernetes.io/docs/reference/using-api/deprecation-policy/, rules 4a and 4b).
 */
const RELEASES = 3;

/** Stable API versions that are deprecated with nothing in their own group to follow them. Source: Kubernetes API reference. */
const DEPRECATED_STABLE: Readonly<Record<string, { readonly since: string; readonly replacement?: KindName }>> = {
  'v1/ComponentStatus': { since: '1.19' },
  'v1/Endpoints': { since: '1.33', replacement: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' } },
};

/**
 * Whether an API version of a kind is gone from a Kubernetes version, about to go, or deprecated in it; undefined where neither is known.
 * @param version what is no version means the newest that is known
 */
export function deprecationOf(bundle: Bundle, name: KindName, version: string): Deprecation | undefined {
  const target = minorVersion(version) ?? bundle.versions.at(-1) ?? '';
  return ending(bundle, name, target) ?? warning(bundle, name, target);
}

function ending(bundle: Bundle, name: KindName, target: string): Deprecation | undefined {
  const gone = removedKind(bundle, name);
  const introduced = own(bundle.kinds, keyOf(name))?.since;
  const isYetToCome = introduced !== undefined && compareVersions(target, introduced) < 0;
  if (gone === undefined || isYetToCome || compareVersions(target, laterVersion(gone.removedIn, -RELEASES)) < 0) return undefined;
  const isGone = compareVersions(target, gone.removedIn) >= 0;
  const replacement =
    successor(bundle, name, isGone ? target : gone.removedIn) ?? (gone.replacement && { ...name, apiVersion: gone.replacement });
  return { state: isGone ? 'removed' : 'deprecated', version: gone.removedIn, event: 'removal', replacement: replacement || undefined };
}

function warning(bundle: Bundle, name: KindName, target: string): Deprecation | undefined {
  const { since, replacement } = own(DEPRECATED_STABLE, keyOf(name)) ?? superseded(bundle, name, target) ?? {};
  if (since === undefined || compareVersions(target, since) < 0) return undefined;
  return { state: 'deprecated', version: since, event: 'warning', replacement };
}

/** A beta that the policy has deprecated by now and that a stable version has followed. */
function superseded(bundle: Bundle, name: KindName, target: string): { since: string; replacement: KindName } | undefined {
  const introduced = own(bundle.kinds, keyOf(name))?.since;
  if (introduced === undefined || !/v\d+(?:alpha|beta)\d+$/.test(name.apiVersion)) return undefined;
  const replacement = successor(bundle, name, target);
  if (replacement === undefined || !/\/v\d+$/.test(replacement.apiVersion)) return undefined;
  return { since: laterVersion(introduced, RELEASES), replacement };
}

/** The kind in the best other version of its group. */
function successor(bundle: Bundle, name: KindName, version: string): KindName | undefined {
  const best = nearestKind(bundle, name, version);
  return best?.kind === name.kind && best.apiVersion !== name.apiVersion && groupOf(best) === groupOf(name) ? best : undefined;
}

function groupOf({ apiVersion }: KindName): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}

function keyOf({ apiVersion, kind }: KindName): string {
  return `${apiVersion}/${kind}`;
}
