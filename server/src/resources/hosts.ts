import type { Json } from '../yaml/types.ts';

/**
 * Names that never leave a machine or a private network, so that no public certificate can exist for them: the special-use names of RFC 6761
 * (`localhost`, `test`, `invalid`), `local` (RFC 6762), `home.arpa` (RFC 8375), `internal` (reserved by ICANN in 2024 for private use), `lan`
 * by custom, and the wildcard DNS services' names for the loopback address. A leading `*` stands for any text.
 */
export const LOCAL_HOSTS: readonly string[] = [
  'localhost',
  '*.localhost',
  '*.test',
  '*.invalid',
  '*.local',
  '*.home.arpa',
  '*.internal',
  '*.lan',
  '*127.0.0.1.nip.io',
  '*127.0.0.1.sslip.io',
];

/** Whether a host is local by the given patterns. A single label such as `grafana` is a name of the local network, too. */
export function isLocalHost(host: string, patterns: readonly string[]): boolean {
  const name = host.toLowerCase();
  const singleLabel = name !== '' && name !== '*' && !name.includes('.');
  return singleLabel || patterns.some((pattern) => matchesPattern(name, pattern.toLowerCase()));
}

function matchesPattern(name: string, pattern: string): boolean {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

/**
 * Whether a certificate for `covering` is good for `host`: they are the same, or `covering` is a wildcard, which stands for exactly the first
 * label (Kubernetes' `IngressRule.host`; RFC 6125, 6.4.3). A wildcard host is covered by the same wildcard only.
 */
export function coversHost(covering: string, host: string): boolean {
  const [wanted, name] = [covering.toLowerCase(), host.toLowerCase()];
  if (wanted === name) return true;
  if (!wanted.startsWith('*.') || name.startsWith('*')) return false;
  return name.slice(name.indexOf('.')) === wanted.slice(1) && name.includes('.');
}

/**
 * Whether two listeners can be asked for the same name: an absent name or `*` is any, a wildcard stands for one or more labels (Gateway API,
 * `Listener.hostname`).
 */
export function hostsOverlap(one: string | undefined, other: string | undefined): boolean {
  if (isAnyHost(one) || isAnyHost(other)) return true;
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  return left === right || isUnder(left, right) || isUnder(right, left);
}

function isUnder(name: string, wildcard: string): boolean {
  return wildcard.startsWith('*.') && name.endsWith(wildcard.slice(1));
}

function isAnyHost(host: string | undefined): host is undefined | '' | '*' {
  return host === undefined || host === '' || host === '*';
}

/** The texts of a list in plain data. */
export function textsOf(list: readonly Json[] | undefined): readonly string[] {
  return (list ?? []).filter((item) => typeof item === 'string');
}
