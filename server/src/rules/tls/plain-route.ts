import { isLocalHost, textsOf } from '../../resources/hosts.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import type { PlainContext, PlainPlace } from './plain-ingress.ts';

/** True for an IngressRoute of Traefik, in the group of version 3 or the older one. */
export function isIngressRoute(resource: Resource): boolean {
  return resource.kind === 'IngressRoute' && (resource.group === 'traefik.io' || resource.group === 'traefik.containo.us');
}

/**
 * An IngressRoute without `tls` that listens where plain HTTP comes in. Traefik's chart names its entry points `web` and `websecure`, the latter
 * with TLS of its own; an IngressRoute that names none listens on all of them. Routes that only redirect are left alone.
 */
export function plainIngressRoute(route: Resource, context: PlainContext): PlainPlace | undefined {
  if (mapAt(route.value, ['spec', 'tls']) !== undefined) return undefined;
  const entryPoints = textsOf(listAt(route.value, ['spec', 'entryPoints']));
  if (entryPoints.length > 0 && !entryPoints.some((name) => name === 'web' || name === 'http')) return undefined;
  const serving = (listAt(route.value, ['spec', 'routes']) ?? []).filter((entry) => !redirects(entry, route, context.inventory));
  const hosts = serving.flatMap((entry) => hostsOfMatch(stringAt(entry, ['match']) ?? ''));
  const open = hosts.filter((host) => !isLocalHost(host, context.localHosts));
  if (serving.length === 0 || (hosts.length > 0 && open.length === 0)) return undefined;
  return { at: [...route.route, 'spec', 'tls'], hosts: [...new Set(open)] };
}

/** The hosts that a Traefik rule matches literally: Host(`a`) or Host(`a`, `b`). */
function hostsOfMatch(match: string): readonly string[] {
  return [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap((call) =>
    [...(call[1] ?? '').matchAll(/[`"]([^`"]+)[`"]/g)].map((host) => host[1] ?? ''),
  );
}

/** Whether a middleware of the entry redirects to HTTPS: one of the workspace that has a scheme redirect, or one not found whose name says so. */
function redirects(entry: Json, route: Resource, inventory: Inventory): boolean {
  return (listAt(entry, ['middlewares']) ?? []).some((reference) => {
    const name = stringAt(reference, ['name']) ?? '';
    const found = inventory.find('Middleware', stringAt(reference, ['namespace']) ?? route.namespace, name);
    if (found.length === 0) return /redirect/i.test(name);
    return found.some((middleware) => stringAt(middleware.resource.value, ['spec', 'redirectScheme', 'scheme']) === 'https');
  });
}

/** True for a Route of OpenShift. */
export function isOpenShiftRoute(resource: Resource): boolean {
  return resource.kind === 'Route' && resource.group === 'route.openshift.io';
}

/** An OpenShift Route without `tls`. One without a host gets a public one from the router. */
export function plainOpenShiftRoute(route: Resource, context: PlainContext): PlainPlace | undefined {
  const host = stringAt(route.value, ['spec', 'host']) || undefined;
  if (mapAt(route.value, ['spec', 'tls']) !== undefined || (host && isLocalHost(host, context.localHosts))) return undefined;
  return {
    at: host === undefined ? [...route.route, 'spec', 'tls'] : [...route.route, 'spec', 'host'],
    hosts: host === undefined ? [] : [host],
  };
}
