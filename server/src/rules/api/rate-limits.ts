import type { ControllerId } from '../../resources/ingress-controller.ts';
import type { Resource } from '../../resources/types.ts';

/** How a controller of Ingresses limits the requests of one client by annotations. */
export interface RateLimitSetting {
  /** Annotations that limit requests, or may do so. */
  readonly limits: RegExp;
  /** As a message names what is missing. */
  readonly title: string;
  /** What limits each client's address to a number of requests per second. */
  readonly enable: (perSecond: number) => Readonly<Record<string, string>>;
}

/** OpenShift's router counts the requests of three seconds (OpenShift documentation, Route-specific annotations). */
const OPENSHIFT_SECONDS = 3;
const OPENSHIFT = 'haproxy.router.openshift.io/rate-limit-connections';

/** Each by the controller's reference documentation on annotations. */
const SETTINGS: Readonly<Partial<Record<ControllerId, RateLimitSetting>>> = {
  'ingress-nginx': {
    limits: /^nginx\.ingress\.kubernetes\.io\/(?:limit-rp[sm]|global-rate-limit)$/,
    title: 'limit-rps',
    enable: (perSecond) => ({ 'nginx.ingress.kubernetes.io/limit-rps': String(perSecond) }),
  },
  nginx: {
    limits: /^nginx\.(?:org|com)\/(?:limit-req-rate|policies)$/,
    title: 'limit-req-rate',
    enable: (perSecond) => ({ 'nginx.org/limit-req-rate': `${perSecond}r/s` }),
  },
  haproxy: {
    limits: /^haproxy\.org\/rate-limit-requests$/,
    title: 'rate-limit-requests',
    enable: (perSecond) => ({ 'haproxy.org/rate-limit-requests': String(perSecond) }),
  },
  'haproxy-ingress': {
    limits: /^haproxy-ingress\.github\.io\/limit-rps$/,
    title: 'limit-rps',
    enable: (perSecond) => ({ 'haproxy-ingress.github.io/limit-rps': String(perSecond) }),
  },
  openshift: {
    limits: /^haproxy\.router\.openshift\.io\/rate-limit-connections/,
    title: 'rate-limit-connections',
    enable: (perSecond) => ({ [OPENSHIFT]: 'true', [`${OPENSHIFT}.rate-http`]: String(perSecond * OPENSHIFT_SECONDS) }),
  },
};

/** What a controller has for it; undefined where that is no annotation. */
export function rateLimitSetting(controller: ControllerId): RateLimitSetting | undefined {
  return SETTINGS[controller];
}

/** True where annotations limit requests, by their names or in a piece of the proxy's own configuration (`limit_req` of nginx, `http-request` of HAProxy). */
export function isLimited({ annotations }: Resource, { limits }: RateLimitSetting): boolean {
  return Object.entries(annotations).some(
    ([name, text]) => limits.test(name) || (/snippet|config-/.test(name) && /limit_req\b|sc_http_req_rate|track-sc/.test(text)),
  );
}
