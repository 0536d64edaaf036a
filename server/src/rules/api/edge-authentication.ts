import type { ControllerId } from '../../resources/ingress-controller.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { mapAt, stringAt } from '../../yaml/json.ts';
import { middlewaresOf, pluginsOf } from './rate-limit-objects.ts';
import { MIDDLEWARES, middlewaresCalled } from './unlimited-route.ts';

/** Controllers that can ask for a password, a token or a certificate (their reference documentation on annotations). */
const ABLE: ReadonlySet<ControllerId> = new Set(['ingress-nginx', 'nginx', 'haproxy', 'haproxy-ingress', 'aws', 'kong', 'traefik']);
/** Annotations that have a controller ask, or hand that to a policy or a piece of configuration that may. */
const ASKING = /auth|jwt|oidc|oauth|\/policies$|snippet$/i;
/** Plugins of Kong that ask (Kong's plugin hub, authentication). */
const PLUGINS = /auth|jwt|oauth|openid|oidc|saml|session|mtls/i;

/** True for an Ingress whose controller could ask who is there, and is known not to. */
export function lacksAuthentication(ingress: Resource, inventory: Inventory): boolean {
  const controller = controllerOf(ingress)?.id;
  if (controller === undefined || !ABLE.has(controller) || Object.keys(ingress.annotations).some((name) => ASKING.test(name))) return false;
  if (controller === 'kong') return !pluginsOf(ingress).some((name) => mayBeAsking(name, ingress, inventory));
  return controller !== 'traefik' || !middlewareNames(ingress).some((name) => mayAsk(middlewaresCalled(name, inventory), inventory));
}

function mayBeAsking(name: string, ingress: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(ingress);
  const found = ['KongPlugin', 'KongClusterPlugin'].flatMap((kind) => inventory.find(kind, namespace, name));
  return found.length === 0 || found.some(({ resource }) => PLUGINS.test(stringAt(resource.value, ['plugin']) ?? ''));
}

function middlewareNames({ annotations }: Resource): readonly string[] {
  return (annotations[MIDDLEWARES] ?? '').split(',').flatMap((name) => name.trim() || []);
}

/** A plugin of Traefik may do anything, and so may what isn't found here; a chain is looked into one level deep, as chains of chains are not written. */
function mayAsk(middlewares: readonly Resource[], inventory: Inventory): boolean {
  const all = middlewares.flatMap((middleware) => [middleware, ...middlewaresOf(middleware, inventory).flat()]);
  return (
    all.length === 0 ||
    all.some(({ value }) => ['basicAuth', 'digestAuth', 'forwardAuth', 'plugin'].some((kind) => mapAt(value, ['spec', kind])))
  );
}
