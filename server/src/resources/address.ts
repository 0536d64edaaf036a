/** The parts of a URL that say where it leads. */
export interface UrlParts {
  /** In lower case, without `://`. */
  readonly scheme: string;
  /** Name or address, without the brackets of IPv6. */
  readonly host: string;
  /** As written; undefined where there is none. */
  readonly port: string | undefined;
  /** What follows the host and its port. */
  readonly rest: string;
}

const URL = /^((?:jdbc:)?[a-z][a-z0-9+.-]*):\/\/(?:[^\s/?#@]*@)?(\[[0-9a-f:.]+\]|[^\s/?#@:,;[\]]+)(?::([^\s/?#@:,]*))?([/?#]\S*)?$/i;

/** Reads a text that is a URL and nothing else, be parts of it filled in later; undefined where it is none, or a list of several. */
export function parseUrl(text: string): UrlParts | undefined {
  const [, scheme, host, port, rest = ''] = text.length > 2_000 ? [] : (URL.exec(text.trim()) ?? []);
  if (scheme === undefined || host === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), port, rest };
}

/** Who can be reached by an address: the machine itself, a private network, the link, or the whole internet. */
export type AddressScope = 'loopback' | 'private' | 'link' | 'public';

/** Ranges of IPv4 that are not the internet's, by their first bits (IANA IPv4 Special-Purpose Address Registry, RFC 6890). */
const RANGES: readonly { readonly base: readonly number[]; readonly bits: number; readonly scope: AddressScope }[] = [
  { base: [0, 0, 0, 0], bits: 8, scope: 'loopback' },
  { base: [127, 0, 0, 0], bits: 8, scope: 'loopback' },
  { base: [169, 254, 0, 0], bits: 16, scope: 'link' },
  { base: [10, 0, 0, 0], bits: 8, scope: 'private' },
  { base: [172, 16, 0, 0], bits: 12, scope: 'private' },
  { base: [192, 168, 0, 0], bits: 16, scope: 'private' },
  { base: [100, 64, 0, 0], bits: 10, scope: 'private' },
];

/** The scope of an IP address; undefined where the text is none. */
export function addressScope(text: string): AddressScope | undefined {
  const octets = octetsOf(text);
  if (octets)
    return RANGES.find(({ base, bits }) => numberOf(octets) >>> (32 - bits) === numberOf(base) >>> (32 - bits))?.scope ?? 'public';
  return text.includes(':') && /^[0-9a-f:.]+$/i.test(text) ? scopeOfIpv6(text.toLowerCase()) : undefined;
}

function octetsOf(text: string): readonly number[] | undefined {
  const octets = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : [];
  return octets.length === 4 && octets.every((octet) => octet < 256) ? octets : undefined;
}

function numberOf(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => ((sum << 8) | octet) >>> 0, 0);
}

/** Loopback `::1`, unspecified `::`, link-local fe80::/10, unique local fc00::/7 (RFC 4291, RFC 4193). */
function scopeOfIpv6(text: string): AddressScope {
  if (text === '::1' || text === '::') return 'loopback';
  if (/^fe[89ab]/.test(text)) return 'link';
  return /^f[cd]/.test(text) ? 'private' : 'public';
}

/**
 * True for a name of the cluster's own DNS: a single label (a Service of the same namespace), and what ends in `svc` or has it before the
 * cluster's domain (Kubernetes documentation, DNS for Services and Pods).
 */
export function isClusterName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || /\.svc$|\.(?:svc|pod)\.[a-z0-9.-]+$|\.cluster\.local$/.test(name);
}

/** Top-level domains of more than two letters that are in common use. */
const TOP_LEVEL: ReadonlySet<string> = new Set(
  'com org net edu gov mil int info biz dev app cloud tech online site store shop xyz'.split(' '),
);
/** Those that no namespace is called. */
const UNMISTAKABLE: ReadonlySet<string> = new Set('com org net edu gov'.split(' '));
/** Namespaces of two letters, which would be countries' domains otherwise, used or not. */
const SHORT_NAMESPACES: ReadonlySet<string> = new Set('ci db qa ui'.split(' '));

/**
 * True for a name that can only be one of public DNS. A name such as `api.backend` may as well be a Service and its namespace, and so is not,
 * and neither is one of two labels whose last is a word that namespaces are called, such as `api.dev`.
 */
export function isPublicName(host: string): boolean {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || isClusterName(host) || !labels.every((label) => /^[a-z0-9_-]+$/.test(label))) return false;
  if (/^[a-z]{2}$/.test(last)) return !SHORT_NAMESPACES.has(last);
  return labels.length > 2 ? TOP_LEVEL.has(last) : UNMISTAKABLE.has(last);
}
