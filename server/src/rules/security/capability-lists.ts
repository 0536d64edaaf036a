import { getAt, isList, listAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Level } from '../types.ts';

/** Capabilities that containers start with where nothing says otherwise (containerd and Docker, default set). */
const DEFAULTS: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Capabilities that the baseline Pod Security Standard lets a container add: the defaults but for NET_RAW. */
const BASELINE: ReadonlySet<string> = new Set(DEFAULTS.filter((name) => name !== 'NET_RAW'));

/** Those that lead out of the container, or into others, each by what capabilities(7) says it permits. */
const DANGEROUS: ReadonlyMap<string, string> = new Map([
  ['ALL', 'all that root on the node may do'],
  ['BPF', 'loading programs into the kernel'],
  ['DAC_READ_SEARCH', "reading any file, and opening the node's by their handles"],
  ['MAC_ADMIN', 'changing the rules of mandatory access control'],
  ['MAC_OVERRIDE', 'overriding mandatory access control'],
  ['NET_ADMIN', 'changing interfaces, routes and firewall rules'],
  ['PERFMON', "watching the kernel and the node's processes"],
  ['SYS_ADMIN', 'mounting file systems and much else that makes it as good as root on the node'],
  ['SYS_BOOT', 'rebooting the node'],
  ['SYS_MODULE', 'loading modules into the kernel'],
  ['SYS_PTRACE', 'reading and changing the memory of other processes'],
  ['SYS_RAWIO', "access to the node's memory and devices"],
  ['SYSLOG', 'reading kernel addresses and messages'],
]);

/** Those beyond the baseline that harm nobody else: locking memory, and raising one's own priority. */
const HARMLESS: ReadonlySet<string> = new Set(['IPC_LOCK', 'SYS_NICE']);

/** An added capability that is reported. */
export interface AddedCapability {
  /** In its list. */
  readonly index: number;
  readonly capability: string;
  readonly level: Level;
  /** What it permits, as the end of a sentence; undefined where it is none of the dangerous ones. */
  readonly danger: string | undefined;
}

/**
 * What of a list of added capabilities is to be reported: all but NET_BIND_SERVICE, which the restricted Pod Security Standard allows, and those
 * that the user allows.
 */
export function addedCapabilities(list: readonly Json[] | undefined, allowed: readonly string[]): readonly AddedCapability[] {
  const ignored = new Set(['NET_BIND_SERVICE', '', ...allowed.map(capabilityName)]);
  return (list ?? []).flatMap((written, index) => {
    if (typeof written !== 'string' || isPlaceholder(written)) return [];
    const capability = capabilityName(written);
    return ignored.has(capability) ? [] : [{ index, capability, level: levelOf(capability), danger: DANGEROUS.get(capability) }];
  });
}

/** True for a capability that the baseline Pod Security Standard lets a container add, written as the standard does. */
export function isBaselineCapability(name: string): boolean {
  return BASELINE.has(name);
}

/** The names of a list of capabilities; undefined where it isn't a list. */
export function capabilitiesIn(holder: Json | undefined, list: string): readonly string[] | undefined {
  return listAt(holder, [list])?.map((name) => (typeof name === 'string' ? capabilityName(name) : ''));
}

/** True where a list, or what holds it, is filled in later or wrong, so that nobody knows what it names. */
export function hasUnknown(holder: Json | undefined, list: string): boolean {
  if (typeof holder === 'string') return true;
  const names = getAt(holder, [list]) ?? null;
  if (!isList(names)) return names !== null;
  return names.some((name) => typeof name === 'string' && isPlaceholder(name));
}

/** True where a list of dropped capabilities leaves none of the defaults. */
export function dropsAll(dropped: readonly string[]): boolean {
  return dropped.includes('ALL') || DEFAULTS.every((name) => dropped.includes(name));
}

/** A capability as the kernel's manual names it, but for the prefix: `SYS_ADMIN` for `cap_sys_admin`. */
function capabilityName(written: string): string {
  return written.toUpperCase().replace(/^CAP_/, '');
}

function levelOf(capability: string): Level {
  if (DANGEROUS.has(capability)) return 'error';
  if (BASELINE.has(capability)) return 'strict';
  return HARMLESS.has(capability) ? 'info' : 'warning';
}
