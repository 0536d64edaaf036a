import { isLocalHost } from '../../resources/hosts.ts';
import type { IngressTls } from '../../resources/ingress.ts';
import { isChallengeSolver, isCovered, isIngress, rulesOf, tlsOf } from '../../resources/ingress.ts';
import { hasDefaultCertificate, terminatesElsewhere } from '../../resources/ingress-tls.ts';
import type { Resource } from '../../resources/types.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { hostsText } from './hosts-text.ts';
import { localHostsOption } from './local-hosts.ts';

export default defineRule({
  id: 'tls/host-coverage',
  guide: ['tls-version'],
  level: 'error',
  scope: 'resource',
  kinds: ['Ingress'],
  docs: {
    summary: 'A host of an Ingress that none of its TLS entries covers',
    why: 'Such a host is served over plain HTTP, or with the certificate of another host or of the controller itself, which browsers refuse.',
    fix:
      'Add the host to the TLS entry whose certificate is for it. An entry names its Secret, unless the controller has a certificate for ' +
      'every host.',
    exceptions:
      'An Ingress without any TLS entry is `tls/ingress`. A wildcard covers one label. An entry without hosts covers all. Local hosts, ' +
      'ACME challenge solvers, and Ingresses whose controller takes the certificate from annotations or from its class.',
    sources: ['Kubernetes API reference, IngressTLS and IngressRule', 'ingress-nginx documentation, TLS: default SSL certificate'],
  },
  options: {
    localHosts: localHostsOption,
  },
  messages: {
    uncovered:
      '{object} serves {host}, which none of its TLS entries covers ({covered}), so that browsers get plain HTTP or a certificate for another host.',
    uncoveredAny:
      '{object} has a rule for every host, but its TLS entries cover only {covered}; all other hosts get plain HTTP or a certificate they refuse.',
    noSecret:
      'A TLS entry of {object} names no Secret, so {hosts} gets whatever certificate the controller has by default; name the Secret with its own.',
  },
  *check(resource, { options }) {
    if (!isIngress(resource) || terminatesElsewhere(resource) || isChallengeSolver(resource)) return;
    const entries = tlsOf(resource);
    if (entries.length === 0) return;
    const object = titleOf(resource);
    const covered = hostsText(entries.flatMap(({ hosts }) => hosts));
    for (const { host, at } of uncoveredHosts(resource, entries, options.localHosts)) {
      if (host === undefined) yield { at, message: 'uncoveredAny', level: 'info', data: { object, covered }, fixes: [] };
      else yield { at, message: 'uncovered', data: { object, host, covered, entry: entryFor(entries, host) }, fixes: ['cover'] };
    }
    for (const { route, hosts, secretName } of entries) {
      if (secretName !== undefined || hasDefaultCertificate(resource)) continue;
      const data = { object, hosts: hostsText(hosts), secret: `${resource.name ?? 'ingress'}-tls` };
      yield { at: [...route, 'secretName'], message: 'noSecret', level: 'info', data, fixes: ['name'] };
    }
  },
  fixes: {
    cover: {
      title: 'Add {host} to the TLS entry',
      safe: false,
      patches: ({ at, data: { host = null, entry } }) => [
        { op: 'insert', at: [...at.slice(0, at.lastIndexOf('rules')), 'tls', Number(entry), 'hosts'], value: host },
      ],
    },
    name: {
      title: 'Name the Secret {secret}',
      safe: false,
      patches: ({ at, data: { secret = null } }) => [{ op: 'set', at, value: secret, after: ['hosts'] }],
    },
  },
});

interface UncoveredHost {
  readonly host: string | undefined;
  readonly at: Route;
}

/** Hosts of the rules that no entry covers, each once; an absent host is any. */
function uncoveredHosts(ingress: Resource, entries: readonly IngressTls[], localHosts: readonly string[]): readonly UncoveredHost[] {
  const seen = new Set<string | undefined>();
  return rulesOf(ingress).flatMap(({ host, route }) => {
    if (seen.has(host) || (host !== undefined && isLocalHost(host, localHosts)) || isCovered(host, entries)) return [];
    seen.add(host);
    return [{ host, at: host === undefined ? route : [...route, 'host'] }];
  });
}

/** Index of the entry that a host belongs to: the one with a host of the same domain, else the first. */
function entryFor(entries: readonly IngressTls[], host: string): number {
  const domain = host.slice(host.indexOf('.'));
  const kin = entries.findIndex(({ hosts }) => hosts.some((other) => other.slice(other.indexOf('.')) === domain));
  return Math.max(kin, 0);
}
