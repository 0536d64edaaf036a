import { parseUrl } from '../../resources/address.ts';
import type { ConfigValue } from '../../resources/config-values.ts';
import { CONFIGURED_KINDS, configValuesOf, serviceValuesOf } from '../../resources/config-values.ts';
import { defineRule } from '../define-rule.ts';
import type { Problem } from '../types.ts';
import { isFarHost } from './far-host.ts';
import { localHostsOption } from './local-hosts.ts';

export default defineRule({
  id: 'tls/wss',
  guide: ['wss'],
  level: 'warning',
  scope: 'resource',
  kinds: CONFIGURED_KINDS,
  docs: {
    summary: 'A `ws://` or `http://` URL of a host beyond the cluster',
    why:
      'What goes to another network without TLS is read and changed by whoever sits on the way: the session token, the conversation, the source code ' +
      'in it. Proxies also cut WebSockets that they can look into.',
    fix: 'Use `wss://` and `https://`. The quick fix changes the scheme; see that the other side speaks TLS on that port.',
    exceptions:
      'Hosts that are local or in the cluster: `localhost`, private addresses, single labels, `*.svc`, `*.cluster.local`, and those of the option `localHosts`. ' +
      'Names such as `api.backend` may be a Service and its namespace, and are silent, too. So are hosts that are filled in later, proxies (`HTTP_PROXY`), names ' +
      'of XML namespaces and schemas, addresses of revocation lists, and URLs within longer texts.',
    sources: [
      'Deployment guide, WebSocket security: WSS in every production deployment',
      'RFC 6455, 10.6: connection confidentiality and integrity',
    ],
  },
  options: {
    localHosts: localHostsOption,
  },
  messages: {
    ws:
      '{owner} opens WebSockets to {host} without TLS ({place}); the guide asks for WSS in every production deployment, since tokens and conversations can ' +
      'be read on the way.',
    http: '{owner} calls {host} over plain HTTP ({place}); tokens and conversations can be read on the way, so use HTTPS.',
  },
  *check(resource, { options }) {
    yield* problemsIn(configValuesOf(resource), options.localHosts);
  },
  *checkCompose(service, { options }) {
    yield* problemsIn(serviceValuesOf(service), options.localHosts);
  },
  fixes: {
    secure: {
      title: 'Use {scheme}://',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** Schemes without TLS, and what they are called with it. */
const SECURE = { ws: 'wss', http: 'https' } as const;

function* problemsIn(values: readonly ConfigValue[], localHosts: readonly string[]): Iterable<Problem<'ws' | 'http', 'secure'>> {
  for (const { owner, name, place, text, at, write } of values) {
    const url = parseUrl(text);
    if (!url || (url.scheme !== 'ws' && url.scheme !== 'http') || isNoConnection(name, url.host)) continue;
    if (!isFarHost(url.host, localHosts)) continue;
    const scheme = SECURE[url.scheme];
    const wanted = write(text.replace(/^(\s*)\w+(:\/\/)/, `$1${scheme}$2`).replace(/(:\/\/[^/?#]*):80(?=[/?#]|\s*$)/, '$1'));
    yield { at, message: url.scheme, data: { owner, host: url.host, place, scheme, wanted } };
  }
}

/** Names and hosts of URLs that nobody connects to, or that are plain by design: proxies' own, identifiers, revocation lists and OCSP. */
function isNoConnection(name: string | undefined, host: string): boolean {
  return /proxy|xmlns|namespace|schema|(?:^|[_.-])(?:dtd|crl|ocsp)/i.test(name ?? '') || /^(?:www\.w3\.org|schemas\..*)$/i.test(host);
}
