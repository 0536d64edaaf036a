import { referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { isSurelyNear } from '../surely-near.ts';

/** A chain of middlewares is followed that far at most. */
const DEEPEST = 5;

/**
 * Whether one of some middlewares of Traefik limits requests, by itself or by one of its chain.
 * @param middlewares what a name leads to; where it leads to nothing here, it may limit them
 */
export function mayLimit(middlewares: readonly Resource[], inventory: Inventory, depth = 0): boolean {
  if (middlewares.length === 0) return true;
  if (middlewares.some(({ value }) => mapAt(value, ['spec', 'rateLimit']) !== undefined)) return true;
  return (
    depth < DEEPEST && middlewares.some((chain) => middlewaresOf(chain, inventory).some((found) => mayLimit(found, inventory, depth + 1)))
  );
}

/** What each of the middlewares that an object names leads to. */
export function middlewaresOf(resource: Resource, inventory: Inventory, within: Route = resource.route): readonly (readonly Resource[])[] {
  const references = referencesOf(resource).filter(
    ({ via, route }) => via === 'middleware' && within.every((step, index) => route[index] === step),
  );
  return references.map((reference) => inventory.resolve(reference, resource).found.map(({ entry }) => entry.resource));
}

const PLUGINS = 'konghq.com/plugins';

/** True where plugins of Kong limit the requests of a route: its own, those of its Services, or global ones. One that isn't found may do so. */
export function isLimitedByKong(route: Resource, inventory: Inventory): boolean {
  const everywhere = inventory.ofKind('KongClusterPlugin').map(({ resource }) => resource);
  if (everywhere.some((plugin) => plugin.labels.global === 'true' && isLimitingPlugin(plugin))) return true;
  const services = referencesOf(route)
    .filter(({ target }) => target.kinds.includes('Service'))
    .flatMap((reference) => inventory.resolve(reference, route).found.map(({ entry }) => entry.resource));
  return [route, ...services].some((owner) => pluginsOf(owner).some((name) => mayBeLimiting(name, owner, inventory)));
}

/** The names of the plugins that an object asks for. */
export function pluginsOf({ annotations }: Resource): readonly string[] {
  return (annotations[PLUGINS] ?? '').split(',').flatMap((name) => name.trim() || []);
}

function mayBeLimiting(name: string, owner: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(owner);
  const found = ['KongPlugin', 'KongClusterPlugin'].flatMap((kind) => inventory.find(kind, namespace, name));
  return found.length === 0 || found.some(({ resource }) => isLimitingPlugin(resource));
}

function isLimitingPlugin({ value }: Resource): boolean {
  return /^(?:rate-limiting|response-ratelimiting)/.test(stringAt(value, ['plugin']) ?? '');
}

/** Kinds that limit the requests of routes and gateways which they name, with the field that says so; none where all of the kind do. */
const ATTACHED: Readonly<Record<string, string | undefined>> = {
  BackendTrafficPolicy: 'rateLimit',
  RateLimitPolicy: undefined,
  TrafficPolicy: 'rateLimit',
  GCPBackendPolicy: undefined,
};

/** True where a policy of a gateway limits the requests of a route: of Envoy Gateway, NGINX Gateway Fabric, Kuadrant, kgateway or GKE. */
export function isLimitedByPolicy(route: Resource, gateways: readonly Resource[], inventory: Inventory): boolean {
  const names = new Set([route, ...gateways].map(({ name }) => name));
  return Object.entries(ATTACHED).some(([kind, field]) =>
    inventory.ofKind(kind).some(({ resource: { value } }) => {
      const limits = field === undefined || getAt(value, ['spec', field]) !== undefined;
      const targets = [...(listAt(value, ['spec', 'targetRefs']) ?? []), getAt(value, ['spec', 'targetRef'])].filter(isMap);
      return limits && (targets.length === 0 || targets.some((target) => names.has(stringAt(target, ['name']))));
    }),
  );
}

/** True where an EnvoyFilter beside an object has Envoy limit requests; which of them it is about only Envoy knows. */
export function isLimitedByFilter(route: Resource, inventory: Inventory): boolean {
  return inventory.ofKind('EnvoyFilter').some(({ resource }) => {
    const isNear = resource.namespace === 'istio-system' || isSurelyNear(resource, route, inventory);
    return isNear && hasWord(resource.value, /rate_?limit/i);
  });
}

function hasWord(json: Json, word: RegExp): boolean {
  if (typeof json === 'string') return word.test(json);
  return typeof json === 'object' && json !== null && Object.values(json).some((value) => hasWord(value, word));
}
