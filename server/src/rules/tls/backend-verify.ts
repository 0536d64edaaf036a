import { CONFIGURED_KINDS, configValuesOf, serviceValuesOf } from '../../resources/config-values.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import type { VerificationSetting } from './verification-settings.ts';
import { applicationSettings, PROXY_KINDS, proxySettings } from './verification-settings.ts';

export default defineRule({
  id: 'tls/backend-verify',
  guide: ['mtls'],
  level: 'warning',
  scope: 'resource',
  kinds: [...PROXY_KINDS, ...CONFIGURED_KINDS],
  docs: {
    summary: "The check of the other side's certificate is switched off",
    why:
      'TLS without that check encrypts for whoever answers. Someone who gets between the two, by DNS, ARP or a pod of their own, reads and changes ' +
      'everything, and neither side notices.',
    fix:
      "Switch the check on and give the client the certificate authority that has signed the other side's certificate (`proxy-ssl-secret`, " +
      '`caCertificates`, `rootCAs`, `NODE_EXTRA_CA_CERTS`, `sslrootcert`).',
    exceptions:
      'What says nothing is left to its defaults. A connection string is reported only where its host is beyond the cluster and private networks, and `PGSSLMODE` not where ' +
      '`PGHOST` is within them. Scrape configurations of Prometheus are left alone.',
    sources: [
      'Deployment guide, network security: mutual TLS between services',
      'Reference documentation of ingress-nginx, Kong, Istio (ClientTLSSettings), Traefik (ServersTransport), Envoy Gateway, Node.js, Python, git, libpq and MongoDB',
    ],
  },
  messages: {
    off:
      '{owner} does not check the certificate of what it connects to ({setting}: {found}), so that anyone in between can read and change what is sent; switch the check ' +
      'on and trust the certificate authority instead.',
    plain:
      '{owner} connects to its database without TLS ({setting}={found}), so that anyone in between can read and change what is sent; use {wanted} with ' +
      'the certificate authority of the database.',
  },
  *check(resource) {
    for (const setting of proxySettings(resource)) yield problemOf(setting, titleOf(resource));
    for (const setting of applicationSettings(configValuesOf(resource))) yield problemOf(setting, titleOf(resource));
  },
  *checkCompose(service) {
    for (const setting of applicationSettings(serviceValuesOf(service))) yield problemOf(setting, `Service "${service.name}"`);
  },
  fixes: {
    verify: {
      title: 'Switch the check of certificates on',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
  },
});

function problemOf({ at, owner, name, found, wanted }: VerificationSetting, object: string): Problem<'off' | 'plain', 'verify'> {
  const isPlain = /^(?:pg)?sslmode$/i.test(name);
  return {
    at,
    message: isPlain ? 'plain' : 'off',
    data: { owner: owner ?? object, setting: name, found, value: wanted, ...(isPlain && { wanted: 'verify-full' }) },
  };
}
