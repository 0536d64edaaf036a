import { textsOf } from '../../resources/hosts.ts';
import { isIngress } from '../../resources/ingress.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { isLimitedByFilter, isLimitedByKong, isLimitedByPolicy, mayLimit, middlewaresOf } from './rate-limit-objects.ts';

/** A route without a limit of requests. */
export interface UnlimitedRoute {
  readonly at: Route;
  /** As a message names what is missing. */
  readonly lack: string;
  readonly hosts: readonly string[];
  /** Routes of the lists of middlewares that lack one; empty where it is an annotation. Undefined where no middleware would do. */
  readonly lists?: readonly Route[];
}

/** What of a route has no limit, as far as this workspace tells; undefined where there is one, or may be. */
export function unlimitedRoute(route: Resource, inventory: Inventory): UnlimitedRoute | undefined {
  if (isIngress(route)) return ofTraefiksIngress(route, inventory);
  return READERS[`${route.group}/${route.kind}`]?.(route, inventory);
}

type Reader = (route: Resource, inventory: Inventory) => UnlimitedRoute | undefined;

const NO_MIDDLEWARE = 'no RateLimit among its middlewares';
/** Annotation by which an Ingress names its middlewares, with commas between them. */
export const MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';

function ofTraefiksIngress(ingress: Resource, inventory: Inventory): UnlimitedRoute | undefined {
  const written = (ingress.annotations[MIDDLEWARES] ?? '').split(',').flatMap((name) => name.trim() || []);
  if (written.some((name) => mayLimit(middlewaresCalled(name, inventory), inventory))) return undefined;
  const at = [...ingress.route, 'metadata', 'annotations', MIDDLEWARES];
  // The annotation names a middleware with its namespace.
  return { at, lack: NO_MIDDLEWARE, hosts: [], ...(ingress.namespace === undefined ? {} : { lists: [] }) };
}

/** The middlewares that an annotation means by `<namespace>-<name>@kubernetescrd` (Traefik documentation, Kubernetes Ingress provider). */
export function middlewaresCalled(text: string, inventory: Inventory): readonly Resource[] {
  const [called = ''] = text.split('@');
  const all = inventory.ofKind('Middleware').map(({ resource }) => resource);
  return all.filter((resource) => {
    const namespace = inventory.namespaceOf(resource);
    return namespace === undefined ? called.endsWith(`-${resource.name}`) : called === `${namespace}-${resource.name}`;
  });
}

const ofTraefik: Reader = (route, inventory) => {
  const open = (listAt(route.value, ['spec', 'routes']) ?? []).flatMap((entry, index) => {
    const at = [...route.route, 'spec', 'routes', index];
    const isInternal = (listAt(entry, ['services']) ?? []).some((service) => stringAt(service, ['name'])?.endsWith('@internal'));
    return isInternal || middlewaresOf(route, inventory, at).some((found) => mayLimit(found, inventory))
      ? []
      : [{ at, match: stringAt(entry, ['match']) ?? '' }];
  });
  const [first] = open;
  if (!first) return undefined;
  const hosts = open.flatMap(({ match }) => [...match.matchAll(/Host\(`([^`]+)`\)/g)].flatMap(([, host]) => host ?? []));
  return { at: [...first.at, 'match'], lack: NO_MIDDLEWARE, hosts, lists: open.map(({ at }) => [...at, 'middlewares']) };
};

const ofContour: Reader = ({ value, route }) => {
  const host = mapAt(value, ['spec', 'virtualhost']);
  const parts = [host, ...(listAt(value, ['spec', 'routes']) ?? [])];
  if (!host || parts.some((part) => getAt(part, ['rateLimitPolicy']) !== undefined)) return undefined;
  const name = stringAt(host, ['fqdn']);
  return { at: [...route, 'spec', 'virtualhost', 'fqdn'], lack: 'no rateLimitPolicy', hosts: name === undefined ? [] : [name] };
};

const ofIstio: Reader = (service, inventory) => {
  const gateways = textsOf(listAt(service.value, ['spec', 'gateways'])).filter((name) => name !== 'mesh');
  if (gateways.length === 0 || isLimitedByFilter(service, inventory)) return undefined;
  const hosts = textsOf(listAt(service.value, ['spec', 'hosts']));
  return { at: [...service.route, 'metadata', 'name'], lack: 'no EnvoyFilter with a rate limit in this workspace', hosts };
};

const ofGatewayApi: Reader = (route, inventory) => {
  const parents = referencesOf(route).filter(({ via }) => via === 'parent');
  const gateways = parents.flatMap((reference) => inventory.resolve(reference, route).found.map(({ entry }) => entry.resource));
  const isExtended = referencesOf(route).some(({ via }) => via === 'filter');
  if (gateways.length === 0 || isExtended || isLimitedByPolicy(route, gateways, inventory)) return undefined;
  if (isLimitedByFilter(route, inventory) || isLimitedByKong(route, inventory)) return undefined;
  const hosts = textsOf(listAt(route.value, ['spec', 'hostnames']));
  return { at: [...route.route, 'metadata', 'name'], lack: 'no policy with a rate limit for it or its gateway in this workspace', hosts };
};

/** By `group/Kind`. */
const READERS: Readonly<Record<string, Reader>> = {
  'traefik.io/IngressRoute': ofTraefik,
  'traefik.containo.us/IngressRoute': ofTraefik,
  'projectcontour.io/HTTPProxy': ofContour,
  'networking.istio.io/VirtualService': ofIstio,
  'gateway.networking.k8s.io/HTTPRoute': ofGatewayApi,
};
