import { isIngress } from '../../resources/ingress.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import { hasCertificate } from '../../resources/ingress-tls.ts';
import type { Resource } from '../../resources/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { annotationAt } from './annotations.ts';

/** A value that has to be written somewhere. */
export interface Write {
  readonly at: Route;
  readonly value: Json;
}

/** A cookie by which a proxy keeps a browser at one pod, and which lacks attributes. */
export interface BareCookie {
  readonly at: Route;
  /** The attributes that it lacks: `Secure`, `SameSite`. */
  readonly lacks: readonly string[];
  readonly writes: readonly Write[];
}

/** Kinds whose objects may have such cookies. */
export const COOKIE_KINDS: readonly string[] = ['Ingress', 'Service', 'IngressRoute', 'TraefikService'];

/** The affinity cookies of an object that lack attributes. */
export function bareCookies(resource: Resource): readonly BareCookie[] {
  const found = [byAnnotations(resource), byServiceAnnotations(resource), byServices(resource)].filter((cookie) => cookie !== undefined);
  const isTraefiks = resource.group === 'traefik.io' || resource.group === 'traefik.containo.us';
  return isTraefiks ? [...found, ...stickyCookies(resource.value, resource.route)] : found;
}

/** An attribute that is absent or wrong, with what would be right. */
interface Gap {
  readonly attribute: string;
  readonly write: Write;
}

/** The cookie, shown at the place that switches it on, or at an attribute that is switched off. */
function cookieAt(at: Route, gaps: readonly (Gap | undefined)[], wrong?: Route): BareCookie | undefined {
  const present = gaps.filter((gap) => gap !== undefined);
  if (present.length === 0) return undefined;
  return { at: wrong ?? at, lacks: present.map(({ attribute }) => attribute), writes: present.map(({ write }) => write) };
}

/**
 * Annotations of ingress-nginx. Where its own TLS serves the host it adds Secure by itself, unless told not to; behind a load balancer that
 * ends TLS it can't know.
 */
function byAnnotations(ingress: Resource): BareCookie | undefined {
  const affinity = isIngress(ingress) ? controllerOf(ingress)?.affinity : undefined;
  if (affinity === undefined || ingress.annotations[affinity.annotation] !== affinity.value) return undefined;
  const [secure, sameSite] = [ingress.annotations[affinity.secure], ingress.annotations[affinity.sameSite]];
  const isSecure = secure === undefined ? hasCertificate(ingress) : /^true$/i.test(secure);
  return cookieAt(
    annotationAt(ingress, affinity.annotation),
    [
      isSecure ? undefined : { attribute: 'Secure', write: { at: annotationAt(ingress, affinity.secure), value: 'true' } },
      sameSite ? undefined : { attribute: 'SameSite', write: { at: annotationAt(ingress, affinity.sameSite), value: 'Lax' } },
    ],
    secure !== undefined && !isSecure ? annotationAt(ingress, affinity.secure) : undefined,
  );
}

const STICKY = 'traefik.ingress.kubernetes.io/service.sticky.cookie';

/** Annotations of a Service for Traefik (Kubernetes Ingress, annotations on Service). */
function byServiceAnnotations(service: Resource): BareCookie | undefined {
  const { annotations } = service;
  if (annotations[STICKY] !== 'true') return undefined;
  const [secure, sameSite] = [annotations[`${STICKY}.secure`], annotations[`${STICKY}.samesite`]];
  return cookieAt(
    annotationAt(service, STICKY),
    [
      secure === 'true' ? undefined : { attribute: 'Secure', write: { at: annotationAt(service, `${STICKY}.secure`), value: 'true' } },
      sameSite ? undefined : { attribute: 'SameSite', write: { at: annotationAt(service, `${STICKY}.samesite`), value: 'lax' } },
    ],
    secure !== undefined && secure !== 'true' ? annotationAt(service, `${STICKY}.secure`) : undefined,
  );
}

const STICKY_SERVICES = 'nginx.com/sticky-cookie-services';

/** F5 NGINX Plus lists services apart by semicolons, each with the words of nginx's `sticky` directive. */
function byServices(ingress: Resource): BareCookie | undefined {
  const text = ingress.annotations[STICKY_SERVICES];
  if (!text || !isIngress(ingress)) return undefined;
  const services = text.split(';');
  const isBare = (service: string): boolean => service.trim() !== '' && !/\ssecure(?:\s|$)/i.test(service);
  const value = services.map((service) => (isBare(service) ? `${service.trimEnd()} secure` : service)).join(';');
  const at = annotationAt(ingress, STICKY_SERVICES);
  return cookieAt(at, [services.some(isBare) ? { attribute: 'Secure', write: { at, value } } : undefined]);
}

/** `sticky.cookie` wherever a resource of Traefik has it: in an IngressRoute's services, in a weighted TraefikService. */
function stickyCookies(value: Json, at: Route): readonly BareCookie[] {
  if (isList(value)) return value.flatMap((item, index) => stickyCookies(item, [...at, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const cookie = key === 'sticky' && isMap(entry) ? entry.cookie : undefined;
    if (!isMap(cookie)) return stickyCookies(entry, [...at, key]);
    const route = [...at, key, 'cookie'];
    const bare = cookieAt(
      route,
      [
        cookie.secure === true ? undefined : { attribute: 'Secure', write: { at: [...route, 'secure'], value: true } },
        cookie.sameSite ? undefined : { attribute: 'SameSite', write: { at: [...route, 'sameSite'], value: 'lax' } },
      ],
      cookie.secure === false ? [...route, 'secure'] : undefined,
    );
    return bare === undefined ? [] : [bare];
  });
}
