/** The minor number of a version of TLS: 0 for TLS 1.0 up to 3 for TLS 1.3; −1 for SSL, which came before. */
export type TlsMinor = -1 | 0 | 1 | 2 | 3;

const TLS = /^(?:version)?(?:tls)?[_-]?v?[_-]?1(?:[._]?([0-3]))?$/i;
const SSL = /^(?:version)?ssl/i;

/**
 * Reads a version as its controller spells it: `TLSv1.2` (nginx), `TLSV1_2` (Istio), `VersionTLS12` (Traefik, Kubernetes), `TLS_1_2` (Google
 * Cloud), `1.2` (Contour), `v1.2` (Emissary), `TLS12` (Prometheus). `TLSv1` alone is 1.0.
 * @returns undefined where it is no version, such as `TLS_AUTO`
 */
export function tlsMinorOf(text: string): TlsMinor | undefined {
  if (SSL.test(text)) return -1;
  const match = TLS.exec(text);
  return match ? (Number(match[1] ?? 0) as TlsMinor) : undefined;
}

/** The same spelling with another version: `TLSV1_0` becomes `TLSV1_2`, `1.1` becomes `1.2`. */
export function respell(text: string, minor: TlsMinor): string {
  const match = /^(.*?1)([._]?)([0-3]?)$/.exec(
    text.replace(/^(version)?ssl.*$/i, (_, prefix: string | undefined) => (prefix ? `${prefix}TLS10` : 'TLSv1.0')),
  );
  if (!match) return text;
  const [, start = '', separator = '', digit = ''] = match;
  return `${start}${digit === '' ? '.' : separator}${minor}`;
}

/** A version for people: `TLS 1.1`, `SSL`. */
export function versionText(minor: TlsMinor): string {
  return minor < 0 ? 'SSL' : `TLS 1.${minor}`;
}
