import { isLocalHost } from '../../resources/hosts.ts';
import { classOf, isChallengeSolver, isCovered, isIngress, rulesOf, tlsOf } from '../../resources/ingress.ts';
import { terminatesElsewhere } from '../../resources/ingress-tls.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';

/** Something that serves hosts over plain HTTP. No hosts stand for every host. */
export interface PlainPlace {
  readonly at: Route;
  readonly hosts: readonly string[];
}

/** What the search for plain HTTP may ask. */
export interface PlainContext {
  readonly inventory: Inventory;
  /** Patterns of hosts that need no TLS. */
  readonly localHosts: readonly string[];
}

/** An Ingress without `spec.tls` whose hosts nothing else covers, at its first such host. */
export function plainIngress(ingress: Resource, context: PlainContext): PlainPlace | undefined {
  if (tlsOf(ingress).length > 0 || isChallengeSolver(ingress) || terminatesElsewhere(ingress)) return undefined;
  const siblings = context.inventory.ofKind('Ingress').map((entry) => entry.resource);
  if (isTerminatedByGroup(ingress, siblings)) return undefined;
  const rules = rulesOf(ingress).filter(({ host }) => !(host && isLocalHost(host, context.localHosts)));
  const open = rules.filter(({ host }) => !isCoveredBySibling(ingress, host, siblings));
  const served =
    rulesOf(ingress).length === 0 ? stringAt(ingress.value, ['spec', 'defaultBackend', 'service', 'name']) !== undefined : open.length > 0;
  if (!served) return undefined;
  const hosts = open.flatMap(({ host }) => (host === undefined ? [] : [host]));
  const first = open.find(({ host }) => host !== undefined);
  return { at: first ? [...first.route, 'host'] : [...ingress.route, 'spec', 'tls'], hosts: [...new Set(hosts)] };
}

/** Controllers serve all Ingresses of one class and host as one server, so that one of them may bring the certificate for all. */
function isCoveredBySibling(ingress: Resource, host: string | undefined, siblings: readonly Resource[]): boolean {
  if (host === undefined) return false;
  return siblings.some((other) => {
    const serves = isIngress(other) && classOf(other) === classOf(ingress) && rulesOf(other).some((rule) => rule.host === host);
    return serves && isCovered(host, tlsOf(other));
  });
}

/** Ingresses of one group share a load balancer and the certificates of each (AWS Load Balancer Controller, IngressGroup). */
function isTerminatedByGroup(ingress: Resource, siblings: readonly Resource[]): boolean {
  const group = ingress.annotations['alb.ingress.kubernetes.io/group.name'];
  if (group === undefined) return false;
  return siblings.some((other) => other.annotations['alb.ingress.kubernetes.io/group.name'] === group && terminatesElsewhere(other));
}
