import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';

/**
 * The listener of a Gateway that serves with TLS what another serves without. Its Secret is in the Gateway's namespace, where a reference
 * needs no grant (Gateway API, ReferenceGrant).
 */
export function httpsListener(listeners: readonly Json[], index: number, secret: string): Json {
  const listener = listeners[index];
  const hostname = stringAt(listener, ['hostname']);
  const allowedRoutes = getAt(listener, ['allowedRoutes']);
  const taken = listeners.map((other) => stringAt(other, ['name']));
  return {
    name: freeName(stringAt(listener, ['name']) ?? 'http', taken),
    ...(hostname !== undefined && { hostname }),
    port: 443,
    protocol: 'HTTPS',
    tls: { mode: 'Terminate', certificateRefs: [{ name: secret }] },
    ...(allowedRoutes !== undefined && { allowedRoutes }),
  };
}

/** The server of an Istio Gateway that serves with TLS what another serves without. */
export function httpsServer(servers: readonly Json[], index: number, secret: string): Json {
  const server = servers[index];
  const taken = servers.map((other) => stringAt(other, ['port', 'name']));
  const name = freeName(stringAt(server, ['port', 'name']) ?? 'http', taken);
  return {
    port: { number: numberAt(server, ['port', 'number']) === 8080 ? 8443 : 443, name, protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE', credentialName: secret },
    hosts: listAt(server, ['hosts']) ?? ['*'],
  };
}

/** `https` for `http`, `https-sync` for `http-sync` and `sync`, with a number behind it where that is taken. */
function freeName(plain: string, taken: readonly (string | undefined)[]): string {
  const bare = plain.replace(/^http2?-?/, '');
  const wanted = bare === '' ? 'https' : `https-${bare}`;
  const candidates = [wanted, ...taken.map((_, index) => `${wanted}-${index + 2}`)];
  return candidates.find((name) => !taken.includes(name)) ?? wanted;
}
