import { parseUrl } from '../../resources/address.ts';
import type { ConfigValue } from '../../resources/config-values.ts';
import { LOCAL_HOSTS } from '../../resources/hosts.ts';
import type { Resource } from '../../resources/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { isFarHost } from './far-host.ts';

/** A place that switches the check of the other side's certificate off. */
export interface VerificationSetting {
  readonly at: Route;
  /** Who has it, where that isn't the object as a whole: `Container "api"`. */
  readonly owner?: string;
  /** As people call it: `insecureSkipVerify`, `NODE_TLS_REJECT_UNAUTHORIZED`. */
  readonly name: string;
  /** As written. */
  readonly found: string;
  /** What switches it on. */
  readonly wanted: Json;
}

/** A setting by its name, with the values that switch the check off and the one that switches it on. */
interface Switch {
  readonly name: RegExp;
  readonly off: RegExp;
  readonly on: string;
}

const NO = /^(?:0|false|off|no)$/i;
const YES = /^(?:1|true|on|yes)$/i;

/** Annotations by controller: ingress-nginx (Annotations, backend certificate authentication), Kong (Service annotations). */
const ANNOTATIONS: readonly Switch[] = [
  { name: /^nginx\.ingress\.kubernetes\.io\/proxy-ssl-verify$/, off: NO, on: 'on' },
  { name: /^konghq\.com\/tls-verify$/, off: NO, on: 'true' },
];

/** Variables of runtimes and clients, each from its documentation; the last two are how Go programs mostly call it. */
const VARIABLES: readonly Switch[] = [
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, off: NO, on: '1' },
  { name: /^PYTHONHTTPSVERIFY$/, off: NO, on: '1' },
  { name: /^GIT_SSL_NO_VERIFY$/, off: YES, on: 'false' },
  { name: /^PGSSLMODE$/, off: /^disable$/i, on: 'verify-full' },
  { name: /(?:^|_)(?:TLS|SSL)_VERIFY$/, off: NO, on: 'true' },
  { name: /(?:^|_)(?:INSECURE_)?SKIP_(?:TLS_|SSL_)?VERIFY$/, off: YES, on: 'false' },
];

/** Flags of Traefik's own configuration and of Go programs. */
const FLAG = /^--?(?:[\w-]+\.)*(?:insecure-?skip-?(?:tls-?)?verify|skip-?tls-?verify|tls-?skip-?verify)$/i;

/** Kinds whose `insecureSkipVerify` is about the pods behind a proxy: Istio, Traefik (both groups), Envoy Gateway. */
const KINDS: ReadonlySet<string> = new Set([
  'networking.istio.io/DestinationRule',
  'traefik.io/ServersTransport',
  'traefik.io/ServersTransportTCP',
  'traefik.containo.us/ServersTransport',
  'traefik.containo.us/ServersTransportTCP',
  'gateway.envoyproxy.io/Backend',
]);

/** Kinds whose objects may have such settings, besides applications. */
export const PROXY_KINDS: readonly string[] = ['Ingress', 'Service', ...[...KINDS].map((name) => name.slice(name.indexOf('/') + 1))];

/** What an object that configures a proxy switches off. */
export function proxySettings(resource: Resource): readonly VerificationSetting[] {
  const annotations = Object.entries(resource.annotations).flatMap(([name, text]) => {
    const off = ANNOTATIONS.find((each) => each.name.test(name) && each.off.test(text));
    return off ? [{ at: [...resource.route, 'metadata', 'annotations', name], name, found: text, wanted: off.on }] : [];
  });
  const isProxys = KINDS.has(`${resource.group}/${resource.kind}`);
  return [...annotations, ...(isProxys ? skippedIn(resource.value, resource.route) : [])];
}

function skippedIn(value: Json, at: Route): readonly VerificationSetting[] {
  if (isList(value)) return value.flatMap((item, index) => skippedIn(item, [...at, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === 'insecureSkipVerify') return entry === true ? [{ at: [...at, key], name: key, found: 'true', wanted: false }] : [];
    return skippedIn(entry, [...at, key]);
  });
}

/** What the variables, arguments and entries of an application switch off. */
export function applicationSettings(values: readonly ConfigValue[]): readonly VerificationSetting[] {
  const databaseIsNear = values.some(({ name, text }) => name === 'PGHOST' && !isFarHost(text, LOCAL_HOSTS));
  return values.flatMap((value) => {
    if (value.name === 'PGSSLMODE' && databaseIsNear) return [];
    return switchedOff(value) ?? inConnection(value);
  });
}

function switchedOff({ owner, name = '', text, at, write }: ConfigValue): readonly VerificationSetting[] | undefined {
  const found = text.trim();
  const off = VARIABLES.find((each) => each.name.test(name) && each.off.test(found));
  if (off) return [{ at, owner, name, found, wanted: write(off.on) }];
  if (FLAG.test(name) && YES.test(found)) return [{ at, owner, name, found, wanted: write('false') }];
  // A flag without a value is on.
  return FLAG.test(found) ? [{ at, owner, name: found, found: 'true', wanted: `${found}=false` }] : undefined;
}

/** Parameters of connection strings (PostgreSQL, libpq; MongoDB, connection string options). */
const PARAMETERS: readonly Switch[] = [
  { name: /\bsslmode=(disable)\b/i, off: /^disable$/i, on: 'verify-full' },
  { name: /\btlsInsecure=(true)\b/i, off: YES, on: 'false' },
  { name: /\btlsAllowInvalidCertificates=(true)\b/i, off: YES, on: 'false' },
];

/** A URL or list of `key=value` that names a host beyond the cluster and takes whoever answers for it. */
function inConnection({ owner, text, at, write }: ConfigValue): readonly VerificationSetting[] {
  // A whole file may speak of several hosts.
  const parameter = text.includes('\n') ? undefined : PARAMETERS.find(({ name }) => name.test(text));
  const host = hostIn(text);
  if (!parameter || host === undefined || !isFarHost(host, LOCAL_HOSTS)) return [];
  const found = parameter.name.exec(text)?.[0] ?? '';
  const [key = ''] = found.split('=');
  return [{ at, owner, name: key, found: found.slice(key.length + 1), wanted: write(text.replace(found, `${key}=${parameter.on}`)) }];
}

function hostIn(text: string): string | undefined {
  return parseUrl(text)?.host ?? /(?:^|[\s;])(?:host|hostaddr|server)=([^\s;]+)/i.exec(text)?.[1];
}
