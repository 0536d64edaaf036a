import { isMap, listAt, stringAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';
import { coversHost, textsOf } from './hosts.ts';
import type { Resource } from './types.ts';

/** An entry of `spec.rules`; an absent host stands for every host. */
export interface IngressRule {
  readonly route: Route;
  readonly host: string | undefined;
  readonly paths: readonly string[];
}

/** An entry of `spec.tls`; no hosts stand for every host (Kubernetes' `IngressTLS.hosts`). */
export interface IngressTls {
  readonly route: Route;
  readonly hosts: readonly string[];
  readonly secretName: string | undefined;
}

/** True for the Ingress of Kubernetes in any of its API groups' versions. */
export function isIngress(resource: Resource): boolean {
  return resource.kind === 'Ingress' && (resource.group === 'networking.k8s.io' || resource.group === 'extensions');
}

/** The rules of an Ingress. */
export function rulesOf(ingress: Resource): readonly IngressRule[] {
  return (listAt(ingress.value, ['spec', 'rules']) ?? []).map((rule, index) => ({
    route: [...ingress.route, 'spec', 'rules', index],
    host: stringAt(rule, ['host']) || undefined,
    paths: (listAt(rule, ['http', 'paths']) ?? []).map((path) => stringAt(path, ['path']) ?? ''),
  }));
}

/** The TLS entries of an Ingress. */
export function tlsOf(ingress: Resource): readonly IngressTls[] {
  return (listAt(ingress.value, ['spec', 'tls']) ?? []).filter(isMap).map((entry, index) => ({
    route: [...ingress.route, 'spec', 'tls', index],
    hosts: textsOf(listAt(entry, ['hosts'])),
    secretName: stringAt(entry, ['secretName']) || undefined,
  }));
}

/** Whether one of the entries covers the host, or any host where there is none. */
export function isCovered(host: string | undefined, entries: readonly IngressTls[]): boolean {
  return entries.some(
    (entry) => entry.hosts.length === 0 || (host !== undefined && entry.hosts.some((covering) => coversHost(covering, host))),
  );
}

/** The class that serves an Ingress, from the field or from the annotation that came before it. */
export function classOf(ingress: Resource): string | undefined {
  return stringAt(ingress.value, ['spec', 'ingressClassName']) ?? ingress.annotations['kubernetes.io/ingress.class'];
}

/**
 * True where an Ingress exists to answer ACME's HTTP-01 challenge, which comes over plain HTTP (RFC 8555, 8.3): cert-manager's solvers carry
 * a label, and any path under `/.well-known/acme-challenge/` says so.
 */
export function isChallengeSolver(ingress: Resource): boolean {
  if (ingress.labels['acme.cert-manager.io/http01-solver'] === 'true') return true;
  const paths = rulesOf(ingress).flatMap((rule) => rule.paths);
  return paths.length > 0 && paths.every((path) => path.startsWith('/.well-known/acme-challenge'));
}

/**
 * True where an Ingress adds to another one of the same host, which has the settings: canaries of ingress-nginx, minions of F5's controller
 * (their documentation on canaries and on mergeable Ingress types).
 */
export function isPartOfAnother({ annotations }: Resource): boolean {
  return annotations['nginx.ingress.kubernetes.io/canary'] === 'true' || annotations['nginx.org/mergeable-ingress-type'] === 'minion';
}
