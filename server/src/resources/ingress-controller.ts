import { classOf } from './ingress.ts';
import { objectMemo } from './object-memo.ts';
import type { Resource } from './types.ts';

/** A setting for the largest request that a controller passes on. */
export interface BodySizeSetting {
  readonly annotation: string;
  /** What holds where nothing is said; undefined where that is no limit. */
  readonly byDefault: string | undefined;
}

/** Settings for how long a connection may be silent. */
export interface IdleSetting {
  readonly annotations: readonly string[];
  /** Name of the setting where the annotation's text is a list of such, `name=value` apart by commas. */
  readonly attribute?: string;
  /** What follows the number of seconds. */
  readonly unit: '' | 's';
  /** Seconds that hold where nothing is said. */
  readonly byDefault: number;
}

/** Settings of the cookie that keeps a browser at one pod. */
export interface AffinitySetting {
  /** Annotation that switches the cookie on, with the value that does. */
  readonly annotation: string;
  readonly value: string;
  readonly secure: string;
  readonly sameSite: string;
}

/** Settings of a web application firewall. */
export interface FirewallSetting {
  /** Annotations of which one that isn't switched off is enough. */
  readonly annotations: readonly string[];
  /** What switches it on without anything else that would have to exist. */
  readonly enable: Readonly<Record<string, string>>;
}

/** The controllers that are known here. */
export type ControllerId =
  | 'ingress-nginx'
  | 'nginx'
  | 'traefik'
  | 'haproxy'
  | 'haproxy-ingress'
  | 'contour'
  | 'kong'
  | 'aws'
  | 'gce'
  | 'azure'
  | 'istio'
  | 'cilium'
  | 'openshift';

/** What serves Ingresses, and the annotations that it knows. What it has no annotation for is absent. */
export interface IngressController {
  readonly id: ControllerId;
  /** As people call it. */
  readonly title: string;
  /** Names that people give to its class. */
  readonly classes: RegExp;
  /** What its annotations begin with. */
  readonly prefixes: readonly string[];
  /** False where a class of such a name means this controller only if its annotations say so, too. */
  readonly bySheerClass: boolean;
  readonly bodySize?: BodySizeSetting;
  readonly idle?: IdleSetting;
  /** Annotation for the number of connections that are let in at a time. */
  readonly connections?: string;
  readonly affinity?: AffinitySetting;
  readonly firewall?: FirewallSetting;
  /** Annotations whose text becomes part of the proxy's configuration. */
  readonly snippets?: RegExp;
}

const NGINX = 'nginx.ingress.kubernetes.io';
const HAPROXY_INGRESS = 'haproxy-ingress.github.io';

