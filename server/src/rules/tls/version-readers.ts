import type { Json } from '../../yaml/types.ts';
import type { TlsMinor } from './tls-version.ts';
import { respell, tlsMinorOf } from './tls-version.ts';

/** What a setting says of the versions that may be spoken. An absent bound is left to the software. */
export interface VersionBounds {
  readonly lowest?: TlsMinor;
  readonly highest?: TlsMinor;
  /** The setting that allows TLS 1.2 and 1.3, in the same spelling. */
  readonly wanted: Json;
}

/** Reads the text of a setting; undefined where it says nothing that is understood. */
export type VersionReader = (text: string) => VersionBounds | undefined;

/** A setting that names the lowest version. */
export const minimum: VersionReader = (text) => {
  const lowest = tlsMinorOf(text);
  return lowest === undefined ? undefined : { lowest, wanted: respell(text, 2) };
};

/** A setting that names the highest version. */
export const maximum: VersionReader = (text) => {
  const highest = tlsMinorOf(text);
  return highest === undefined ? undefined : { highest, wanted: respell(text, 3) };
};

/** A setting that lists versions, as nginx's `ssl_protocols` does, apart by blanks or commas. */
export const list: VersionReader = (text) => {
  const minors = text
    .split(/[\s,]+/)
    .map(tlsMinorOf)
    .filter((minor) => minor !== undefined);
  if (minors.length === 0) return undefined;
  const separator = text.includes(',') ? ',' : ' ';
  return {
    lowest: Math.min(...minors) as TlsMinor,
    highest: Math.max(...minors) as TlsMinor,
    wanted: ['TLSv1.2', 'TLSv1.3'].join(separator),
  };
};

/**
 * A predefined policy of an AWS Application or Network Load Balancer (AWS, security policies): `TLS13-1-2` allows 1.2 and 1.3, `TLS-1-2` and
 * `FS-1-2` only 1.2; those named by a date alone, and `FS-2018-06`, go down to 1.0. A name that is none of these may be anybody's own.
 */
export const awsPolicy: VersionReader = (text) => {
  const wanted = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
  const withThree = /^ELBSecurityPolicy-TLS13-1-([0-3])/.exec(text);
  if (withThree) return { lowest: Number(withThree[1]) as TlsMinor, highest: 3, wanted };
  const upToTwo = /^ELBSecurityPolicy-(?:TLS|FS)-1-([0-2])/.exec(text);
  if (upToTwo) return { lowest: Number(upToTwo[1]) as TlsMinor, highest: 2, wanted };
  return /^ELBSecurityPolicy-(?:FS-)?20\d\d/.test(text) ? { lowest: 0, highest: 2, wanted } : undefined;
};

/** A policy of an AWS Classic Load Balancer, which knows no TLS 1.3 (AWS, predefined SSL security policies). */
export const awsClassicPolicy: VersionReader = (text) => {
  const { lowest } = awsPolicy(text) ?? {};
  return lowest === undefined ? undefined : { lowest, wanted: 'ELBSecurityPolicy-TLS-1-2-2017-01' };
};

/** A TLS profile of OpenShift: `Old` goes down to TLS 1.0 (OpenShift, TLS security profiles). */
export const openShiftProfile: VersionReader = (text) => (text === 'Old' ? { lowest: 0, wanted: 'Intermediate' } : undefined);

const NODE_FLAG = /--tls-(min|max)-v(1\.[0-3])(?![\d.])/g;

/** Node.js' command line or NODE_OPTIONS, with `--tls-min-v1.0` and the like (Node.js, command-line options). */
export const nodeOptions: VersionReader = (text) => {
  const bounds = [...text.matchAll(NODE_FLAG)].map(([, bound, version = '']) => ({ bound, minor: tlsMinorOf(version) }));
  const minorOf = (bound: string): TlsMinor | undefined => bounds.find((each) => each.bound === bound)?.minor;
  const [lowest, highest] = [minorOf('min'), minorOf('max')];
  if (lowest === undefined && highest === undefined) return undefined;
  const wanted = text.replace(NODE_FLAG, (flag, bound: string, version: string) => {
    if (bound === 'max') return '--tls-max-v1.3';
    return (tlsMinorOf(version) ?? 0) < 2 ? '--tls-min-v1.2' : flag;
  });
  return { ...(lowest !== undefined && { lowest }), ...(highest !== undefined && { highest }), wanted };
};

const FLAG = /^(--?(?:[a-z]+-)*(?:tls|ssl)-min(?:imum)?(?:-protocol)?-version=)(.+)$/;

/** An argument such as `--tls-min-version=VersionTLS10`, as the components of Kubernetes and many operators take it. */
export const argument: VersionReader = (text) => {
  const match = FLAG.exec(text);
  const bounds = match && minimum(match[2] ?? '');
  return bounds ? { ...bounds, wanted: `${match[1]}${String(bounds.wanted)}` } : nodeOptions(text);
};