/** The controllers, each by its reference documentation on annotations. */
const CONTROLLERS: readonly IngressController[] = [
  {
    id: 'ingress-nginx',
    title: 'ingress-nginx',
    classes: /(?:^|-)nginx(?:-|$)|^webapprouting\.kubernetes\.azure\.com$/,
    prefixes: [`${NGINX}/`],
    bySheerClass: true,
    bodySize: { annotation: `${NGINX}/proxy-body-size`, byDefault: '1 MB' },
    idle: { annotations: [`${NGINX}/proxy-read-timeout`, `${NGINX}/proxy-send-timeout`], unit: '', byDefault: 60 },
    connections: `${NGINX}/limit-connections`,
    affinity: {
      annotation: `${NGINX}/affinity`,
      value: 'cookie',
      secure: `${NGINX}/session-cookie-secure`,
      sameSite: `${NGINX}/session-cookie-samesite`,
    },
    firewall: {
      annotations: [`${NGINX}/enable-modsecurity`],
      enable: { [`${NGINX}/enable-modsecurity`]: 'true', [`${NGINX}/enable-owasp-core-rules`]: 'true' },
    },
    snippets: /^nginx\.ingress\.kubernetes\.io\/(?:configuration|server|auth|stream|modsecurity)-snippet$/,
  },
  {
    id: 'nginx',
    title: 'F5 NGINX Ingress Controller',
    classes: /(?:^|-)nginx(?:-|$)/,
    prefixes: ['nginx.org/', 'nginx.com/', 'appprotect.f5.com/'],
    bySheerClass: false,
    bodySize: { annotation: 'nginx.org/client-max-body-size', byDefault: '1 MB' },
    idle: { annotations: ['nginx.org/proxy-read-timeout', 'nginx.org/proxy-send-timeout'], unit: 's', byDefault: 60 },
    firewall: { annotations: ['appprotect.f5.com/app-protect-enable', 'nginx.org/policies'], enable: {} },
    snippets: /^nginx\.org\/(?:server|location)-snippets$/,
  },
  { id: 'traefik', title: 'Traefik', classes: /(?:^|-)traefik(?:-|$)/, prefixes: ['traefik.ingress.kubernetes.io/'], bySheerClass: true },
  {
    id: 'haproxy',
    title: 'HAProxy Kubernetes Ingress Controller',
    classes: /(?:^|-)haproxy(?:-|$)/,
    prefixes: ['haproxy.org/'],
    bySheerClass: false,
    idle: { annotations: ['haproxy.org/timeout-tunnel'], unit: 's', byDefault: 3600 },
    connections: 'haproxy.org/pod-maxconn',
    snippets: /^haproxy\.org\/(?:backend|frontend)-config-snippet$/,
  },
  {
    id: 'haproxy-ingress',
    title: 'HAProxy Ingress',
    classes: /(?:^|-)haproxy(?:-|$)/,
    prefixes: [`${HAPROXY_INGRESS}/`],
    bySheerClass: false,
    bodySize: { annotation: `${HAPROXY_INGRESS}/proxy-body-size`, byDefault: undefined },
    idle: { annotations: [`${HAPROXY_INGRESS}/timeout-tunnel`], unit: 's', byDefault: 3600 },
    connections: `${HAPROXY_INGRESS}/limit-connections`,
    firewall: { annotations: [`${HAPROXY_INGRESS}/waf`], enable: {} },
    snippets: /^haproxy-ingress\.github\.io\/config-(?:backend|frontend|sections|proxy|tcp|tcp-service)(?:-early|-late)?$/,
  },
  { id: 'contour', title: 'Contour', classes: /(?:^|-)contour(?:-|$)/, prefixes: ['projectcontour.io/'], bySheerClass: true },
  { id: 'kong', title: 'Kong', classes: /(?:^|-)kong(?:-|$)/, prefixes: ['konghq.com/'], bySheerClass: true },
  {
    id: 'aws',
    title: 'AWS Load Balancer Controller',
    classes: /(?:^|-)alb(?:-|$)/,
    prefixes: ['alb.ingress.kubernetes.io/'],
    bySheerClass: true,
    idle: {
      annotations: ['alb.ingress.kubernetes.io/load-balancer-attributes'],
      attribute: 'idle_timeout.timeout_seconds',
      unit: '',
      byDefault: 60,
    },
    firewall: {
      annotations: ['wafv2-acl-arn', 'wafv2-acl-name', 'waf-acl-id', 'web-acl-id'].map((name) => `alb.ingress.kubernetes.io/${name}`),
      enable: {},
    },
  },
  {
    id: 'gce',
    title: 'GKE Ingress',
    classes: /^gce(?:-|$)/,
    prefixes: ['networking.gke.io/', 'ingress.gcp.kubernetes.io/', 'kubernetes.io/ingress.global-static-ip-name'],
    bySheerClass: true,
  },
  {
    id: 'azure',
    title: 'Application Gateway Ingress Controller',
    classes: /^azure[/-]application-gateway/,
    prefixes: ['appgw.ingress.kubernetes.io/'],
    bySheerClass: true,
    firewall: { annotations: ['appgw.ingress.kubernetes.io/waf-policy-for-path'], enable: {} },
  },
  { id: 'istio', title: 'Istio', classes: /^istio(?:-|$)/, prefixes: [], bySheerClass: true },
  { id: 'cilium', title: 'Cilium', classes: /^cilium(?:-|$)/, prefixes: ['ingress.cilium.io/'], bySheerClass: true },
  {
    id: 'openshift',
    title: 'OpenShift',
    classes: /^openshift(?:-|$)/,
    prefixes: ['route.openshift.io/', 'haproxy.router.openshift.io/'],
    bySheerClass: true,
  },
];

/**
 * The controller that serves an Ingress, by the usual names of its class and by the annotations that the Ingress has: F5's and the
 * community's controller for NGINX, and the two for HAProxy, share a name. Where there is no class, or one of the cluster's own naming, the
 * annotations alone tell; undefined where nothing does.
 */
export const controllerOf: (ingress: Resource) => IngressController | undefined = objectMemo((ingress) => {
  const name = classOf(ingress);
  const named = name === undefined ? [] : CONTROLLERS.filter(({ classes }) => classes.test(name));
  const among = named.length > 0 ? named : CONTROLLERS;
  const [annotated, ...others] = among.filter((controller) => hasAnnotationOf(ingress, controller));
  if (annotated !== undefined && others.length === 0) return annotated;
  return named.find(({ bySheerClass }) => bySheerClass);
});

function hasAnnotationOf({ annotations }: Resource, { prefixes }: IngressController): boolean {
  return Object.keys(annotations).some((annotation) => prefixes.some((prefix) => annotation.startsWith(prefix)));
}

/** True for an annotation by which some controller takes a piece of its configuration from an Ingress as text. */
export function isSnippet(annotation: string): boolean {
  return CONTROLLERS.some(({ snippets }) => snippets?.test(annotation));
}
